import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../../cli/exit/exit-codes.ts';
import { durationInWords, parseDuration } from '../../../cli/settings/duration.ts';
import { printable } from '../../../cli/terminal/printable.ts';
import { table } from '../../../cli/terminal/table.ts';
import { milliseconds, timeWords } from '../../../cli/terminal/time-words.ts';

test.each([
  ['90', 90],
  ['90s', 90],
  ['5m', 300],
  ['1h30m', 5_400],
  ['1d', 86_400],
  ['1h0m5s', 3_605],
  ['', undefined],
  ['5x', undefined],
  ['-5m', undefined],
  ['m', undefined],
  ['30m1h', undefined],
  ['1.5h', undefined],
])('%j is %j seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each([
  [0, '0 s'],
  [59.6, '1 min'],
  [245, '4 min 5 s'],
  [3_600, '1 h'],
  [5_465, '1 h 31 min'],
  [90_000, '1 d 1 h'],
])('%d s are told as %s', (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words);
});

describe('instants', () => {
  const now = Date.parse('2026-01-01T12:00:00.000Z');
  test.each([
    ['2026-01-01T12:05:00.000Z', 'in 5 min'],
    ['2026-01-01T11:57:00.000Z', '3 min ago'],
    ['2026-01-01T12:00:00.400Z', 'now'],
    [null, '—'],
  ])('%s is %s', (at, words) => {
    expect(timeWords(() => now, false).instant(at)).toBe(words);
  });

  test('are shown as they are where that is asked for', () => {
    expect(timeWords(() => now, true).instant('2026-01-01T12:05:00.000Z')).toBe('2026-01-01T12:05:00.000Z');
  });
});

test.each([
  [840, '840 ms'],
  [1_400, '1.4 s'],
  [125_000, '2 min 5 s'],
])('%d ms are told as %s', (value, words) => {
  expect(milliseconds(value)).toBe(words);
});

test('columns stand under each other, whatever colours are in them', () => {
  const red = `${String.fromCharCode(27)}[31mno${String.fromCharCode(27)}[39m`;
  expect(
    table([
      ['a', red, 'x'],
      ['long', 'fine', 'y'],
    ]),
  ).toEqual([`a     ${red}    x`, 'long  fine  y']);
});

test('what a service prints cannot steer the terminal', () => {
  const escape = String.fromCharCode(27);
  expect(printable(`a${escape}[2Jb\tc\r${String.fromCharCode(0x9b)}31md`)).toBe('a[2Jb\tc31md');
});

test('docs/cli.md lists exactly the exit codes', () => {
  const rows = [...readFileSync('docs/cli.md', 'utf8').matchAll(/^\| (\d+) \|/gm)].map(([, code]) =>
    Number(code),
  );
  expect(rows.sort((a, b) => a - b)).toEqual(Object.values(exitCodes).sort((a, b) => a - b));
});
