import type { WindowEventType } from '../../../../schema/generated/madre.ts';
import type { ServiceRecord } from '../../services/service-record.ts';
import { dossierNow, isExplainedBy } from '../record/dossier.ts';
import type { MemoryWait } from '../admission/memory-wait.ts';
import { advanceOpening } from './opening.ts';
import type { TimeLeft } from '../deadline/window-times.ts';
import type { WindowEnd, WindowRecord } from '../record/window-record.ts';
import { skipPending } from '../record/window-results.ts';

/** What a transition looks at, beside the window itself. */
export interface WindowFacts {
  /** Only to date what happens; what is due follows from `left`. */
  readonly now: number;
  readonly left: TimeLeft;
  /** The closure's services; one that the registry no longer has is undefined. */
  readonly service: (name: string) => ServiceRecord | undefined;
  /** What the start of a service waits for, where that is memory. */
  readonly memoryWaitOf: (name: string) => MemoryWait | null;
  /** Whether another live window holds the service. */
  readonly heldByOthers: (name: string) => boolean;
  readonly system: Omit<WindowEnd, 'at'>;
}

export interface WindowStep {
  readonly type: WindowEventType;
  readonly window: WindowRecord;
}

/**
 * The one place where windows change state by what is observed: the steps from the window as it is to what it should be now.
 * Empty when nothing changed, so that looking twice is harmless.
 */
export function advanceWindow(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  switch (window.state) {
    case 'OPENING':
      return isOverdue(facts) ? [expire(window, facts)] : advanceOpening(window, facts);
    case 'OPEN':
      return isOverdue(facts) ? [expire(window, facts)] : degradeIfBroken(window, facts);
    case 'DEGRADED':
      return isOverdue(facts) ? [expire(window, facts)] : recoverIfReady(window, facts);
    case 'CLOSING':
      return closeIfGone(window, facts);
    case 'QUEUED':
      return facts.left.startByMs <= 0 ? [giveUp(window, facts)] : [];
    case 'CLOSED':
    case 'FAILED':
      return [];
  }
}

/** Ends a window. A live one releases its services at once and is CLOSED when they are gone; one that waits has none. */
export function endWindow(
  window: WindowRecord,
  closeReason: NonNullable<WindowRecord['closeReason']>,
  ended: WindowEnd,
): WindowStep {
  if (window.state === 'QUEUED') {
    const results = skipPending(window, 0);
    const closed = { ...window, results, closeReason, ended, closedAt: ended.at };
    return { type: 'CLOSED', window: { ...closed, state: 'CLOSED' } };
  }
  return { type: 'CLOSING', window: { ...window, state: 'CLOSING', closeReason, ended } };
}

/** A window that waited too long, or for more memory than there is. */
export function giveUp(
  window: WindowRecord,
  { now, system }: Pick<WindowFacts, 'now' | 'system'>,
): WindowStep {
  const results = skipPending(window, 0);
  const ended = { at: now, ...system };
  const failed = { ...window, results, ended, closedAt: now, closeReason: 'QUEUE_EXPIRED' as const };
  return { type: 'FAILED', window: { ...failed, state: 'FAILED' } };
}

function isOverdue({ left }: WindowFacts): boolean {
  return left.deadlineMs !== null && left.deadlineMs <= 0;
}

function expire(window: WindowRecord, { now, system }: WindowFacts): WindowStep {
  return endWindow(window, 'TTL_EXPIRED', { at: now, ...system });
}

function degradeIfBroken(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  const broken = window.closure.find((name) => facts.service(name)?.state !== 'READY');
  if (broken === undefined) return [];
  return [
    {
      type: 'DEGRADED',
      window: { ...window, state: 'DEGRADED', failure: dossierNow(broken, facts.service(broken)) },
    },
  ];
}

function recoverIfReady(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  const isReady = (name: string): boolean => facts.service(name)?.state === 'READY';
  const broken = window.closure.find((name) => !isReady(name));
  if (broken === undefined)
    return [{ type: 'RECOVERED', window: { ...window, state: 'OPEN', failure: null } }];
  const { failure } = window;
  if (failure === null) return [];
  const named = facts.service(failure.service);
  const isOver = named?.state === 'READY' || !window.closure.includes(failure.service);
  // What it named is well again or held no more, but something else is not; or its end explains now what was only a symptom.
  const next = isOver ? broken : isExplainedBy(failure, named) ? failure.service : undefined;
  if (next === undefined) return [];
  return [{ type: 'DEGRADED', window: { ...window, failure: dossierNow(next, facts.service(next)) } }];
}

function closeIfGone(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  const gone = (name: string): boolean => facts.heldByOthers(name) || isGone(facts.service(name));
  if (!window.closure.every(gone)) return [];
  return [{ type: 'CLOSED', window: { ...window, state: 'CLOSED', closedAt: facts.now } }];
}

/** Observed not to run; a service whose state could not be observed is not known to be gone. */
export function isGone(service: ServiceRecord | undefined): boolean {
  if (service === undefined) return true;
  return (
    service.state === 'STOPPED' ||
    service.state === 'MISSING' ||
    service.state === 'CRASHED' ||
    service.state === 'OUT_OF_MEMORY'
  );
}
