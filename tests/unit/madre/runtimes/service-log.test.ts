import fc from 'fast-check';
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createManualClock, type ManualClock } from '../../../../platform/manual-clock.ts';
import { ServiceLog } from '../../../../subgraphs/madre/runtimes/process/logs/service-log.ts';
import type { RuntimeLogLine } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

type Options = ConstructorParameters<typeof ServiceLog>[2];
type From = Parameters<ServiceLog['follow']>[0];

const MEGABYTE = 1_048_576;

describe("a service's log", () => {
  test('gives nothing before its first line', () => {
    expect(opened(tempDir()).tail(10)).toEqual([]);
  });

  test('gives the newest lines, oldest first', () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), 'one\n\nthree\n');
    expect(texts(opened(folder).tail(2))).toEqual(['', 'three']);
    expect(texts(opened(folder).tail(100))).toEqual(['one', '', 'three']);
    expect(opened(folder).tail(0)).toEqual([]);
  });

  test('gives a line that is not finished, and then to whoever comes after it the rest of that line', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), 'one\nload');
    const log = opened(folder);
    expect(texts(log.tail(2))).toEqual(['one', 'load']);
    const cursor = log.tail(1)[0]?.cursor ?? '';
    appendFileSync(outOf(folder), 'ing\ndone\n');
    expect(texts(await read(log, { after: cursor }, 2))).toEqual(['ing', 'done']);
    expect(texts(await read(log, { tail: 2 }, 2))).toEqual(['loading', 'done']);
  });

  test('ends a line that was not finished when its writer ended, and when the next one begins', async () => {
    const folder = tempDir();
    const log = opened(folder);
    closeSync(log.openToAppend('out'));
    appendFileSync(outOf(folder), 'last words');
    log.seal();
    log.seal();
    appendFileSync(outOf(folder), 'new run');
    closeSync(log.openToAppend('out'));
    expect(texts(await read(log, { tail: 9 }, 2))).toEqual(['last words', 'new run']);
  });

  test('reads characters of several bytes as they were written, also where it cuts a line too long to hold', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), `día\n${'x'}${'€'.repeat(50_000)}\nend\n`);
    const lines = await read(opened(folder), { after: '0-0' }, 5);
    expect(texts(lines).slice(0, 1)).toEqual(['día']);
    expect(texts(lines).slice(1, 4).join('')).toBe(`x${'€'.repeat(50_000)}`);
    expect(lines.at(-1)?.text).toBe('end');
  });

  test('gives whole lines only of a file larger than it reads', () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), `${'x'.repeat(99)}\n`.repeat(20_000));
    const lines = opened(folder).tail(100_000);
    expect(lines.length).toBeGreaterThan(10_000);
    expect(lines.every(({ text }) => text.length === 99)).toBe(true);
  });

  test('dates what was there before by when the file was last written, and what comes by when it is seen', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), 'old\n');
    utimesSync(outOf(folder), 1_000, 1_000);
    const clock = createManualClock(5_000_000);
    const log = opened(folder, { clock });
    appendFileSync(outOf(folder), 'new\n');
    expect(log.tail(2)).toMatchObject([
      { atMs: 1_000_000, text: 'old' },
      { atMs: 5_000_000, text: 'new' },
    ]);
    await clock.advance(1_000);
    appendFileSync(outOf(folder), 'newer\n');
    expect(log.tail(1)).toMatchObject([{ atMs: 5_001_000, text: 'newer' }]);
    expect(
      opened(folder)
        .tail(3)
        .map(({ atMs }) => atMs),
    ).toEqual([1_000_000, 5_000_000, 5_001_000]);
  });

  test('keeps the order in which the streams were seen to grow, also for who opens it later', async () => {
    const folder = tempDir();
    const clock = createManualClock();
    const log = opened(folder, { clock });
    for (const [stream, text] of [
      ['err', 'first'],
      ['out', 'second'],
      ['err', 'third'],
    ] as const) {
      appendFileSync(join(folder, `web.${stream}.log`), `${text}\n`);
      await clock.advance(1_000);
      log.tail(1);
    }
    const lines = log.tail(3);
    expect(texts(lines)).toEqual(['first', 'second', 'third']);
    expect(lines.map(({ stream }) => stream)).toEqual(['STDERR', 'STDOUT', 'STDERR']);
    expect(opened(folder).tail(3)).toEqual(lines);
    expect(await read(opened(folder), { after: '0-0' }, 3)).toEqual(lines);
  });

  test('is followed although the system has no watch left for it', async () => {
    const folder = tempDir();
    const clock = createManualClock();
    const { log: warnings, lines } = recordingLog();
    const log = opened(folder, {
      clock,
      log: warnings,
      watch() {
        throw new Error('ENOSPC: System limit for number of file watchers reached');
      },
    });
    closeSync(log.openToAppend('out'));
    const reading = read(log, { tail: 0 }, 1);
    await clock.advance(0);
    appendFileSync(outOf(folder), 'one\n');
    await clock.advance(250);
    expect(texts(await reading)).toEqual(['one']);
    expect(lines).toHaveLength(1);
  });

  test('ends its followers when it is closed', async () => {
    const log = opened(tempDir());
    const reading = read(log, { tail: 1 }, 1);
    log.close();
    expect(await reading).toEqual([]);
  });
});

describe('a log that grows too large', () => {
  test('keeps one earlier part, in which a follower goes on where it was', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), 'begin\n');
    const log = opened(folder);
    const cursor = log.tail(1)[0]?.cursor ?? '';
    appendFileSync(outOf(folder), numbered(1, 17));
    await rotated(log, folder);
    expect(statSync(outOf(folder)).size).toBe(0);
    expect(statSync(`${outOf(folder)}.1`).size).toBe(17 * MEGABYTE + 6);
    appendFileSync(outOf(folder), 'after\n');
    for (const reader of [log, opened(folder)]) {
      const lines = await read(reader, { after: cursor }, 17 * 16 + 1);
      expect(numbers(lines)).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
      expect(lines.at(-1)?.text).toBe('after');
    }
  });

  test('begins with the oldest whole line for a follower whose place is gone', async () => {
    const folder = tempDir();
    const log = opened(folder);
    closeSync(log.openToAppend('out'));
    for (const from of [1, 18]) {
      appendFileSync(outOf(folder), numbered(from, from + 16));
      await rotated(log, folder);
    }
    const first = await read(log, { after: '0-0' }, 16);
    expect(numbers(first)[0]).toBe(19);
  });

  test('loses nothing of what is written while the earlier part is copied', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), numbered(1, 17));
    let look = (): void => undefined;
    const log = opened(folder, {
      watch(path, options, listener) {
        look = listener;
        return watch(path, options, () => undefined);
      },
    });
    look();
    // The copy has taken the size, and goes on beside this thread.
    appendFileSync(outOf(folder), 'meanwhile\n');
    await rotated(log, folder);
    expect(readFileSync(`${outOf(folder)}.1`, 'utf8').endsWith('x\nmeanwhile\n')).toBe(true);
    expect(texts(log.tail(1))).toEqual(['meanwhile']);
  });

  test('goes on where its earlier part cannot be written, and says so once', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), '');
    mkdirSync(`${outOf(folder)}.1.new`);
    const { log: warnings, lines } = recordingLog();
    const log = opened(folder, { log: warnings });
    appendFileSync(outOf(folder), numbered(1, 17));
    log.tail(1);
    await expect.poll(() => lines).toMatchObject([{ folder, err: { code: 'EISDIR' } }]);
    appendFileSync(outOf(folder), `${numbered(18, 34)}after\n`);
    expect(texts(log.tail(1))).toEqual(['after']);
    expect(lines).toHaveLength(1);
  });

  test('far beyond its limit keeps the newest part at once, and tells how much it lost', async () => {
    const folder = tempDir();
    const log = opened(folder);
    closeSync(log.openToAppend('out'));
    for (const from of [1, 14, 27, 40]) appendFileSync(outOf(folder), numbered(from, from + 12));
    appendFileSync(outOf(folder), 'torn');
    await rotated(log, folder);
    appendFileSync(outOf(folder), ' apart\nafter\n');
    // Of the newest megabyte the first line has lost its beginning.
    const lost = 51 * MEGABYTE + 65_536;
    for (const reader of [log, opened(folder)]) {
      const lines = texts(await read(reader, { after: '0-0' }, 19));
      expect(lines[0]).toBe(
        `[at least ${lost} bytes were not kept here: they came faster than a log is kept]`,
      );
      expect(lines.slice(-3)).toEqual(['torn', ' apart', 'after']);
      expect(reader.tail(1)).toMatchObject([{ cursor: `${52 * MEGABYTE + 4 + 1 + 13}-0` }]);
    }
  });

  test('far beyond its limit is emptied also where nothing can be written beside it', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), '');
    mkdirSync(`${outOf(folder)}.1.new`);
    const { log: warnings, lines } = recordingLog();
    const log = opened(folder, { log: warnings });
    for (const from of [1, 14, 27, 40]) appendFileSync(outOf(folder), numbered(from, from + 12));
    log.tail(1);
    expect(statSync(outOf(folder)).size).toBe(0);
    await vi.waitFor(() => expect(lines).toMatchObject([{ err: { code: 'EISDIR' } }]));
    // The first may be the rest of a line that is gone.
    appendFileSync(outOf(folder), 'torn\nafter\n');
    expect(log.tail(2)).toMatchObject([{ text: 'after', cursor: `${52 * MEGABYTE + 11}-0` }]);
  });

  test.each(['before the copy took its place', 'before the file was emptied', 'after it'] as const)(
    'reads on after a crash in the middle of a rotation, %s',
    async (instant) => {
      const folder = tempDir();
      const file = outOf(folder);
      writeFileSync(file, 'one\ntwo\n');
      const cursor = opened(folder).tail(2)[0]?.cursor ?? '';
      // As LogIndex.beginRotation leaves it.
      const index = join(folder, 'web.log-index');
      const [header, ...marks] = readFileSync(index, 'utf8').split('\n');
      const rotating = { ...(JSON.parse(header ?? '') as object), rotating: { stream: 'out', size: 8 } };
      writeFileSync(index, [JSON.stringify(rotating), ...marks].join('\n'));
      copyFileSync(file, instant === 'before the copy took its place' ? `${file}.1.new` : `${file}.1`);
      if (instant === 'after it') truncateSync(file, 0);
      appendFileSync(file, 'three\n');
      const log = opened(folder);
      expect(texts(await read(log, { after: cursor }, 2))).toEqual(['two', 'three']);
      expect(texts(await read(log, { after: '0-0' }, 3))).toEqual(['one', 'two', 'three']);
    },
  );

  test('that somebody empties goes on with what is written then', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), 'one\ntwo\n');
    const log = opened(folder);
    const cursor = log.tail(1)[0]?.cursor ?? '';
    truncateSync(outOf(folder), 0);
    log.tail(1);
    appendFileSync(outOf(folder), 'three\n');
    expect(texts(await read(log, { after: cursor }, 1))).toEqual(['three']);
  });

  test('reads lines without an index as well, and one with a torn end', async () => {
    const folder = tempDir();
    writeFileSync(outOf(folder), 'one\ntwo\n');
    const cursor = opened(folder).tail(2)[0]?.cursor ?? '';
    const index = join(folder, 'web.log-index');
    appendFileSync(index, '[17');
    expect(texts(await read(opened(folder), { after: cursor }, 1))).toEqual(['two']);
    for (const broken of ['{"out":', '']) {
      writeFileSync(index, broken);
      expect(texts(await read(opened(folder), { after: cursor }, 1))).toEqual(['two']);
    }
  });
});

test('whatever is written, and however often it is opened anew, every cursor is followed by the same rest', async () => {
  const writes = fc.array(
    fc.record({
      stream: fc.constantFrom('out', 'err'),
      text: fc.stringMatching(/^[a-z\n]{0,6}$/),
      isSeen: fc.boolean(),
      isReopened: fc.boolean(),
      passMs: fc.constantFrom(0, 5, 50),
    }),
    { minLength: 1, maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(writes, async (steps) => {
      const folder = tempDir();
      const clock = createManualClock();
      const options = { clock, log: recordingLog().log };
      let log = new ServiceLog(folder, 'web', options);
      for (const { stream, text, isSeen, isReopened, passMs } of steps) {
        appendFileSync(join(folder, `web.${stream}.log`), text);
        await clock.advance(passMs);
        if (isSeen) log.tail(1);
        if (!isReopened) continue;
        log.close();
        log = new ServiceLog(folder, 'web', options);
      }
      log.seal();
      const count = ['out', 'err'].flatMap((stream) => linesOf(join(folder, `web.${stream}.log`))).length;
      const whole = await read(log, { after: '0-0' }, count);
      expect(whole).toHaveLength(count);
      expect(log.tail(count)).toEqual(whole);
      for (const [index, { cursor }] of whole.entries())
        expect(await read(log, { after: cursor }, count - index - 1)).toEqual(whole.slice(index + 1));
      log.close();
    }),
    { numRuns: 60 },
  );
});

function opened(folder: string, given: Partial<Options> & { readonly clock?: ManualClock } = {}): ServiceLog {
  const log = new ServiceLog(folder, 'web', {
    clock: createManualClock(),
    log: recordingLog().log,
    ...given,
  });
  onTestFinished(() => log.close());
  return log;
}

/** The next lines, or fewer where the log is closed meanwhile. */
async function read(log: ServiceLog, from: From, count: number): Promise<readonly RuntimeLogLine[]> {
  const lines: RuntimeLogLine[] = [];
  if (count === 0) return lines;
  for await (const line of log.follow(from, new AbortController().signal)) {
    lines.push(line);
    if (lines.length >= count) break;
  }
  return lines;
}

/** Rotation goes on beside this thread once the log was looked at. */
async function rotated(log: ServiceLog, folder: string): Promise<void> {
  log.tail(1);
  await expect.poll(() => statSync(outOf(folder)).size).toBe(0);
}

/** A megabyte each: the number at its begin, in lines that are read as one chunk each. */
function numbered(from: number, to: number): string {
  const rest = `${'x'.repeat(65_535)}\n`.repeat(15);
  let text = '';
  for (let number = from; number <= to; number += 1) text += `${String(number).padEnd(65_535, ' ')}\n${rest}`;
  return text;
}

function numbers(lines: readonly RuntimeLogLine[]): readonly number[] {
  return lines.flatMap(({ text }) => /^(\d+) /.exec(text)?.[1] ?? []).map(Number);
}

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

function texts(lines: readonly RuntimeLogLine[]): readonly string[] {
  return lines.map(({ text }) => text);
}

function outOf(folder: string): string {
  return join(folder, 'web.out.log');
}
