import { isOneTypoApart } from './distance.ts';
import { conceptsOf, fillerWords, type Concept } from './lexicon.ts';
import { withoutEndings } from './word-endings.ts';

export interface Words {
  readonly concepts: ReadonlySet<Concept>;
  /** How many words mean something here. */
  readonly known: number;
  /** How many mean something, and not here; counted up to one more than MOST_UNKNOWN. */
  readonly unknown: number;
}

/** Shorter words are meant as they are; of two short ones too many are one letter apart. */
const SHORTEST_WITH_TYPO = 5;
/** Where more words mean nothing here, no further ones are read. */
export const MOST_UNKNOWN = 1;
/** Words of their own, that a typo would make one of the lexicon. */
const ORDINARY = new Set(['cuarto', 'cuatro', 'charge', 'charged', 'modern', 'parent']);

/** The concepts of a normalised text in which `@` stands for services and `#` for durations. */
export function readWords(text: string): Words {
  const concepts = new Set<Concept>();
  let known = 0;
  let unknown = 0;
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const meant = /^[@#]$/.test(word) ? [] : (conceptsOf.get(word) ?? ended(word) ?? nearly(word));
    if (meant === undefined) {
      if (!fillerWords.has(word) && !/^\d+$/.test(word)) unknown += 1;
      // It is about something else: looking for what each further word may mean takes long.
      if (unknown > MOST_UNKNOWN) break;
      continue;
    }
    known += 1;
    for (const concept of meant) concepts.add(concept);
  }
  return { concepts, known, unknown };
}

function ended(word: string): readonly Concept[] | undefined {
  if (fillerWords.has(word)) return undefined;
  const known = withoutEndings(word).find((rest) => conceptsOf.has(rest));
  return known === undefined ? undefined : conceptsOf.get(known);
}

function nearly(word: string): readonly Concept[] | undefined {
  if (word.length < SHORTEST_WITH_TYPO || fillerWords.has(word) || ORDINARY.has(word)) return undefined;
  for (const [candidate, concepts] of conceptsOf)
    if (mayMean(word, candidate) && isOneTypoApart(word, candidate)) return concepts;
  return undefined;
}

/** People hit the first letter; and another last one makes another word, as "police" of "policy". */
function mayMean(word: string, candidate: string): boolean {
  const [shorter, longer] = [word.length, candidate.length].sort((one, other) => one - other);
  if ((shorter ?? 0) < SHORTEST_WITH_TYPO || (longer ?? 0) <= SHORTEST_WITH_TYPO) return false;
  const end = Math.max(word.length, candidate.length) - 1;
  return word[0] === candidate[0] && word.slice(0, end) !== candidate.slice(0, end);
}
