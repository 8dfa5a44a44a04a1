import type { IntentStatus } from '../../../schema/generated/madre.ts';
import { toDateTime } from '../../../platform/clock.ts';
import type { WindowRecord } from '../windows/record/window-record.ts';
import type { IntentRecord } from './intent-record.ts';

/** What an intent becomes; undefined where that does not follow from its status. */
export function approved(intent: IntentRecord, by: string, now: number): IntentRecord | undefined {
  if (intent.status !== 'WAITING_APPROVAL') return undefined;
  const result = isLeftToOthers(intent) ? LEFT_TO_OTHERS : null;
  return { ...intent, status: 'QUEUED', approvedBy: by, result, updatedAt: now };
}

/** Nobody takes back what is under way: its window can be closed. */
export function rejected(intent: IntentRecord, reason: string | null, now: number): IntentRecord | undefined {
  if (intent.status === 'WAITING_APPROVAL')
    return { ...intent, status: 'REJECTED', error: reason, updatedAt: now };
  if (intent.status === 'QUEUED') return { ...intent, status: 'CANCELLED', error: reason, updatedAt: now };
  return undefined;
}

/** From here on nobody cancels it; what it does comes next. */
export function started(intent: IntentRecord, now: number): IntentRecord | undefined {
  return intent.status === 'QUEUED' ? { ...intent, status: 'RUNNING', updatedAt: now } : undefined;
}

/** Its window was asked for. */
export function running(intent: IntentRecord, windowId: string, now: number): IntentRecord {
  return { ...intent, status: 'RUNNING', windowId, updatedAt: now };
}

export function done(intent: IntentRecord, result: IntentRecord['result'], now: number): IntentRecord {
  return { ...intent, status: 'DONE', result, updatedAt: now };
}

export function failed(intent: IntentRecord, error: string, now: number): IntentRecord {
  return { ...intent, status: 'FAILED', error, updatedAt: now };
}

/** What follows for a RUNNING intent from its window; undefined while that is on its way. */
export function settled(
  intent: IntentRecord,
  window: WindowRecord | undefined,
  now: number,
): IntentRecord | undefined {
  if (window === undefined)
    return failed(intent, `window ${intent.windowId ?? ''} is not known any more`, now);
  if (window.openedAt !== null) {
    const deadline = window.deadline === null ? null : toDateTime(window.deadline);
    return done(intent, { window: window.id, openedAt: toDateTime(window.openedAt), deadline }, now);
  }
  switch (window.state) {
    case 'FAILED':
      return failed(intent, window.failure?.message ?? `window ${window.id} failed`, now);
    case 'CLOSING':
    case 'CLOSED':
      return failed(
        intent,
        `window ${window.id} was closed before it was open (${window.closeReason ?? 'no reason given'})`,
        now,
      );
    case 'QUEUED':
    case 'OPENING':
    case 'OPEN':
    case 'DEGRADED':
      return undefined;
  }
}

/** The statuses from which something may still come. An approved BUILD or PATCH stays QUEUED until somebody cancels it. */
export const unfinishedStatuses: readonly IntentStatus[] = ['WAITING_APPROVAL', 'QUEUED', 'RUNNING'];

/** madre builds and patches nothing: approval is all that she has to say about it. */
function isLeftToOthers({ type }: IntentRecord): boolean {
  return type === 'BUILD' || type === 'PATCH';
}

const LEFT_TO_OTHERS = {
  carriedOutBy: 'a person, or a tool outside this stack',
  note: 'approved and recorded; nothing in this stack builds or patches',
};
