import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keepSubgraphToken } from '../../../gateway/config/subgraph-token.ts';
import { tempDir } from '../../support/temp-dir.ts';

it('is made once, for its owner alone, and is the same at the next start', () => {
  const dataDir = join(tempDir(), 'not', 'there', 'yet');
  const token = keepSubgraphToken(dataDir);
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(keepSubgraphToken(dataDir)).toBe(token);
  expect(statSync(join(dataDir, 'subgraph-token')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['subgraph-token']);
});

it('differs between two data folders', () => {
  expect(keepSubgraphToken(tempDir())).not.toBe(keepSubgraphToken(tempDir()));
});

it('says so of a file that lost its content, instead of running without a token', () => {
  const dataDir = tempDir();
  writeFileSync(join(dataDir, 'subgraph-token'), '');
  expect(() => keepSubgraphToken(dataDir)).toThrow(/subgraph-token is empty: remove it/);
});
