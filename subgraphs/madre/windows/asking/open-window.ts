import type { Cause, Change } from '../../journal/journal.ts';
import { isCoreService } from '../../core-services.ts';
import { LONGEST_TARGET, mutate, type Power } from '../../power.ts';
import { refuse, type Outcome, type Refusal } from '../../refusal.ts';
import { end } from '../state/end-window.ts';
import { findRepeated, idempotencyKey, keepKey } from './idempotency.ts';
import { newWindow } from './new-window.ts';
import { planChanges, planHashOf } from '../admission/plan-hash.ts';
import { planWindow, type WindowPlan } from '../admission/window-plan.ts';
import type { WindowRecord } from '../record/window-record.ts';
import { readUnfinishedWindows, saveWindow } from '../record/window-rows.ts';
import { refusalOfKey, refusalOfOpen, shown, type OpenRequest } from './window-rules.ts';

export interface OpenOptions {
  readonly idempotencyKey: string | null;
  /** Of an earlier plan, which must still be the plan. */
  readonly planHash: string | null;
}

/** Makes the lease durable; the reconciler does the rest. */
export function openWindow(
  power: Power,
  asked: OpenRequest,
  options: OpenOptions,
  cause: Cause,
): Promise<Outcome<WindowRecord>> {
  const request = { ...asked, services: [...new Set(asked.services)] };
  const sent = options.idempotencyKey;
  const key = sent === null ? null : idempotencyKey(cause.actor, sent, request);
  const note = {
    action: 'openWindow',
    target: targetOf(request.services),
    detail: ({ id, state }: WindowRecord) => ({
      window: id,
      state,
      services: request.services,
      ttlSec: request.ttlSec,
      mode: request.mode,
      priority: request.priority,
      onBusy: request.onBusy,
      reason: request.reason,
    }),
  };
  return mutate(power, cause, note, async (change) => {
    const registry = { names: power.services.names, isCore: isCoreService };
    const refused = refusalOfOpen(request, registry) ?? refusalOfKey(sent);
    if (refused !== undefined) return refused;
    const repeated = key === null ? undefined : await findRepeated(change, key);
    if (repeated !== undefined) return repeated;
    const plan = planWindow(power, request, await readUnfinishedWindows(change.db));
    const blocked =
      refusalOfRuntime(power) ?? refusalOfPlan(request, plan, options.planHash) ?? refusalOfAdmission(plan);
    if (blocked !== undefined) return blocked;
    const window = newWindow(request, plan, { at: power.clock.now(), cause, origin: 'openWindow' });
    await evict(power, change, plan, window, cause);
    await saveWindow(change, window.state === 'QUEUED' ? 'QUEUED' : 'OPENING', window);
    if (key !== null) await keepKey(change, key, window.id);
    return { ok: true, value: window, ...messageOf(plan) };
  });
}

/** Whole names, as many as fit an audit entry's target; the rest is counted. What an accepted request names is in its detail. */
function targetOf(services: readonly string[]): string {
  const all = services.join(',');
  if (all.length <= LONGEST_TARGET) return all;
  const room = LONGEST_TARGET - ` and ${services.length} more`.length;
  const fitting = all.slice(0, Math.max(0, all.lastIndexOf(',', room)));
  const count = fitting === '' ? 0 : fitting.split(',').length;
  return count === 0 ? all : `${fitting} and ${services.length - count} more`;
}

export function refusalOfRuntime({ reconciler }: Pick<Power, 'reconciler'>): Refusal | undefined {
  const { available, detail } = reconciler.describeRuntime();
  const problem = `the runtime that starts services does not answer: ${detail ?? 'no reason given'}`;
  return available ? undefined : refuse('RUNTIME_UNAVAILABLE', problem);
}

function refusalOfPlan(request: OpenRequest, plan: WindowPlan, planHash: string | null): Refusal | undefined {
  if (planHash === null || planHashOf(request, plan) === planHash) return undefined;
  const changes = planChanges(planHash, request, plan);
  if (changes === undefined)
    return refuse('PLAN_CHANGED', `${shown(planHash)} is no hash of planWindow: ask it for one`);
  return refuse('PLAN_CHANGED', `the plan changed since it was made: ${changes.join(', ')}`);
}

export function refusalOfAdmission({ admission }: WindowPlan): Refusal | undefined {
  return admission.outcome === 'REFUSE' ? refuse('BUDGET_EXCEEDED', admission.message) : undefined;
}

/** What an accepted plan means beyond opening at once. */
export function messageOf({ admission }: WindowPlan): { readonly message?: string } {
  if (admission.outcome === 'QUEUE')
    return { message: `it waits for memory, at place ${admission.position} of the queue` };
  if (admission.outcome === 'REFUSE' || admission.evicts.length === 0) return {};
  return { message: `ends ${admission.evicts.map(({ id }) => `window ${id}`).join(', ')} to make room` };
}

/** One audit entry for each, beside the one of the mutation. */
async function evict(
  power: Power,
  change: Change,
  { admission }: WindowPlan,
  { id: by }: WindowRecord,
  cause: Cause,
): Promise<void> {
  if (admission.outcome !== 'ADMIT') return;
  for (const window of admission.evicts) {
    await end(power, change, window, 'PREEMPTED', cause);
    await change.audit({ action: 'window.preempted', target: window.id, outcome: 'OK', detail: { by } });
  }
}
