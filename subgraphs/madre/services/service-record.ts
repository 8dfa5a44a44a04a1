import type { ServiceReason, ServiceState } from '../../../schema/generated/madre.ts';
import type { LogLineRecord } from '../windows/record/window-record.ts';

/** A service as last observed. Instants are milliseconds since the epoch. */
export interface ServiceRecord {
  readonly name: string;
  /** Of the event of its last change; 0 before the first. */
  readonly seq: number;
  readonly state: ServiceState;
  readonly reason: ServiceReason | null;
  readonly observedAt: number;
  readonly startedAt: number | null;
  readonly exitCode: number | null;
  /** Starts that madre made after an end that she had not asked for, or for restartService, and those that the engine made by itself. */
  readonly restartCount: number;
  /** What the runtime itself counted when its run was last seen: more of them are restarts that it made since. */
  readonly runtimeRestarts: number;
  readonly image: string | null;
  /** While it is MISSING: what was looked for in vain, and what brings it. */
  readonly missing: string | null;
  /** What it was when it was last seen: see `runsAs`; null where that is not known. */
  readonly runsAs: string | null;
  readonly lastStop: ServiceStopRecord | null;
  /** Why the last start did not lead to READY, or the last run ended unasked; null again once it is READY. */
  readonly failure: ServiceFailure | null;
  /** Madre answers for its run: it started it, a window held it, or it began to stop it. False for what somebody else started. */
  readonly inCharge: boolean;
  /** The windows that held it when somebody stopped it and that take that as it is; null where nobody did. */
  readonly keptDownFor: readonly string[] | null;
}

export interface ServiceStopRecord {
  readonly at: number;
  readonly rule: string;
  readonly by: string;
  readonly correlationId: string;
}

export interface ServiceFailure {
  /** When the attempt began that failed, or when the end of a run was seen. */
  readonly at: number;
  /** Ids of the windows that held it then: it says nothing about the opening of others, wherever the clock stood. Unknown in version 0.1. */
  readonly heldBy?: readonly string[];
  /** Whether somebody else ended or paused it: null where its end may have been asked for, and nobody saw. */
  readonly byHand: boolean | null;
  readonly code: ServiceReason;
  readonly message: string;
  readonly exitCode: number | null;
  readonly outOfMemory: boolean;
  readonly lastLogs: readonly LogLineRecord[];
  /** Starting again cannot help by itself. */
  readonly permanent: boolean;
}

/** Of a service of which no run is known. */
export function recordWithoutRun(
  known: Pick<ServiceRecord, 'name' | 'state' | 'reason' | 'observedAt'>,
): ServiceRecord {
  return {
    ...known,
    seq: 0,
    startedAt: null,
    exitCode: null,
    restartCount: 0,
    runtimeRestarts: 0,
    image: null,
    missing: null,
    runsAs: null,
    lastStop: null,
    failure: null,
    inCharge: false,
    keptDownFor: null,
  };
}

/** Only madre writes them; those of version 0.1 lack the later fields. */
export function parseServiceRecord(text: string): ServiceRecord {
  const stored = JSON.parse(text) as ServiceRecord;
  const byHand = stored.failure?.code === 'STOPPED_BY_HAND';
  const failure = stored.failure === null ? null : { ...{ heldBy: [], byHand }, ...stored.failure };
  const { restartCount: runtimeRestarts } = stored;
  return {
    ...{ inCharge: true, keptDownFor: null, missing: null, runsAs: null, runtimeRestarts },
    ...stored,
    failure,
  };
}
