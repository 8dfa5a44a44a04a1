import { uptime } from 'node:os';
import { startTimeOf } from '../os-process.ts';
import type { ProcEntry } from '../proc-table.ts';
import { allCarriers } from './run-processes.ts';
import { serviceOfMarker } from './run-marker.ts';
import type { RunRecord } from './run-record.ts';

/** For how long a service is asked before it is forced, when the record that would say is lost. */
const UNKNOWN_GRACE_SEC = 5;
/** Linux counts in these for every program. */
const TICKS_PER_SEC = 100;

/**
 * What runs for this data folder though no record that can be read tells of it, the newest run of each service: a broken disk must
 * leave nothing that runs for ever. Known on Linux only.
 */
export function findUnrecordedRuns(
  dataDir: string,
  recorded: ReadonlyMap<string, RunRecord>,
  nowMs: number,
): ReadonlyMap<string, RunRecord> {
  const runs = new Map<string, RunRecord>();
  for (const [marker, carriers] of allCarriers()) {
    const service = serviceOfMarker(marker, dataDir);
    if (service === undefined || isCovered(marker, recorded.get(service))) continue;
    const run = runOf(marker, carriers, nowMs);
    const other = runs.get(service);
    if (run !== undefined && (other === undefined || other.startedAtMs < run.startedAtMs))
      runs.set(service, run);
  }
  return runs;
}

/** Also where a newer run is recorded that lives: what an earlier one left is none of its own. */
function isCovered(marker: string, record: RunRecord | undefined): boolean {
  if (record === undefined) return false;
  return record.marker === marker || startTimeOf(record.pid) === record.startTime;
}

/** The first of the run leads its group; what left it and leads another is younger. */
function runOf(marker: string, carriers: readonly ProcEntry[], nowMs: number): RunRecord | undefined {
  const leaders = carriers.filter(({ pid, groupId }) => pid === groupId);
  const oldestFirst = (leaders.length > 0 ? leaders : carriers).toSorted(
    (a, b) => Number(a.startTicks) - Number(b.startTicks),
  );
  const leader = oldestFirst[0];
  const startTime = leader === undefined ? undefined : startTimeOf(leader.pid);
  if (leader === undefined || startTime === undefined) return undefined;
  const agoMs = (uptime() - Number(leader.startTicks) / TICKS_PER_SEC) * 1_000;
  return {
    ...{ pid: leader.pid, startTime, marker, restartCount: 0, stopGraceSec: UNKNOWN_GRACE_SEC },
    ...{ startedAtMs: Math.round(nowMs - agoMs), stopRequested: false, exit: null },
  };
}
