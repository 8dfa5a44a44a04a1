import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { takeLock } from '../../../../platform/store/exclusive-lock.ts';
import { startGuard } from '../../../../subgraphs/madre/sentinel/guard.ts';
import { SENTINEL_LOCK } from '../../../../subgraphs/madre/sentinel/take-over.ts';
import { startHeartbeat } from '../../../../subgraphs/madre/sentinel/watch/heartbeat.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const slow = { name: 'slow', dependsOn: [], stopGraceSec: 40, dockerService: null } as const;

/** madre starts while a sentinel is in the middle of a stop of what has a grace of 40 s. */
async function startInsideStop() {
  const dataDir = tempDir();
  const clock = createManualClock();
  const { log, lines } = recordingLog();
  const earlier = startHeartbeat({ dataDir, graceSec: 15, clock, log });
  const services = [{ ...slow, startedByHand: 'stop' as const }];
  earlier.tell({ power: { runtime: 'PROCESS', composeProject: 'vx11', dockerHost: null, services } });
  earlier.close({ inOrder: false });
  const lock = await takeLock(join(dataDir, SENTINEL_LOCK));
  let isUp = false;
  const sentinel = { run: 'apart' as const, graceSec: 15 };
  const guard = startGuard({ dataDir, clock, log, sentinel });
  void guard.then(() => (isUp = true));
  return { clock, lock, lines, guard, isUp: () => isUp };
}

test('a madre that starts waits for the stop that a sentinel is in the middle of, however long its grace is', async () => {
  const { clock, lock, lines, guard, isUp } = await startInsideStop();
  await clock.advance(50_000);
  expect(isUp()).toBe(false);
  lock?.release();
  await clock.advance(100);
  await (await guard).close({ inOrder: true });
  expect(lines).toEqual([]);
});

test('a sentinel that hangs beyond that keeps her out no longer, and she says so', async () => {
  const { clock, lock, lines, guard } = await startInsideStop();
  await clock.advance(60_100);
  await (await guard).close({ inOrder: true });
  expect(lines).toMatchObject([{ msg: 'a sentinel still stops something; madre goes on' }]);
  lock?.release();
});
