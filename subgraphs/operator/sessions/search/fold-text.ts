/**
 * Texts that people take for the same when they search are equal: without case, and without accents and vowel points in the scripts
 * that are read without them. Elsewhere a mark makes another letter or syllable, and stays: か and が differ. Compatible forms count
 * as one too, as full-width letters and ligatures do. By capitals, which know more than the small letters: those of "ß" are "SS".
 * Of more than 30 marks in a row, which no language writes, the first 30 count: putting n of them in order takes n² steps.
 * The folds of messages are stored: who changes what this gives lets a migration empty folded_messages and begin `folding` anew.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase();
  return (
    text
      .replace(MARKS_IN_A_ROW, '$1')
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
/** As many as Unicode's stream-safe text format has. The half-width ﾞ and ﾟ are letters, and become marks. */
const MARKS_IN_A_ROW = /([\p{M}\uFF9E\uFF9F]{30})[\p{M}\uFF9E\uFF9F]+/gu;
/** Whether a sign is drawn as text or in colours. */
const LOOKS = /\p{Variation_Selector}+/gu;
const ACCENTED = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}])[\p{Mn}\p{Me}]+/gu;
