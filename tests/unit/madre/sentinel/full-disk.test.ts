import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../platform/clock.ts';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { startTimeOf } from '../../../../subgraphs/madre/runtimes/process/os-process.ts';
import { readRunRecords } from '../../../../subgraphs/madre/runtimes/process/runs/run-record.ts';
import { takeOver } from '../../../../subgraphs/madre/sentinel/take-over.ts';
import { startHeartbeat } from '../../../../subgraphs/madre/sentinel/watch/heartbeat.ts';
import { readHeartbeat } from '../../../../subgraphs/madre/sentinel/watch/heartbeat-file.ts';
import { createMadreWatch } from '../../../../subgraphs/madre/sentinel/watch/madre-watch.ts';
import { freePort } from '../../../support/free-port.ts';
import { httpService } from '../../../support/http-service.ts';
import { isListening } from '../../../support/listening.ts';
import { openProcessRuntime, startReady } from '../../../support/process-runtime.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** A disk of 64 KiB, or as given; undefined where this user may mount none. */
function smallDisk(limits = 'size=64k'): string | undefined {
  const folder = tempDir();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', limits, 'tmpfs', folder]);
  if (mounted.status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

function fill(folder: string): void {
  for (let bytes = 65_536; bytes >= 1; bytes = Math.floor(bytes / 2))
    try {
      writeFileSync(join(folder, `filler-${bytes}`), 'x'.repeat(bytes));
    } catch {
      // What did not fit is tried in a smaller piece.
    }
}

/** No room for one more file. */
function fillWithFiles(folder: string): void {
  expect(() => {
    for (let count = 0; count < 100; count += 1) writeFileSync(join(folder, `filler-${count}`), '');
  }).toThrow(/ENOSPC/);
}

test('on a full disk the heart beats on, is not taken for silent, and tells all once there is room', async (context) => {
  const folder = smallDisk();
  if (folder === undefined) return context.skip('this user may mount nothing');
  const clock = createManualClock();
  const { log, lines } = recordingLog();
  const heartbeat = startHeartbeat({ dataDir: folder, graceSec: 15, clock, log });
  const look = createMadreWatch({ dataDir: folder, clock, log: recordingLog().log });
  heartbeat.tell({ sentinelId: 'old' });
  fill(folder);
  expect(() => heartbeat.tell({ sentinelId: 'new' })).toThrow(/ENOSPC/);
  for (let second = 0; second < 60; second += 1) {
    await clock.advance(1_000);
    expect(look().isAway).toBe(false);
  }
  expect(readHeartbeat(folder)?.content?.sentinelId).toBe('old');
  expect(lines).toHaveLength(1);

  for (const entry of readdirSync(folder)) if (entry.startsWith('filler')) rmSync(join(folder, entry));
  await clock.advance(5_000);
  expect(readHeartbeat(folder)?.content?.sentinelId).toBe('new');

  fill(folder);
  heartbeat.close({ inOrder: true });
  expect(look().isClosed).toBe(true);
  expect(existsSync(join(folder, 'madre.heartbeat.new'))).toBe(false);
});

test('on a disk without room for its lock a sentinel stops what is overdue all the same, and says so', async (context) => {
  const folder = smallDisk('size=1m,nr_inodes=32');
  if (folder === undefined) return context.skip('this user may mount nothing');
  const overdue = httpService('overdue', await freePort(), [], { stopGraceSec: 2 });
  const runtime = openProcessRuntime(folder);
  await startReady(runtime, overdue);
  // What listens is this run, and no program of somebody else on the same port.
  const [run] = readRunRecords(join(folder, 'run')).values();
  expect(run).toMatchObject({ startTime: startTimeOf(run?.pid ?? 0), exit: null });
  fillWithFiles(folder);
  const { log, lines } = recordingLog();
  const service = { name: 'overdue', dependsOn: [], stopGraceSec: 2, dockerService: null } as const;
  const guarded = { ...service, startedByHand: 'stop' as const };
  const left = await takeOver(
    [[guarded]],
    {
      ...{ dataDir: folder, clock: systemClock, log, isSilent: () => true },
      power: { runtime: 'PROCESS', composeProject: 'vx11', dockerHost: null, services: [guarded] },
      why: () => ({ rule: 'SENTINEL', correlationId: undefined }),
    },
    new AbortController().signal,
  );
  expect(left).toEqual([]);
  const told = lines.map(({ msg }) => msg);
  expect(told).toContain('the sentinel stops what is overdue without its lock');
  expect(told).toContain('stopped: madre is away and no window holds it any more');
  expect(startTimeOf(run?.pid ?? 0)).toBeUndefined();
  expect(await isListening(overdue.port), JSON.stringify({ run, lines })).toBe(false);
});
