/**
 * Texts that people take for the same when they search are equal: without case, and without accents and vowel points in the scripts
 * that are read without them. Elsewhere a mark makes another letter or syllable, and stays: か and が differ. Compatible forms count
 * as one too, as full-width letters and ligatures do. By capitals, which know more than the small letters: those of "ß" are "SS".
 * The folds of messages are stored: who changes what this gives lets a migration empty folded_messages and begin `folding` anew.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase();
  return (
    text
      .normalize('NFKD')
      .replace(LOOKS, '')
      .replace(ACCENTED, '$1')
      // The capital ẞ has no other capital, its small letter has.
      .toLowerCase()
      .toUpperCase()
      // Else か would be found in が, as the first part of it.
      .normalize('NFC')
  );
}

const ASCII = /^\p{ASCII}*$/u;
/** Whether a sign is drawn as text or in colours. */
const LOOKS = /\p{Variation_Selector}+/gu;
const ACCENTED = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}])[\p{Mn}\p{Me}]+/gu;
