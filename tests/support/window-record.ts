import type { WindowRecord } from '../../subgraphs/madre/windows/record/window-record.ts';

/** An OPENING window of mode HOLD on `alone`, as madre stores it. */
export function aWindowRecord(given: Partial<WindowRecord> = {}): WindowRecord {
  return {
    id: 'w',
    state: 'OPENING',
    services: ['alone'],
    closure: ['alone'],
    mode: 'HOLD',
    reason: 'manual',
    openedBy: 'tester',
    priority: 5,
    origin: 'openWindow',
    createdAt: 0,
    admittedAt: 0,
    startBy: 0,
    openedAt: null,
    ttlSec: 300,
    queuedUntil: null,
    memoryMb: {},
    warnedSec: null,
    usedMs: 0,
    deadline: null,
    closedAt: null,
    closeReason: null,
    ended: null,
    results: [],
    failure: null,
    correlationId: 'c',
    ...given,
  };
}
