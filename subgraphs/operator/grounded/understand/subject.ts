import { isOneTypoApart } from './distance.ts';

/** Shorter names are found only as they are: too many words are one letter away from them. */
const SHORTEST_WITH_TYPO = 5;
const SHORTEST_BEGINNING = 4;

/**
 * The services that a normalised text names, with `@` in their places. A name may lack its separators, carry a typo, or be only begun
 * where it is long.
 */
export function takeServices(
  text: string,
  names: readonly string[],
): { readonly text: string; readonly services: readonly string[] } {
  const words = text.split(' ');
  const found: string[] = [];
  const left: string[] = [];
  for (let index = 0; index < words.length;) {
    const match = matchAt(words, index, names);
    if (match === undefined) left.push(words[index] ?? '');
    else {
      left.push('@');
      if (!found.includes(match.name)) found.push(match.name);
    }
    index += match?.words ?? 1;
  }
  return { text: left.join(' '), services: found };
}

function matchAt(
  words: readonly string[],
  index: number,
  names: readonly string[],
): { readonly name: string; readonly words: number } | undefined {
  for (let count = Math.min(3, words.length - index); count >= 1; count -= 1) {
    const written = words.slice(index, index + count).join('');
    const exact = names.find((name) => flat(name) === written);
    if (exact !== undefined) return { name: exact, words: count };
  }
  const word = words[index] ?? '';
  const near = names.find((name) => isNear(word, flat(name)));
  return near === undefined ? undefined : { name: near, words: 1 };
}

function isNear(word: string, name: string): boolean {
  if (word.length >= SHORTEST_BEGINNING && name.length >= 2 * SHORTEST_BEGINNING && name.startsWith(word))
    return true;
  if (word.length < SHORTEST_WITH_TYPO || name.length < SHORTEST_WITH_TYPO || word[0] !== name[0])
    return false;
  return !ORDINARY.has(word) && isOneTypoApart(word, name);
}

/** Words of their own that a typo would make a name. */
const ORDINARY = new Set(['madres', 'padre', 'switched', 'switches', 'madre']);

function flat(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
