import { join } from 'node:path';
import { readLaunchRecords, removeLaunchRecord, type LaunchRecord } from './launch-record.ts';
import { startTimeOf } from '../os-process.ts';
import { isRunBy } from '../proc-table.ts';
import { carriersOf } from './run-processes.ts';
import { readRunRecords, writeRunRecord, type RunRecord } from './run-record.ts';
import { findUnrecordedRuns } from './unrecorded-runs.ts';

/**
 * The last run of each service that an earlier madre started, one that it was killed in the middle of starting, or whose record
 * cannot be read, among them.
 */
export function recoverRuns(dataDir: string, nowMs: number): ReadonlyMap<string, RunRecord> {
  const folder = join(dataDir, 'run');
  const runs = new Map(readRunRecords(folder));
  for (const [service, launch] of readLaunchRecords(folder)) {
    const found = runs.get(service)?.marker === launch.marker ? undefined : findLaunched(launch);
    if (found !== undefined) {
      writeRunRecord(folder, service, found);
      runs.set(service, found);
    }
    removeLaunchRecord(folder, service);
  }
  for (const [service, found] of findUnrecordedRuns(dataDir, runs, nowMs)) {
    writeRunRecord(folder, service, found);
    runs.set(service, found);
  }
  return runs;
}

/** The leader of the run's group. Where only others of the run are left, they are ended, as what a run leaves behind always is. */
function findLaunched({ marker, command, ...launch }: LaunchRecord): RunRecord | undefined {
  const carriers = carriersOf(marker);
  // What left the group may lead another one, with another program.
  const leader = carriers.find(({ pid, groupId }) => pid === groupId && isRunBy(pid, command));
  const startTime = leader === undefined ? undefined : startTimeOf(leader.pid);
  if (leader !== undefined && startTime !== undefined)
    return { ...launch, marker, pid: leader.pid, startTime, stopRequested: false, exit: null };
  for (const { pid } of carriers) kill(pid);
  return undefined;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended since.
  }
}
