import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { startHeartbeat } from '../../../../subgraphs/madre/sentinel/watch/heartbeat.ts';
import { readHeartbeat } from '../../../../subgraphs/madre/sentinel/watch/heartbeat-file.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

function start(dataDir: string, graceSec = 15) {
  const clock = createManualClock();
  return { clock, heartbeat: startHeartbeat({ dataDir, graceSec, clock, log: recordingLog().log }) };
}

test.each([
  [15, 5_000],
  [2, 667],
  [600, 5_000],
])('with a grace of %i s beats every %i ms until it is closed', async (graceSec, everyMs) => {
  const dataDir = tempDir();
  const { clock, heartbeat } = start(dataDir, graceSec);
  const markAfter = async (ms: number): Promise<string | undefined> => {
    await clock.advance(ms);
    return readHeartbeat(dataDir)?.mark;
  };
  const first = await markAfter(0);
  expect(await markAfter(everyMs - 2)).toBe(first);
  const second = await markAfter(2);
  expect(second).not.toBe(first);
  heartbeat.close({ inOrder: false });
  expect(await markAfter(60_000)).toBe(second);
});

test.each<[string, (file: string) => void]>([
  ['cut off', (file) => writeFileSync(file, '{"madrePid":')],
  ['made one without services', (file) => writeFileSync(file, '{}')],
  ['removed', (file) => rmSync(file)],
])('tells everything anew at the next beat after somebody %s the file', async (_what, spoil) => {
  const dataDir = tempDir();
  const { clock, heartbeat } = start(dataDir);
  heartbeat.tell({ sentinelId: 'one' });
  const told = readHeartbeat(dataDir)?.content;
  spoil(join(dataDir, 'madre.heartbeat'));
  await clock.advance(5_000);
  expect(readHeartbeat(dataDir)?.content).toEqual(told);
  heartbeat.close({ inOrder: true });
});

test('keeps what an earlier madre told, until there is better, and says when it closes in order', () => {
  const dataDir = tempDir();
  const first = start(dataDir).heartbeat;
  const power = { runtime: 'PROCESS' as const, composeProject: 'vx11', dockerHost: null, services: [] };
  first.tell({ power });
  first.tell({ sentinelId: 'one' });
  first.close({ inOrder: false });
  expect(readHeartbeat(dataDir)?.content).toMatchObject({ power, sentinelId: 'one', isClosed: false });

  const second = start(dataDir).heartbeat;
  expect(readHeartbeat(dataDir)?.content).toMatchObject({ power, sentinelId: 'one', isClosed: false });
  second.tell({ power: null });
  second.close({ inOrder: true });
  expect(readHeartbeat(dataDir)?.content).toMatchObject({ power: null, isClosed: true });
});
