import type { ServiceState, WindowState } from '../../schema/generated/madre.ts';
import type { ServiceFailure, ServiceRecord } from '../../subgraphs/madre/services/service-record.ts';
import type { WindowFailure, WindowRecord } from '../../subgraphs/madre/windows/record/window-record.ts';
import type { TimeLeft } from '../../subgraphs/madre/windows/deadline/window-times.ts';

export const CREATED = 1_000_000;
export const START_BY = CREATED + 30_000;
export const DEADLINE = CREATED + 60_000;

export function aWindow(state: WindowState, change: Partial<WindowRecord> = {}): WindowRecord {
  return {
    id: 'w',
    state,
    services: ['top'],
    closure: ['base', 'top'],
    mode: 'TTL',
    reason: 'manual',
    openedBy: 'tester',
    priority: 5,
    origin: 'openWindow',
    createdAt: CREATED,
    admittedAt: CREATED,
    startBy: START_BY,
    openedAt: null,
    ttlSec: 60,
    queuedUntil: null,
    memoryMb: {},
    warnedSec: null,
    usedMs: 0,
    deadline: DEADLINE,
    closedAt: null,
    closeReason: null,
    ended: null,
    results: ['base', 'top'].map((service) => ({
      service,
      outcome: 'PENDING' as const,
      elapsedMs: 0,
      error: null,
    })),
    failure: null,
    correlationId: 'c',
    ...change,
  };
}

export function aRecord(
  name: string,
  state: ServiceState,
  failure: ServiceFailure | null = null,
): ServiceRecord {
  return {
    name,
    seq: 0,
    state,
    reason: null,
    observedAt: 0,
    startedAt: null,
    exitCode: null,
    restartCount: 0,
    runtimeRestarts: 0,
    image: null,
    lastStop: null,
    failure,
    inCharge: false,
    keptDownFor: null,
    missing: null,
    runsAs: null,
  };
}

export function aFailure(change: Partial<ServiceFailure>): ServiceFailure {
  return {
    at: CREATED + 1,
    heldBy: ['w'],
    byHand: false,
    code: 'EXITED',
    message: 'it ended',
    exitCode: 3,
    outOfMemory: false,
    lastLogs: [],
    permanent: false,
    ...change,
  };
}

export function failureOf(service: string): WindowFailure {
  const message = `${service} ended`;
  return {
    ...{ service, message, code: 'EXITED', exitCode: 1, outOfMemory: false },
    ...{ lastLogs: [], suggestion: null },
  };
}

/** While nobody sets a clock. */
export function leftAt({ deadline, startBy }: WindowRecord, now: number): TimeLeft {
  return { deadlineMs: deadline === null ? null : deadline - now, startByMs: startBy - now };
}
