import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { startHeartbeat } from '../../../../subgraphs/madre/sentinel/watch/heartbeat.ts';
import { readHeartbeat } from '../../../../subgraphs/madre/sentinel/watch/heartbeat-file.ts';
import { createMadreWatch } from '../../../../subgraphs/madre/sentinel/watch/madre-watch.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** A disk of 64 KiB; undefined where this user may mount none. */
function smallDisk(): string | undefined {
  const folder = tempDir();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
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
