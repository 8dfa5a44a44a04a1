import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createManualClock, type ManualClock } from '../../../platform/manual-clock.ts';
import { LogFile } from '../../../subgraphs/madre/runtimes/process/log-file.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('a log file', () => {
  test('gives nothing before its first line', () => {
    expect(opened(join(tempDir(), 'none.log')).tail(10)).toEqual([]);
  });

  test('gives the newest lines, oldest first, an unfinished one among them', () => {
    const file = join(tempDir(), 'a.log');
    writeFileSync(file, 'one\n\nthree\nunfinished');
    expect(
      opened(file)
        .tail(3)
        .map(({ text }) => text),
    ).toEqual(['', 'three', 'unfinished']);
    expect(opened(file).tail(100)).toHaveLength(4);
    expect(opened(file).tail(0)).toEqual([]);
  });

  test('reads a character that lies across no line as it was written', () => {
    const file = join(tempDir(), 'a.log');
    writeFileSync(file, 'día\nñandú €\n');
    expect(
      opened(file)
        .tail(2)
        .map(({ text }) => text),
    ).toEqual(['día', 'ñandú €']);
  });

  test('gives whole lines only of a file larger than it reads', () => {
    const file = join(tempDir(), 'a.log');
    writeFileSync(file, `${'x'.repeat(99)}\n`.repeat(20_000));
    const lines = opened(file).tail(100_000);
    expect(lines.length).toBeGreaterThan(10_000);
    expect(lines.every(({ text }) => text.length === 99)).toBe(true);
  });

  test('dates what was there before by when the file was last written, and what comes by when it is seen', async () => {
    const file = join(tempDir(), 'a.log');
    writeFileSync(file, 'old\n');
    utimesSync(file, 1_000, 1_000);
    const clock = createManualClock(5_000_000);
    const log = opened(file, clock);
    appendFileSync(file, 'new\n');
    await expect
      .poll(() => log.tail(2))
      .toEqual([
        { atMs: 1_000_000, text: 'old' },
        { atMs: 5_000_000, text: 'new' },
      ]);
    await clock.advance(1_000);
    appendFileSync(file, 'newer\n');
    await expect.poll(() => log.tail(1)).toEqual([{ atMs: 5_001_000, text: 'newer' }]);
  });

  test('keeps one earlier part when it grows too large', async () => {
    const file = join(tempDir(), 'a.log');
    writeFileSync(file, '');
    opened(file);
    appendFileSync(file, `${'x'.repeat(1_048_575)}\n`.repeat(17));
    await expect.poll(() => existsSync(`${file}.1`) && statSync(file).size).toBe(0);
    expect(statSync(`${file}.1`).size).toBe(17 * 1_048_576);
    appendFileSync(file, 'after\n');
    expect(readFileSync(file, 'utf8')).toBe('after\n');
  });

  test('loses nothing of what is written while the earlier part is copied', async () => {
    const file = join(tempDir(), 'a.log');
    writeFileSync(file, `${'x'.repeat(1_048_575)}\n`.repeat(17));
    let look = (): void => undefined;
    opened(file, createManualClock(), {
      watch(path, options, listener) {
        look = listener;
        return watch(path, options, () => undefined);
      },
    });
    look();
    // The copy took the size before it made its file, and goes on beside this thread.
    while (!existsSync(`${file}.1`)) continue;
    appendFileSync(file, 'meanwhile\n');
    await expect.poll(() => statSync(file).size).toBe(0);
    expect(readFileSync(`${file}.1`, 'utf8').endsWith('x\nmeanwhile\n')).toBe(true);
  });

  test('goes on where its earlier part cannot be written, and says so once', async () => {
    const file = join(tempDir(), 'a.log');
    writeFileSync(file, '');
    mkdirSync(`${file}.1`);
    const { log, lines } = recordingLog();
    const kept = opened(file, createManualClock(), { log });
    appendFileSync(file, `${'x'.repeat(1_048_575)}\n`.repeat(17));
    await expect.poll(() => lines).toMatchObject([{ file, err: { code: 'EISDIR' } }]);
    appendFileSync(file, `${'x'.repeat(1_048_575)}\n`.repeat(17));
    appendFileSync(file, 'after\n');
    await expect.poll(() => kept.tail(1)).toMatchObject([{ text: 'after' }]);
    expect(lines).toHaveLength(1);
  });

  test('is kept although the system has no watch left for it', () => {
    const file = join(tempDir(), 'a.log');
    writeFileSync(file, 'one\n');
    const { log, lines } = recordingLog();
    const kept = opened(file, createManualClock(), {
      log,
      watch() {
        throw new Error('ENOSPC: System limit for number of file watchers reached');
      },
    });
    closeSync(kept.openToAppend());
    expect(kept.tail(1)).toMatchObject([{ text: 'one' }]);
    expect(lines).toHaveLength(1);
  });
});

function opened(
  file: string,
  clock: ManualClock = createManualClock(),
  given: Partial<ConstructorParameters<typeof LogFile>[1]> = {},
): LogFile {
  const log = new LogFile(file, { clock, log: recordingLog().log, ...given });
  onTestFinished(() => log.close());
  return log;
}
