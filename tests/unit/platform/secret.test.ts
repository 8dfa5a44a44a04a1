import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSecret } from '../../../platform/configuration/secret.ts';
import { isSameSecret } from '../../../platform/http/same-secret.ts';
import { tempDir } from '../../support/temp-dir.ts';

function fileWith(content: string): string {
  const path = join(tempDir(), 'secret');
  writeFileSync(path, content);
  return path;
}

it.each([
  ['the variable', () => ({ KEY: 'abc' }), 'abc'],
  ['the file, without its last line break', () => ({ KEY_FILE: fileWith('abc\n') }), 'abc'],
  ['the file, inner breaks kept', () => ({ KEY_FILE: fileWith('a\nb\r\n') }), 'a\nb'],
  ['nothing where neither is set', () => ({}), undefined],
  ['nothing where the variable is empty', () => ({ KEY: '' }), undefined],
  ['nothing where the file is empty', () => ({ KEY_FILE: fileWith('\n') }), undefined],
  ['the file where the variable is empty', () => ({ KEY: '', KEY_FILE: fileWith('abc') }), 'abc'],
])('reads %s', (_title, environment, expected) => {
  expect(readSecret(environment(), 'KEY')).toBe(expected);
});

it('refuses both at once, and shows neither value', () => {
  const environment = { KEY: 'topsecret', KEY_FILE: fileWith('topsecret') };
  expect(() => readSecret(environment, 'KEY')).toThrow(
    'environment KEY: expected either KEY or KEY_FILE, found both',
  );
});

it('names the variable whose file cannot be read', () => {
  expect(() => readSecret({ KEY_FILE: '/nowhere/key' }, 'KEY')).toThrow(
    /environment KEY_FILE: expected a readable file, found ENOENT/,
  );
});

it.each([
  ['abc', 'abc', true],
  ['abd', 'abc', false],
  ['ab', 'abc', false],
  [undefined, 'abc', false],
  [['abc'], 'abc', false],
])('compares %j with %j: %s', (candidate, secret, same) => {
  expect(isSameSecret(candidate, secret)).toBe(same);
});
