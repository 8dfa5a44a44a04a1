import type { ServiceReason, ServiceState } from '../../../schema/generated/madre.ts';
import type { RuntimeObservation } from '../runtimes/runtime.ts';
import type { ServiceFailure, ServiceRecord, ServiceStopRecord } from './service-record.ts';

/** What is known of a service at one look. */
export interface ServiceLook {
  readonly at: number;
  /** Null where the runtime could not say. */
  readonly observation: RuntimeObservation | null;
  /** Whether its probe succeeded; false while it does not run. */
  readonly ready: boolean;
  readonly operation: 'START' | 'STOP' | null;
  /** Whether a live window holds it. */
  readonly wanted: boolean;
  /** The newest failure since it was last READY. */
  readonly failure: ServiceFailure | null;
  /** Why it could not be stopped the last time, where that is still owed. */
  readonly failedStop: ServiceFailure | null;
  readonly restartCount: number;
  readonly runsAs: string;
  /** Whether it ended by itself again and again. */
  readonly isCrashLoop: boolean;
  readonly inCharge: boolean;
  readonly keptDownFor: readonly string[] | null;
  readonly lastStop: ServiceStopRecord | null;
}

/** The record that follows from a look and from what was known before it. */
export function describeService(previous: ServiceRecord, look: ServiceLook): ServiceRecord {
  const { observation } = look;
  const state = stateOf(previous, look);
  return {
    name: previous.name,
    seq: previous.seq,
    ...state,
    observedAt: look.at,
    startedAt: observation?.status === 'RUNNING' ? observation.startedAtMs : null,
    exitCode: observation?.status === 'STOPPED' ? (observation.exit?.exitCode ?? null) : null,
    restartCount: look.restartCount,
    runtimeRestarts: observation?.status === 'RUNNING' ? observation.restartCount : previous.runtimeRestarts,
    image: observation?.status === 'RUNNING' ? observation.image : previous.image,
    missing: observation?.status === 'MISSING' ? observation.detail : null,
    runsAs: look.runsAs,
    lastStop: look.lastStop,
    failure: failureOf(state, look),
    inCharge: look.inCharge,
    keptDownFor: look.keptDownFor,
  };
}

function failureOf({ state }: State, { wanted, failure, failedStop }: ServiceLook): ServiceFailure | null {
  if (!wanted) return state === 'STOPPING' || state === 'UNKNOWN' ? failedStop : null;
  return state === 'READY' ? null : failure;
}

interface State {
  readonly state: ServiceState;
  readonly reason: ServiceReason | null;
}

function stateOf(previous: ServiceRecord, look: ServiceLook): State {
  const { observation, operation } = look;
  if (isStopOwed(look)) return { state: 'STOPPING', reason: 'STOP_FAILED' };
  // What is held is stopped only to be started again.
  if (operation === 'STOP') return { state: 'STOPPING', reason: look.wanted ? null : 'OFF_BY_POLICY' };
  if (observation === null) return { state: 'UNKNOWN', reason: 'RUNTIME_UNAVAILABLE' };
  switch (observation.status) {
    case 'MISSING':
      return { state: 'MISSING', reason: observation.reason };
    case 'PAUSED':
      return { state: 'PAUSED', reason: 'STOPPED_BY_HAND' };
    case 'STOPPED':
      return operation === 'START' ? { state: 'STARTING', reason: null } : stateOfStopped(look);
    case 'RUNNING':
      return stateOfRunning(previous, look, observation.startedAtMs);
  }
}

/** Also between two tries: it runs on, but serves nobody any more. */
function isStopOwed({ wanted, failedStop, observation }: ServiceLook): boolean {
  const runs = observation?.status === 'RUNNING' || observation?.status === 'PAUSED';
  return !wanted && failedStop !== null && runs;
}

function stateOfStopped({ wanted, failure, isCrashLoop }: ServiceLook): State {
  if (!wanted || failure === null) return { state: 'STOPPED', reason: null };
  if (failure.byHand !== false) return { state: 'STOPPED', reason: failure.code };
  switch (failure.code) {
    case 'DEPENDENCY_FAILED':
      return { state: 'STOPPED', reason: failure.code };
    case 'EXITED':
      return { state: isCrashLoop ? 'CRASH_LOOP' : 'CRASHED', reason: failure.code };
    case 'OUT_OF_MEMORY':
      return { state: isCrashLoop ? 'CRASH_LOOP' : 'OUT_OF_MEMORY', reason: failure.code };
    default:
      return { state: 'START_FAILED', reason: failure.code };
  }
}

function stateOfRunning(previous: ServiceRecord, look: ServiceLook, startedAtMs: number): State {
  if (look.ready) return { state: 'READY', reason: null };
  const wasReadyInThisRun =
    previous.startedAt === startedAtMs && (previous.state === 'READY' || previous.state === 'UNHEALTHY');
  if (wasReadyInThisRun) return { state: 'UNHEALTHY', reason: 'PROBE_FAILED' };
  if (look.operation === null && look.failure !== null)
    return { state: 'UNHEALTHY', reason: look.failure.code };
  return { state: 'STARTING', reason: null };
}
