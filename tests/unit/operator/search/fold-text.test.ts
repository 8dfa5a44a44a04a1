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

test.each([
  ['one mark again and again', '\u0301'],
  ['marks in the wrong order', '\u0301\u0323'],
  ['marks that become two', '\u0344'],
  ['half-width marks of katakana', '\uFF9E'],
  ['marks of all kinds', '\uFF9F\u0301\u3099\uFE0F\u20DD'],
])('however many marks stand in a row, the first thirty count: %s', (_what, marks) => {
  const fold = (base: string, count: number): string => foldText(`${base}${marks.repeat(count)}b`);
  for (const base of ['a', '漢', '']) {
    expect(fold(base, 8_000)).toBe(fold(base, 31));
    expect(fold(base, 64_000)).toBe(fold(base, 31));
  }
  expect(fold('漢', 3)).not.toBe(fold('漢', 31));
});

test('no character but ﾞ and ﾟ moves among marks without being one', () => {
  const moving = everyCharacter(0x11_0000).filter(
    (one) => !/\p{M}/u.test(one) && `\u0334${one}\u0334`.normalize('NFKD').startsWith('\u0334\u0334'),
  );
  expect(moving).toEqual(['\uFF9E', '\uFF9F']);
});

test('every character is the same in either case, but for the Greek iota below a letter, which is a letter in capitals', () => {
  const different = everyCharacter(0x2_0000).filter(
    (one) =>
      foldText(one.toLowerCase()) !== foldText(one) ||
      (foldText(one.toUpperCase()) !== foldText(one) && !one.normalize('NFD').includes('\u0345')),
  );
  expect(different).toEqual([]);
});

function everyCharacter(before: number): readonly string[] {
  const codes = Array.from({ length: before }, (_none, code) => code);
  return codes.filter((code) => code < 0xd800 || code > 0xdfff).map((code) => String.fromCodePoint(code));
}
