import { CodedError } from '../../../../platform/errors.ts';
import { foldText } from './fold-text.ts';

/** As they are typed, each with a mark or two. */
const MAX_TYPED = 1_000;
/** Looking for one takes time that grows with it, at each place where it may begin; folded, one character may be eighteen. */
const MAX_CHARACTERS = 256;

/** What is looked for, folded. Throws BAD_USER_INPUT for a text that is in everything, or too long. */
export function wantedText(search: string): string {
  const typed = [...search].length;
  if (typed > MAX_TYPED) throw tooLong(MAX_TYPED, typed);
  const wanted = foldText(search);
  if (wanted.trim() === '')
    throw new CodedError('BAD_USER_INPUT', {
      problem: `search must hold more than white space, got ${JSON.stringify(search)}`,
    });
  const characters = [...wanted].length;
  if (characters > MAX_CHARACTERS) throw tooLong(MAX_CHARACTERS, characters, ' as it is searched');
  return wanted;
}

function tooLong(limit: number, found: number, counted = ''): CodedError {
  return new CodedError('BAD_USER_INPUT', {
    problem: `search must hold at most ${limit} characters${counted}, got ${found}`,
  });
}
