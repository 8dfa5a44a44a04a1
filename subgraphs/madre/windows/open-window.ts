import { randomUUID } from 'node:crypto';
import type { Cause, Change } from '../journal/journal.ts';
import { isCoreService } from '../core-services.ts';
import { mutate, type Power } from '../power.ts';
import { refuse, type Outcome, type Refusal } from '../refusal.ts';
import { digest } from './digest.ts';
import { canonicalPlan, planWindow, type WindowPlanFacts } from './window-plan.ts';
import type { WindowRecord } from './window-record.ts';
import { readUnfinishedWindows, readWindow, saveWindow } from './window-rows.ts';
import { refusalOfKey, refusalOfOpen, shown, type OpenRequest } from './window-rules.ts';

export interface OpenOptions {
  readonly idempotencyKey: string | null;
  /** Of an earlier plan, which must still be the plan. */
  readonly planHash: string | null;
}

/** Of an audit entry: what was asked for may be anything. */
const LONGEST_TARGET = 500;

/** Makes the lease durable; the reconciler does the rest. */
export function openWindow(
  power: Power,
  asked: OpenRequest,
  options: OpenOptions,
  cause: Cause,
): Promise<Outcome<WindowRecord>> {
  const request = { ...asked, services: [...new Set(asked.services)] };
  const key = options.idempotencyKey === null ? null : keyOf(cause.actor, options.idempotencyKey);
  const inputHash = digest(JSON.stringify({ ...request, services: request.services.toSorted() }));
  const note = {
    action: 'openWindow',
    target: request.services.join(',').slice(0, LONGEST_TARGET),
    detail: (window: WindowRecord) => ({
      window: window.id,
      ttlSec: request.ttlSec,
      mode: request.mode,
      reason: request.reason,
    }),
  };
  return mutate(power, cause, note, async (change) => {
    const registry = { names: power.services.names, isCore: isCoreService };
    const refused = refusalOfOpen(request, registry) ?? refusalOfKey(options.idempotencyKey);
    if (refused !== undefined) return refused;
    const repeated = key === null ? undefined : await findRepeated(change, key, inputHash);
    if (repeated !== undefined) return repeated;
    const facts = planWindow(power.catalog, request.services, await readUnfinishedWindows(change.db));
    const blocked =
      refusalOfRuntime(power) ??
      refusalOfPlan(power, facts, options.planHash) ??
      refusalOfBudget(power, facts, request);
    if (blocked !== undefined) return blocked;
    const window = newWindow(power, request, facts, cause, 'openWindow');
    await saveWindow(change, 'OPENING', window);
    if (key !== null) {
      await change.db.insertInto('idempotency').values({ key, inputHash, windowId: window.id }).execute();
    }
    return { ok: true, value: window };
  });
}

/** Each token has keys of its own: another's must neither collide with them nor learn of them. */
function keyOf(actor: string, idempotencyKey: string): string {
  return digest(JSON.stringify([actor, idempotencyKey]));
}

async function findRepeated(
  change: Change,
  key: string,
  inputHash: string,
): Promise<Outcome<WindowRecord> | undefined> {
  const known = await change.db
    .selectFrom('idempotency')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst();
  if (known === undefined) return undefined;
  if (known.inputHash !== inputHash) {
    return refuse(
      'IDEMPOTENCY_CONFLICT',
      `idempotencyKey was used before with another input, for window ${known.windowId}`,
    );
  }
  const window = await readWindow(change.db, known.windowId);
  return window === undefined ? undefined : { ok: true, value: window };
}

export function refusalOfRuntime({ reconciler }: Power): Refusal | undefined {
  const { available, detail } = reconciler.describeRuntime();
  return available
    ? undefined
    : refuse(
        'RUNTIME_UNAVAILABLE',
        `the runtime that starts services does not answer: ${detail ?? 'no reason given'}`,
      );
}

function refusalOfPlan(power: Power, facts: WindowPlanFacts, planHash: string | null): Refusal | undefined {
  if (planHash === null) return undefined;
  const now = planHashOf(power, facts);
  return now === planHash
    ? undefined
    : refuse('PLAN_CHANGED', `the plan changed since it was made: expected ${shown(planHash)}, now ${now}`);
}

export function planHashOf({ services }: Power, facts: WindowPlanFacts): string {
  return digest(
    canonicalPlan(
      facts,
      facts.closure.filter((name) => services.get(name)?.state === 'READY'),
    ),
  );
}

export function refusalOfBudget(
  { memoryBudgetMb }: Power,
  facts: WindowPlanFacts,
  { onBusy }: Pick<OpenRequest, 'onBusy'>,
): Refusal | undefined {
  if (memoryBudgetMb === undefined || facts.memoryMb <= memoryBudgetMb) return undefined;
  const instead = onBusy === 'REJECT' ? '' : ` (this version does not carry out onBusy ${onBusy})`;
  return refuse(
    'BUDGET_EXCEEDED',
    `live windows may reserve ${memoryBudgetMb} MB together, with this one it were ${facts.memoryMb} MB${instead}`,
  );
}

export function newWindow(
  power: Power,
  request: Omit<OpenRequest, 'onBusy'>,
  facts: WindowPlanFacts,
  cause: Cause,
  origin: WindowRecord['origin'],
): WindowRecord {
  const now = power.clock.now();
  const isReady = (name: string): boolean => power.services.get(name)?.state === 'READY';
  return {
    id: randomUUID(),
    state: 'OPENING',
    services: request.services,
    closure: facts.closure,
    mode: request.mode,
    reason: request.reason,
    openedBy: cause.actor,
    priority: request.priority,
    origin,
    createdAt: now,
    startBy: now + facts.startBudgetMs,
    openedAt: null,
    deadline: request.mode === 'HOLD' || request.ttlSec === null ? null : now + request.ttlSec * 1_000,
    closedAt: null,
    closeReason: null,
    ended: null,
    results: facts.closure.map((service) => ({
      service,
      outcome: isReady(service) ? ('ALREADY_RUNNING' as const) : ('PENDING' as const),
      elapsedMs: 0,
      error: null,
    })),
    failure: null,
    correlationId: cause.correlationId,
  };
}
