import type { PowerFact } from '../../facts/facts.ts';
import { mutationOf } from '../../power/power-action.ts';
import type { CheckedAction } from '../../power/check-action.ts';
import type { Checked } from '../../power/check-each.ts';
import { toProposal } from '../../power/to-proposal.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';
import { tellLiveWindows } from './live-windows.ts';

/** What would be done, whether it would be allowed, and that it has not been done; of several windows, first which these are. */
export function tellChange(
  language: Language,
  { actions, leftOut }: Checked,
  power: PowerFact | null,
  observedAt: string,
): Grounded {
  const { which, more, notDone } = words[language];
  const lines = actions.map((action) => tellOne(language, action));
  if (actions.length < 2) return joined([...lines, notDone], ' ');
  const meant = new Set(actions.map(({ action }) => ('windowId' in action ? action.windowId : null)));
  const windows = power && { ...power, activeWindows: power.activeWindows.filter(({ id }) => meant.has(id)) };
  const rest = leftOut === 0 ? [] : [more(fact('windows.notProposed', leftOut, observedAt))];
  return joined([which, tellLiveWindows(language, windows), ...lines, ...rest, notDone], '\n');
}

function tellOne(language: Language, checked: CheckedAction): Grounded {
  const { observedAt, action } = checked;
  const proposal = toProposal(checked, language);
  const { proposed, refused } = words[language];
  const told = proposed(
    fact('proposal.summary', proposal.summary, observedAt),
    fact('proposal.mutation', mutationOf(action).mutation, observedAt),
  );
  if (typeof proposal.reason !== 'string') return told;
  return joined([told, refused(fact('proposal.reason', proposal.reason, observedAt))], ' ');
}

const words = {
  en: {
    which: say`Several power windows are live, so there is a proposal for each:`,
    more: (count: Grounded) => say`Windows beyond these: ${count}. Name them by their ids.`,
    proposed: (summary: Grounded, mutation: Grounded) => say`Proposed: ${summary} (mutation ${mutation}).`,
    refused: (reason: Grounded) => say`As things are it would be refused: ${reason}.`,
    notDone: say`Nothing has been done: text never acts, a person confirms.`,
  },
  es: {
    which: say`Hay varias ventanas de energía vivas, así que hay una propuesta para cada una:`,
    more: (count: Grounded) => say`Ventanas además de estas: ${count}. Nómbralas por su id.`,
    proposed: (summary: Grounded, mutation: Grounded) => say`Propuesta: ${summary} (mutación ${mutation}).`,
    refused: (reason: Grounded) => say`Tal como están las cosas se rechazaría: «${reason}».`,
    notDone: say`No se ha hecho nada: el texto nunca actúa, lo confirma una persona.`,
  },
} as const satisfies Record<Language, unknown>;
