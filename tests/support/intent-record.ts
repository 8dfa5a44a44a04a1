import type { IntentRecord } from '../../subgraphs/madre/intents/intent-record.ts';

/** A SPAWN on `alone` that waits for approval, as madre stores it. */
export function anIntent(given: Partial<IntentRecord> = {}): IntentRecord {
  return {
    id: 'i',
    type: 'SPAWN',
    status: 'WAITING_APPROVAL',
    source: 'ana',
    target: 'alone',
    reason: 'work',
    payload: null,
    requiresApproval: true,
    approvedBy: null,
    windowId: null,
    result: null,
    error: null,
    createdAt: 1,
    updatedAt: 1,
    correlationId: 'c',
    ...given,
  };
}
