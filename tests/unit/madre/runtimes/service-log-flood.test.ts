import { spawn } from 'node:child_process';
import { closeSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { sleep, systemClock } from '../../../../platform/clock.ts';
import { ServiceLog } from '../../../../subgraphs/madre/runtimes/process/logs/service-log.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const MEGABYTE = 1_048_576;
/** However fast the machine is: so much is written, and a small part of it is kept. */
const FLOOD_BYTES = 512 * MEGABYTE;
/** On a machine that has much else to do. */
const LONGEST_FLOOD_MS = 60_000;
/** Of the file and its earlier part, once nobody writes any more. */
const KEPT_BYTES = 100 * MEGABYTE;
const LONGEST_LINE = 65_536;
/** Two batches of the reader: the one that a turn of the event loop begins with, and the one that news of the file begin. */
const LINES_IN_A_TURN = 64;

test.each([
  ['lines', "const chunk = 'a line of a service\\n'.repeat(50_000)"],
  ['no line at all', "const chunk = 'x'.repeat(1_000_000)"],
])(
  'a child that writes %s as fast as it can fills no disk and holds up nobody, while it is followed',
  async (_what, chunk) => {
    const folder = tempDir();
    const { log: warnings, lines } = recordingLog();
    const log = new ServiceLog(folder, 'flood', { clock: systemClock, log: warnings });
    onTestFinished(() => log.close());
    const out = log.openToAppend('out');
    const program = `${chunk}; for (;;) require('node:fs').writeSync(1, chunk);`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', out, 'ignore'] });
    closeSync(out);
    onTestFinished(() => void child.kill('SIGKILL'));

    const end = new AbortController();
    const places: number[] = [];
    const followed = follow(log, places, end.signal);
    const begunAt = performance.now();
    while (isShort(places) && performance.now() - begunAt < LONGEST_FLOOD_MS)
      await sleep(systemClock, 10, end.signal);
    end.abort();
    child.kill('SIGKILL');

    const { written, told, mostLinesInATurn } = await followed;
    await expect.poll(() => keptBytes(log, folder)).toBeLessThan(KEPT_BYTES);
    expect(mostLinesInATurn).toBeLessThanOrEqual(LINES_IN_A_TURN);
    expect(written).toBeGreaterThan(0);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places.at(-1)).toBeGreaterThan(FLOOD_BYTES);
    expect(told.length).toBeGreaterThan(0);
    expect(lines).toHaveLength(1);
    expect(lines).toMatchObject([{ stream: 'out' }]);
    expect(lines[0]?.['bytes']).toBeGreaterThan(47 * MEGABYTE);
  },
  2 * LONGEST_FLOOD_MS,
);

function isShort(places: readonly number[]): boolean {
  return (places.at(-1) ?? 0) <= FLOOD_BYTES;
}

/** Notes where each line is as it comes. */
async function follow(log: ServiceLog, places: number[], signal: AbortSignal) {
  const told: string[] = [];
  let written = 0;
  const turn = { lines: 0, most: 0 };
  const counted = countTurns(signal, () => (turn.lines = 0));
  for await (const { text, cursor } of log.follow({ tail: 10 }, signal)) {
    expect(text.length).toBeLessThanOrEqual(LONGEST_LINE);
    turn.lines += 1;
    turn.most = Math.max(turn.most, turn.lines);
    written += text.length;
    places.push(Number(cursor.split('-')[0]));
    if (/^\[at least \d+ bytes were not kept/.test(text)) told.push(text);
  }
  await counted;
  return { written, told, mostLinesInATurn: turn.most };
}

/** Everybody else of the process has a turn as often. */
async function countTurns(signal: AbortSignal, onTurn: () => void): Promise<void> {
  while (!signal.aborted) {
    await nextTurn();
    onTurn();
  }
}

function keptBytes(log: ServiceLog, folder: string): number {
  log.tail(1);
  return readdirSync(folder)
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}
