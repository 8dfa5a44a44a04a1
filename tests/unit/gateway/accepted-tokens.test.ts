import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../../platform/manual-clock.ts';
import { hashToken, type TokenRecord } from '../../../platform/auth.ts';
import { readTokensFile } from '../../../gateway/config/tokens.ts';
import { acceptTokens, type AcceptedTokens } from '../../../gateway/door/tokens/accepted-tokens.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { tempDir } from '../../support/temp-dir.ts';

let folder: string;
let file: string;
let clock: ManualClock;
let tokens: AcceptedTokens;
let changes: number;
const log = recordingLog();
const fixed: readonly TokenRecord[] = [
  { name: 'main', sha256: hashToken('main'), scopes: ['*'], expiresAt: undefined },
];

function write(names: readonly string[], more: object = {}): void {
  const entries = names.map((name) => ({ name, sha256: hashToken(name), scopes: ['audit:read'], ...more }));
  writeFileSync(file, JSON.stringify({ tokens: entries }));
}

function accept(host = '127.0.0.1'): void {
  const read = (path: string): readonly TokenRecord[] => readTokensFile(path, { host, scopes: 'stack' });
  tokens = acceptTokens({ records: [...fixed, ...read(file)], fixed, file, read, clock, log: log.log });
  changes = 0;
  tokens.onChange(() => (changes += 1));
}

const verdictOf = (token: string): string => tokens.verify(token).verdict;

/** The file is looked at in real input and output; only when is the clock's. */
async function until(holds: () => boolean): Promise<void> {
  const look = async (): Promise<boolean> => holds() || (await clock.advance(500), holds());
  await expect.poll(look, { interval: 5 }).toBe(true);
}

beforeEach(() => {
  folder = tempDir();
  file = join(folder, 'tokens.yaml');
  clock = createManualClock();
  write(['guest']);
  accept();
});
afterEach(() => {
  tokens.close();
  rmSync(folder, { recursive: true, force: true });
});

it('accepts what is added and refuses what is taken out, and tells of it', async () => {
  write(['other']);
  await until(() => changes > 0);
  expect([verdictOf('guest'), verdictOf('other'), verdictOf('main')]).toEqual(['wrong', 'ok', 'ok']);
});

it('sees a change after half a second', async () => {
  write(['other']);
  await clock.advance(500);
  // The clock stands still while the file is looked at.
  await expect.poll(() => changes).toBe(1);
  expect(verdictOf('guest')).toBe('wrong');
});

it('lets nobody of the file in once its list is empty', async () => {
  write([]);
  await until(() => changes > 0);
  expect([verdictOf('guest'), verdictOf('main')]).toEqual(['wrong', 'ok']);
});

it('knows what was taken out after the configuration was read, but before the door was opened', () => {
  tokens.close();
  const records = [...fixed, { name: 'guest', sha256: hashToken('guest'), scopes: [], expiresAt: undefined }];
  write(['other']);
  const read = (path: string) => readTokensFile(path, { host: '127.0.0.1', scopes: 'stack' });
  tokens = acceptTokens({ records, fixed, file, read, clock, log: log.log });
  expect([verdictOf('guest'), verdictOf('other'), verdictOf('main')]).toEqual(['wrong', 'ok', 'ok']);
});

it.each([
  ['is no YAML', '{ tokens: ['],
  ['is empty', ''],
  ['names an unknown scope', '{"tokens":[{"name":"a","sha256":"00","scopes":["everything"]}]}'],
])('keeps the tokens and says why where the file %s', async (_what, text) => {
  const before = log.lines.length;
  writeFileSync(file, text);
  await until(() => log.lines.length > before);
  expect(log.lines.at(-1)).toMatchObject({ msg: expect.stringContaining('cannot be used') as unknown });
  expect([verdictOf('guest'), verdictOf('main'), changes]).toEqual(['ok', 'ok', 0]);
});

it('keeps the tokens while there is no file, and reads the one that comes', async () => {
  rmSync(file);
  for (let looks = 0; looks < 3; looks += 1) {
    await clock.advance(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect([verdictOf('guest'), changes]).toEqual(['ok', 0]);
  write(['guest', 'third']);
  await until(() => changes > 0);
  expect(verdictOf('third')).toBe('ok');
});

it('does not take the token that everybody knows from a file where others reach the door', async () => {
  tokens.close();
  accept('0.0.0.0');
  const before = log.lines.length;
  writeFileSync(
    file,
    JSON.stringify({ tokens: [{ name: 'local', sha256: hashToken('vx11-local-token'), scopes: ['*'] }] }),
  );
  await until(() => log.lines.length > before);
  expect(verdictOf('vx11-local-token')).toBe('wrong');
});

it('tells when a token expires', async () => {
  tokens.close();
  write(['guest'], { expiresAt: new Date(clock.now() + 90_000).toISOString() });
  accept();
  await clock.advance(89_000);
  expect([verdictOf('guest'), changes]).toEqual(['ok', 0]);
  await clock.advance(1_000);
  expect([verdictOf('guest'), changes]).toEqual(['wrong', 1]);
});
