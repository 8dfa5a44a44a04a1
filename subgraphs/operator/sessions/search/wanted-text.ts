import { CodedError } from '../../../../platform/errors.ts';
import { foldText } from './fold-text.ts';

/** Looking for one takes time that grows with it, at each place where it may begin. */
const MAX_CHARACTERS = 1_000;

/** What is looked for, folded. Throws BAD_USER_INPUT for a text that is in everything, or too long. */
export function wantedText(search: string): string {
  const characters = [...search].length;
  if (characters > MAX_CHARACTERS)
    throw new CodedError('BAD_USER_INPUT', {
      problem: `search must hold at most ${MAX_CHARACTERS} characters, got ${characters}`,
    });
  const wanted = foldText(search);
  if (wanted.trim() === '')
    throw new CodedError('BAD_USER_INPUT', {
      problem: `search must hold more than white space, got ${JSON.stringify(search)}`,
    });
  return wanted;
}
