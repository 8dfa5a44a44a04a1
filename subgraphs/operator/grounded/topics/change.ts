import { mutationOf } from '../../power/power-action.ts';
import type { CheckedAction } from '../../power/check-action.ts';
import { toProposal } from '../../power/to-proposal.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

/** What would be done, whether it would be allowed, and that it has not been done. */
export function tellChange(language: Language, checked: CheckedAction): Grounded {
  const { observedAt, reason, action } = checked;
  const summary = fact('proposal.summary', toProposal(checked, language).summary, observedAt);
  const mutation = fact('proposal.mutation', mutationOf(action).mutation, observedAt);
  const { proposed, refused, notDone } = words[language];
  if (reason === null) return joined([proposed(summary, mutation), notDone], ' ');
  return joined(
    [proposed(summary, mutation), refused(fact('proposal.reason', reason, observedAt)), notDone],
    ' ',
  );
}

const words = {
  en: {
    proposed: (summary: Grounded, mutation: Grounded) => say`Proposed: ${summary} (mutation ${mutation}).`,
    refused: (reason: Grounded) => say`As things are it would be refused: ${reason}.`,
    notDone: say`Nothing has been done: text never acts, a person confirms.`,
  },
  es: {
    proposed: (summary: Grounded, mutation: Grounded) => say`Propuesta: ${summary} (mutación ${mutation}).`,
    refused: (reason: Grounded) => say`Tal como están las cosas se rechazaría: «${reason}».`,
    notDone: say`No se ha hecho nada: el texto nunca actúa, lo confirma una persona.`,
  },
} as const satisfies Record<Language, unknown>;
