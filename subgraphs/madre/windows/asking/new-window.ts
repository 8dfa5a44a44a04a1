import { randomUUID } from 'node:crypto';
import type { Cause } from '../../journal/journal.ts';
import type { WindowPlan } from '../admission/window-plan.ts';
import { LONGEST_WAIT_MS } from '../admission/window-queue.ts';
import type { WindowRecord } from '../record/window-record.ts';
import type { OpenRequest } from './window-rules.ts';

/** The window that the plan makes of the request: OPENING, or QUEUED where it has to wait. The caller has refused what is to be refused. */
export function newWindow(
  request: Omit<OpenRequest, 'onBusy'>,
  plan: WindowPlan,
  made: { readonly at: number; readonly cause: Cause; readonly origin: WindowRecord['origin'] },
): WindowRecord {
  const { at, cause, origin } = made;
  const waiting: WindowRecord = {
    id: randomUUID(),
    state: 'QUEUED',
    services: request.services,
    closure: plan.closure,
    mode: request.mode,
    reason: request.reason,
    openedBy: cause.actor,
    priority: request.priority,
    origin,
    createdAt: at,
    admittedAt: null,
    startBy: at + LONGEST_WAIT_MS,
    openedAt: null,
    ttlSec: request.ttlSec,
    queuedUntil: at + LONGEST_WAIT_MS,
    memoryMb: {},
    warnedSec: null,
    usedMs: 0,
    deadline: null,
    closedAt: null,
    closeReason: null,
    ended: null,
    results: plan.closure.map((service) => ({ service, outcome: 'PENDING', elapsedMs: 0, error: null })),
    failure: null,
    correlationId: cause.correlationId,
  };
  return plan.admission.outcome === 'QUEUE'
    ? waiting
    : { ...admitWindow(waiting, plan, at), queuedUntil: null };
}

/** Its ttl begins now. */
export function admitWindow(window: WindowRecord, plan: WindowPlan, now: number): WindowRecord {
  return {
    ...window,
    state: 'OPENING',
    closure: plan.closure,
    admittedAt: now,
    startBy: now + plan.startBudgetMs,
    memoryMb: plan.memoryMb,
    deadline: window.mode === 'HOLD' || window.ttlSec === null ? null : now + window.ttlSec * 1_000,
    results: plan.closure.map((service) => ({
      service,
      outcome: plan.running.includes(service) ? 'ALREADY_RUNNING' : 'PENDING',
      elapsedMs: 0,
      error: null,
    })),
  };
}
