import type { Logger } from '../../../platform/log.ts';
import { createWorkQueue } from '../../../platform/work-queue.ts';
import { systemCause, type Cause, type Change } from '../journal/journal.ts';
import type { Power } from '../power.ts';
import { end } from '../windows/state/end-window.ts';
import { openWindow } from '../windows/asking/open-window.ts';
import { isLive } from '../windows/record/window-record.ts';
import { readUnfinishedWindows, readWindow } from '../windows/record/window-rows.ts';
import type { IntentRecord } from './intent-record.ts';
import { spawnOrder } from './intent-rules.ts';
import { readIntent, readIntents, saveIntent } from './intent-rows.ts';
import { done, failed, running, settled, started } from './intent-state.ts';

const ERROR_PAUSE_MS = 1_000;

/**
 * Carries out approved intents of type SPAWN and SCALE through windows, and no other: level-triggered, so one that was under way when
 * madre was killed goes on where it was.
 */
export function startCarryingOut(power: Power, log: Logger): { close(): Promise<void> } {
  const { db, journal, clock } = power;
  const queue = createWorkQueue({
    run: async (_key, signal) => {
      for (const intent of await readIntents(db, ['QUEUED', 'RUNNING'])) {
        if (signal.aborted) return;
        if (intent.type === 'SPAWN' || intent.type === 'SCALE') await carryOut(power, intent);
      }
    },
    onError: (_key, error) => {
      log.error({ err: error }, 'carrying out the intents failed; it is tried again');
      clock.after(ERROR_PAUSE_MS, () => queue.request('intents'));
    },
  });
  const cancel = journal.onCommit(() => queue.request('intents'));
  queue.request('intents');
  return {
    close() {
      cancel();
      return queue.close();
    },
  };
}

/** RUNNING is committed before anything is done: from there on nobody cancels it. */
async function carryOut(power: Power, intent: IntentRecord): Promise<void> {
  const { clock, db } = power;
  const cause = { actor: intent.approvedBy ?? intent.source, correlationId: intent.correlationId };
  if (intent.status === 'QUEUED') {
    const begun = await advance(power, intent, cause, (current) => started(current, clock.now()));
    if (begun?.status === 'RUNNING') await carryOut(power, begun);
    return;
  }
  if (intent.windowId === null) return begin(power, intent, cause);
  const window = await readWindow(db, intent.windowId);
  if (settled(intent, window, clock.now()) === undefined) return;
  await advance(power, intent, systemCause(intent.correlationId), (current) =>
    settled(current, window, clock.now()),
  );
}

async function begin(power: Power, intent: IntentRecord, cause: Cause): Promise<void> {
  const { clock } = power;
  const order = spawnOrder(intent.type, intent.payload);
  if (!order.ok || intent.target === null) {
    const problem = order.ok ? 'it has no target' : order.message;
    await advance(power, intent, cause, (current) => failed(current, problem, clock.now()));
  } else if (order.value.replicas === 0) {
    await advance(power, intent, cause, async (current, change) =>
      done(current, { closedWindows: await endOwnWindows(power, change, current, cause) }, clock.now()),
    );
    power.reconciler.wake();
  } else {
    await open(power, intent, { service: intent.target, ttlSec: order.value.ttlSec }, cause);
  }
}

/** The key makes it the same window however often a crash makes us ask. */
async function open(
  power: Power,
  intent: IntentRecord,
  { service, ttlSec }: { readonly service: string; readonly ttlSec: number },
  cause: Cause,
): Promise<void> {
  const { clock } = power;
  const request = { services: [service], ttlSec, mode: 'TTL', priority: 5, onBusy: 'REJECT' } as const;
  const outcome = await openWindow(
    power,
    { ...request, reason: `intent ${intent.id}` },
    { idempotencyKey: `intent ${intent.id}`, planHash: null },
    cause,
  );
  await advance(power, intent, cause, (current) =>
    outcome.ok
      ? running(current, outcome.value.id, clock.now())
      : failed(current, `${outcome.code}: ${outcome.message}`, clock.now()),
  );
}

/** Of the windows on the target only those that intents opened. */
async function endOwnWindows(
  power: Power,
  change: Change,
  { target }: IntentRecord,
  cause: Cause,
): Promise<readonly string[]> {
  const ended: string[] = [];
  for (const window of (await readUnfinishedWindows(change.db)).filter(isLive)) {
    const [, id] = /^intent (\S+)$/.exec(window.reason) ?? [];
    const intent = id === undefined ? undefined : await readIntent(change.db, id);
    // Anybody can write such a reason.
    if (intent?.windowId !== window.id || intent.target !== target) continue;
    await end(power, change, window, 'MANUAL', cause);
    ended.push(window.id);
  }
  return ended;
}

/** One step and its audit entry, from the intent as stored: a mutation may have moved it since it was read. */
function advance(
  power: Power,
  { id, status }: IntentRecord,
  cause: Cause,
  step: (
    current: IntentRecord,
    change: Change,
  ) => IntentRecord | undefined | Promise<IntentRecord | undefined>,
): Promise<IntentRecord | undefined> {
  return power.journal.change(cause, async (change) => {
    const current = await readIntent(change.db, id);
    if (current?.status !== status) return undefined;
    const next = await step(current, change);
    if (next === undefined) return undefined;
    await saveIntent(change, next);
    await change.audit({
      action: `intent.${next.status.toLowerCase()}`,
      target: next.target,
      outcome: next.status === 'FAILED' ? 'FAILED' : 'OK',
      detail: { intent: id, window: next.windowId, result: next.result, error: next.error },
    });
    return next;
  });
}
