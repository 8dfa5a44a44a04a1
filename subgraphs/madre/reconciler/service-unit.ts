import type { CatalogService } from '../catalog.ts';
import type { RuntimeObservation } from '../runtimes/runtime.ts';
import type { RestartRequest } from '../services/restart-requests.ts';
import type { ServiceFailure, ServiceRecord, ServiceStopRecord } from '../services/service-record.ts';
import { answeredFor } from './answered-for.ts';
import type { Retry } from './plan/back-off.ts';
import { noCrashes, type CrashHistory } from './looks/crash-loop.ts';

/**
 * What the reconciler keeps of one on-demand service between two looks. Only the task of that service writes it, except for the
 * wishes at the end, which come from outside at any time: the task takes one back only where it has seen to it.
 */
export interface ServiceUnit {
  readonly service: CatalogService;
  /** See `runsAs`. */
  readonly runsAs: string;
  /** Of the last look; null where the runtime could not say. */
  observation: RuntimeObservation | null;
  /** The last one that said anything, also by an earlier madre. */
  lastSeen: RuntimeObservation | null;
  /** See ServiceRecord. */
  restartCount: number;
  operation: { readonly kind: 'START' | 'STOP'; readonly abort: AbortController } | null;
  retry: Retry | null;
  /** No start of it begins earlier, in monotonic time: the work on it failed in madre herself, as where nothing can be written. */
  pausedUntil: number;
  failure: ServiceFailure | null;
  crashes: CrashHistory;
  /** Since when it is READY in this run, in monotonic time. */
  readySince: number | null;
  /** When a start was given up, which may still take effect, in monotonic time. */
  startGivenUpAt: number | null;
  inCharge: boolean;
  /** The windows that take it as it is that somebody stopped it; null where nobody did. */
  keptDownFor: readonly string[] | null;
  /** The dependency that it waits for in vain. */
  blockedBy: string | null;
  /** Why it is being stopped, from the first try to the last. */
  stoppedFor: ServiceStopRecord | null;
  /** A stop of its run whose call failed: it may take effect all the same, also where somebody holds it by then. */
  failedStop: ServiceStopRecord | null;
  /** A stop that has ended and could not be written yet. */
  unwrittenStop: ServiceStopRecord | null;
  /** What nobody holds and could not be stopped yet: how often that failed, and why. */
  owedStop: { readonly times: number; readonly failure: ServiceFailure } | null;
  /** Of a restart whose stop has not succeeded yet. */
  restartAsked: PendingRestart | null;
  /** When the runtime last said how it is, in monotonic time. */
  observedAt: number;
  /** The runtime hinted at it since the last look. */
  hinted: boolean;
  /** The memory of its run is to be measured. */
  measureDue: boolean;
  /** The runtime did not say in time how much its run used at most. */
  isPeakSlow: boolean;
}

export interface PendingRestart extends RestartRequest {
  readonly failedStops: number;
}

/** As an earlier madre left it; `isHeld`: by a window that was live then. `now` is monotonic. */
export function createUnit(
  service: CatalogService,
  left: ServiceRecord,
  { isHeld, now, runsAs }: { readonly isHeld: boolean; readonly now: number; readonly runsAs: string },
): ServiceUnit {
  const record = isElsewhere(left, runsAs) ? withoutRun(left) : left;
  const { startedAt, restartCount, image, state, failure } = record;
  const run = { startedAtMs: startedAt ?? 0, restartCount: record.runtimeRestarts, image, address: null };
  const isOwedStop = failure?.code === 'STOP_FAILED';
  const inCharge = answeredFor(record, isHeld);
  return {
    service,
    runsAs,
    observation: null,
    lastSeen: startedAt === null ? null : { status: 'RUNNING', ...run },
    restartCount,
    operation: null,
    retry: null,
    pausedUntil: -Infinity,
    failure: isOwedStop ? null : failure,
    crashes: { ...noCrashes, isLoop: state === 'CRASH_LOOP' },
    readySince: null,
    // A start that she left under way may still take effect, and is no hand's doing.
    startGivenUpAt: inCharge && startedAt === null ? now : null,
    inCharge,
    keptDownFor: record.keptDownFor,
    blockedBy: null,
    stoppedFor: null,
    failedStop: null,
    unwrittenStop: null,
    // How often it failed is counted anew.
    owedStop: isOwedStop ? { times: 0, failure } : null,
    restartAsked: null,
    observedAt: -Infinity,
    hinted: false,
    measureDue: false,
    isPeakSlow: false,
  };
}

/** Whether the record tells of something else than what the service is now. */
export function isElsewhere(record: ServiceRecord, runsAs: string): boolean {
  return record.runsAs !== null && record.runsAs !== runsAs;
}

/** Of a service that is another thing now only what people wanted of it still counts. */
function withoutRun(record: ServiceRecord): ServiceRecord {
  return { ...record, state: 'UNKNOWN', startedAt: null, runtimeRestarts: 0, failure: null, inCharge: false };
}

export function noteObservation(unit: ServiceUnit, observation: RuntimeObservation | null): void {
  const before = unit.lastSeen;
  unit.observation = observation;
  unit.lastSeen = observation ?? before;
  // Between two looks only the runtime itself can have restarted it; within an operation, the operation counts what it does.
  if (unit.operation === null && before?.status === 'RUNNING' && observation?.status === 'RUNNING')
    unit.restartCount += Math.max(0, observation.restartCount - before.restartCount);
}

/** Who asks for a restart wants it up whatever was done by hand before. */
export function askRestart(unit: ServiceUnit, request: RestartRequest): void {
  unit.restartAsked = { ...request, failedStops: 0 };
  unit.keptDownFor = null;
}
