import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashToken } from '../../../platform/auth.ts';
import { readTokensFile } from '../../../gateway/config/tokens.ts';
import { addToFile } from '../../../gateway/token-command/add-to-file.ts';
import { newToken } from '../../../gateway/token-command/new-token.ts';
import { tempDir } from '../../support/temp-dir.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

it('makes a token that only its hash tells of', () => {
  const { value, entry } = newToken(['--name', 'console', '--scopes', 'power:write, logs:read'], now);
  expect(value).toMatch(/^vx11_[\w-]{43}$/);
  expect(entry).toEqual({
    name: 'console',
    sha256: hashToken(value),
    scopes: ['power:write', 'logs:read'],
  });
});

it('takes the scopes of another graph where it is told that they are', () => {
  const args = ['--name', 'a', '--scopes', 'read:users, email'];
  expect(() => newToken(args, now)).toThrow('--scopes: expected one of *, power:write');
  const { entry } = newToken([...args, '--any-scopes'], now);
  expect(entry.scopes).toEqual(['read:users', 'email']);
  const file = join(tempDir(), 'tokens.yaml');
  addToFile(file, entry);
  expect(readTokensFile(file, { host: '127.0.0.1', scopes: 'any' })).toMatchObject([
    { scopes: ['read:users', 'email'] },
  ]);
  expect(() => newToken(['--name', 'a', '--scopes', 'two words', '--any-scopes'], now)).toThrow(
    '--scopes: expected a scope of at most 128 printable characters without spaces',
  );
});

it('makes another one each time', () => {
  const values = new Set(Array.from({ length: 50 }, () => newToken(['--name', 'a'], now).value));
  expect(values.size).toBe(50);
});

it.each([
  [[], '--name: expected a name of at most 64 letters, digits, ., _ and -'],
  [['--name', 'two words'], '--name: expected a name of at most 64'],
  [['--name', 'a', '--scopes', 'power:write,everything'], '--scopes: expected one of *, power:write'],
  [['--name', 'a', '--expires', 'tomorrow'], '--expires: expected an instant such as 2027-01-01T00:00:00Z'],
  [
    ['--name', 'a', '--expires', '2026-11-21T11:59:59Z'],
    '--expires: expected an instant that is still to come',
  ],
  [['--nmae', 'a'], '--arguments: expected --name N'],
])('refuses %j and says what is expected', (args, problem) => {
  expect(() => newToken(args, now)).toThrow(problem);
});

it('adds tokens to a file that only its owner reads, one after the other', () => {
  const file = join(tempDir(), 'tokens.yaml');
  const first = newToken(['--name', 'first'], now);
  const second = newToken(['--name', 'second', '--scopes', '*', '--expires', '2027-01-01T00:00:00Z'], now);
  addToFile(file, first.entry);
  addToFile(file, second.entry);
  expect(readTokensFile(file, { host: '127.0.0.1', scopes: 'stack' })).toEqual([
    { name: 'first', sha256: first.entry.sha256, scopes: [], expiresAt: undefined },
    {
      name: 'second',
      sha256: second.entry.sha256,
      scopes: ['*'],
      expiresAt: Date.parse('2027-01-01T00:00:00Z'),
    },
  ]);
  expect(statSync(file).mode & 0o077).toBe(0);
});

it('keeps the comments of the file', () => {
  const file = join(tempDir(), 'tokens.yaml');
  addToFile(file, newToken(['--name', 'first'], now).entry);
  writeFileSync(file, `# Who may come in.\n${readFileSync(file, 'utf8')}`);
  addToFile(file, newToken(['--name', 'second'], now).entry);
  expect(readFileSync(file, 'utf8')).toMatch(/^# Who may come in\.\n/);
});

it.each([
  [
    'a name that is taken',
    'tokens: [{ name: a, sha256: HASH, scopes: [] }]',
    'a name that no other token has',
  ],
  ['a file that is no YAML', 'tokens: [', 'expected valid YAML'],
  ['a file of another form', 'services: {}', 'services'],
  ['tokens that are no list', 'tokens: 3 of them', 'expected a list, found "3 of them"'],
])('leaves the file as it is for %s', (_what, text, problem) => {
  const file = join(tempDir(), 'tokens.yaml');
  const before = text.replace('HASH', hashToken('x'));
  writeFileSync(file, before);
  expect(() => addToFile(file, newToken(['--name', 'a'], now).entry)).toThrow(problem);
  expect(readFileSync(file, 'utf8')).toBe(before);
});
