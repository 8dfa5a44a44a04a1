import { describe, expect, test } from 'vitest';
import { foldText } from '../../../../subgraphs/operator/sessions/search/fold-text.ts';

describe('two texts are the same to who searches', () => {
  test.each([
    ['in small letters and capitals', 'status of madre', 'STATUS of Madre'],
    ['with and without Latin accents', 'música según él', 'MUSICA SEGUN EL'],
    ['composed and decomposed', 'música', 'música'.normalize('NFD')],
    ['with several marks on a letter', 'tiếng Việt', 'TIENG VIET'],
    ['with and without Greek accents', 'Σίσυφος', 'ΣΙΣΥΦΟΣ'],
    ['with and without Cyrillic accents', 'приве́т, ещё', 'ПРИВЕТ, ЕЩЕ'],
    ['with and without Hebrew vowel points', 'שָׁלוֹם', 'שלום'],
    ['with and without Arabic vowel points', 'مُحَمَّد', 'محمد'],
    ['with ß and ss', 'Straße', 'STRASSE'],
    ['with the capital ẞ', 'STRAẞE', 'straße'],
    ['with dotted and undotted i', 'İstanbul ılık', 'istanbul ilik'],
    ['in full-width letters', 'ＡＢＣ１', 'abc1'],
    ['with a ligature', 'ﬁle', 'FILE'],
    ['in half-width and full-width katakana', 'ｶﾞ', 'ガ'],
    ['with composed and decomposed dakuten', 'が', 'か\u3099'],
    ['with composed and decomposed Hangul', '한글', '한글'.normalize('NFD')],
    ['as a sign in colours and in black', '❤\uFE0F', '❤'],
  ])('%s: %j and %j', (_how, one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });
});

describe('a text is not found by another', () => {
  test.each([
    ['Japanese か in が', 'が', 'か'],
    ['Japanese は in ぱ, though decomposed', 'は\u309A', 'は'],
    ['Hindi without its vowel signs', 'हिन्दी', 'हनद'],
    ['Hindi with another vowel sign', 'की', 'कि'],
    ['Bengali without its vowel sign', 'কি', 'কা'],
    ['Thai without its tone mark', 'ม้า', 'มา'],
    ['Tamil with another vowel sign', 'கி', 'கு'],
    ['the first syllable of Korean 각', '각', '가'],
  ])('%s', (_what, text, search) => {
    expect(foldText(text)).not.toContain(foldText(search));
  });
});

test.each(['\u0301', '\u3099', ' \u0308 ', '10\u20E3'])('marks without a letter stay: %j', (text) => {
  expect(foldText(text)).toBe(text.normalize('NFKC'));
});

test('every character is the same in either case, but for the Greek iota below a letter, which is a letter in capitals', () => {
  const different = everyCharacter().filter(
    (one) =>
      foldText(one.toLowerCase()) !== foldText(one) ||
      (foldText(one.toUpperCase()) !== foldText(one) && !one.normalize('NFD').includes('\u0345')),
  );
  expect(different).toEqual([]);
});

function everyCharacter(): readonly string[] {
  const codes = Array.from({ length: 0x2_0000 }, (_none, code) => code);
  return codes.filter((code) => code < 0xd800 || code > 0xdfff).map((code) => String.fromCodePoint(code));
}
