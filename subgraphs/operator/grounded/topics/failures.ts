import type { ServiceFact } from '../../facts/facts.ts';
import type { WindowFact } from '../../facts/window-facts.ts';
import type { Looked } from '../evidence.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';
import { tellUnknown } from '../tell-unknown.ts';

const TROUBLED = new Set(['CRASHED', 'CRASH_LOOP', 'OUT_OF_MEMORY', 'START_FAILED', 'UNHEALTHY']);
const MOST_SHOWN = 5;

/** What is in trouble now, and the newest windows that failed. */
export function tellFailures(
  language: Language,
  services: readonly ServiceFact[],
  windows: Looked<readonly WindowFact[]>,
): Grounded {
  const { troubled, none, noneOfWindows } = words[language];
  const now = services
    .filter(({ state }) => TROUBLED.has(state))
    .map(({ name, state, observedAt }) =>
      troubled(
        fact(`services.${name}.name`, name, observedAt),
        fact(`services.${name}.state`, state, observedAt),
      ),
    );
  const past =
    windows.kind === 'unknown' ? [tellUnknown(language, windows.why)] : failedWindows(language, windows);
  return joined(
    [...(now.length === 0 ? [none] : now), ...(past.length === 0 ? [noneOfWindows] : past)],
    '\n',
  );
}

function failedWindows(
  language: Language,
  { value, observedAt }: Extract<Looked<readonly WindowFact[]>, { kind: 'known' }>,
): Grounded[] {
  return value
    .flatMap((window) => (window.failure === null ? [] : [{ id: window.id, failure: window.failure }]))
    .slice(0, MOST_SHOWN)
    .map(({ id, failure }) => {
      const about = (name: string, shown: string): Grounded =>
        fact(`windows.${id}.${name}`, shown, observedAt);
      const cause = about('failure.code', failure.code);
      return words[language].window(about('id', id), about('failure.service', failure.service.name), cause);
    });
}

const words = {
  en: {
    troubled: (name: Grounded, state: Grounded) => say`${name} is in trouble now: ${state}.`,
    none: say`No service is in trouble now.`,
    noneOfWindows: say`None of the newest windows failed.`,
    window: (id: Grounded, service: Grounded, code: Grounded) =>
      say`Window ${id} failed at ${service}: ${code}.`,
  },
  es: {
    troubled: (name: Grounded, state: Grounded) => say`${name} tiene un problema ahora: ${state}.`,
    none: say`Ningún servicio tiene problemas ahora.`,
    noneOfWindows: say`Ninguna de las ventanas más recientes falló.`,
    window: (id: Grounded, service: Grounded, code: Grounded) =>
      say`La ventana ${id} falló en ${service}: ${code}.`,
  },
} as const satisfies Record<Language, unknown>;
