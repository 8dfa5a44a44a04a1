/**
 * Texts that people take for the same when they search are equal: without case and accents, in every script. Compatible forms count as one
 * too, as full-width letters and ligatures do. By capitals, which know more than the small letters: those of "ß" are "SS".
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase();
}

const ASCII = /^\p{ASCII}*$/u;
