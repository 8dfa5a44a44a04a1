import type { PowerFact } from '../../facts/facts.ts';
import type { WindowFact } from '../../facts/window-facts.ts';
import type { Looked } from '../evidence.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';
import { tellLiveWindows } from './live-windows.ts';

const MOST_SHOWN = 5;
const ENDED = new Set(['CLOSED', 'FAILED']);

/** The live windows, and how the newest of the others ended. */
export function tellWindows(
  language: Language,
  power: PowerFact | null,
  windows: Looked<readonly WindowFact[]>,
): Grounded {
  const live = tellLiveWindows(language, power);
  if (windows.kind === 'unknown') return live;
  const ended = windows.value.filter(({ state }) => ENDED.has(state)).slice(0, MOST_SHOWN);
  if (ended.length === 0) return live;
  const lines = ended.map((window) => endedLine(language, window, windows.observedAt));
  return joined([live, words[language].before, ...lines], '\n');
}

function endedLine(language: Language, window: WindowFact, observedAt: string): Grounded {
  const about = (name: string, value: string): Grounded =>
    fact(`windows.${window.id}.${name}`, value, observedAt);
  const names = joined(
    window.services.map(({ name }) => about('services', name)),
    ', ',
  );
  return words[language].ended(
    about('id', window.id),
    names,
    about('state', window.state),
    about('closeReason', window.closeReason ?? window.state),
  );
}

const words = {
  en: {
    before: say`Before that:`,
    ended: (id: Grounded, names: Grounded, state: Grounded, why: Grounded) =>
      say`Window ${id} (${names}) is ${state}: ${why}.`,
  },
  es: {
    before: say`Antes de eso:`,
    ended: (id: Grounded, names: Grounded, state: Grounded, why: Grounded) =>
      say`La ventana ${id} (${names}) está ${state}: ${why}.`,
  },
} as const satisfies Record<Language, unknown>;
