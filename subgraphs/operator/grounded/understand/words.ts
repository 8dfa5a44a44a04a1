import { isOneTypoApart } from './distance.ts';
import { conceptsOf, fillerWords, type Concept } from './lexicon.ts';

export interface Words {
  readonly concepts: ReadonlySet<Concept>;
  /** How many words mean something here. */
  readonly known: number;
  /** How many mean something, and not here. */
  readonly unknown: number;
}

const SHORTEST_WITH_TYPO = 5;

/** The concepts of a normalised text in which `@` stands for services and `#` for durations. */
export function readWords(text: string): Words {
  const concepts = new Set<Concept>();
  let known = 0;
  let unknown = 0;
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const meant = /^[@#]$/.test(word) ? [] : (conceptsOf.get(word) ?? nearly(word));
    if (meant === undefined) {
      if (!fillerWords.has(word) && !/^\d+$/.test(word)) unknown += 1;
      continue;
    }
    known += 1;
    for (const concept of meant) concepts.add(concept);
  }
  return { concepts, known, unknown };
}

function nearly(word: string): readonly Concept[] | undefined {
  if (word.length < SHORTEST_WITH_TYPO || fillerWords.has(word)) return undefined;
  for (const [candidate, concepts] of conceptsOf)
    if (candidate.length >= SHORTEST_WITH_TYPO && candidate[0] === word[0] && isOneTypoApart(word, candidate))
      return concepts;
  return undefined;
}
