import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { boundedLog } from '../../../../subgraphs/madre/sentinel/bounded-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

test('keeps the newest lines within its limit, and as many before them in a second file', () => {
  const file = join(tempDir(), 'sentinel.log');
  const log = boundedLog(file, 10);
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n']) log.write(line);
  expect(readFileSync(file, 'utf8')).toBe('four\n');
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('three\n');
});

test('a file that cannot be written ends nobody', () => {
  const file = join(tempDir(), 'absent', 'sentinel.log');
  boundedLog(file, 10).write('lost\n');
  expect(existsSync(file)).toBe(false);
});
