import { randomUUID } from 'node:crypto';
import { isCoreService } from '../core-services.ts';
import type { Cause, Change } from '../journal/journal.ts';
import { mutate, type Power } from '../power.ts';
import { refuse, type Outcome, type Refusal } from '../refusal.ts';
import { digest } from '../windows/asking/digest.ts';
import { repeatOf } from '../windows/asking/idempotency.ts';
import { refusalOfKey } from '../windows/asking/window-rules.ts';
import type { IntentRecord } from './intent-record.ts';
import { refusalOfFlag } from './flag-of-intent.ts';
import { refusalOfEmit, type EmitRequest } from './intent-rules.ts';
import { countIntents, readIntent, saveIntent } from './intent-rows.ts';
import { done } from './intent-state.ts';
import { scan } from './scan.ts';

const MOST_WAITING = 500;

/** Records what somebody asks for. A SCAN only reads and is answered at once; all else waits for approval. */
export function emitIntent(
  power: Power,
  request: EmitRequest,
  idempotencyKey: string | null,
  cause: Cause,
): Promise<Outcome<IntentRecord>> {
  const key = idempotencyKey === null ? null : digest(JSON.stringify([cause.actor, idempotencyKey]));
  const note = {
    action: 'emitIntent',
    target: request.target,
    detail: ({ id, type, status }: IntentRecord) => ({ intent: id, type, status, reason: request.reason }),
  };
  return mutate(power, cause, note, async (change) => {
    const registry = { names: power.services.names, isCore: isCoreService };
    const refused = refusalOfEmit(request, registry) ?? refusalOfKey(idempotencyKey);
    if (refused !== undefined) return refused;
    const inputHash = digest(JSON.stringify(request));
    const repeated = key === null ? undefined : await findRepeated(change, key, inputHash);
    if (repeated !== undefined) return repeated;
    const blocked = (await refusalOfFlag(change.db, request.type)) ?? (await refusalOfCount(change));
    if (blocked !== undefined) return blocked;
    const intent = await newIntent(power, change, request, cause);
    await saveIntent(change, intent);
    if (key !== null)
      await change.db.insertInto('intent_keys').values({ key, inputHash, intentId: intent.id }).execute();
    return { ok: true, value: intent };
  });
}

async function newIntent(
  power: Power,
  change: Change,
  request: EmitRequest,
  cause: Cause,
): Promise<IntentRecord> {
  const now = power.clock.now();
  const intent: IntentRecord = {
    ...request,
    id: randomUUID(),
    status: 'WAITING_APPROVAL',
    source: cause.actor,
    requiresApproval: request.type !== 'SCAN',
    ...{ approvedBy: null, windowId: null, result: null, error: null },
    createdAt: now,
    updatedAt: now,
    correlationId: cause.correlationId,
  };
  return intent.requiresApproval ? intent : done(intent, await scan(power, change.db, request.target), now);
}

async function findRepeated(
  change: Change,
  key: string,
  inputHash: string,
): Promise<Outcome<IntentRecord> | undefined> {
  const known = await change.db
    .selectFrom('intent_keys')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst();
  if (known === undefined) return undefined;
  const made = { inputHash: known.inputHash, id: known.intentId, what: 'intent' };
  return repeatOf(made, inputHash, (id) => readIntent(change.db, id));
}

async function refusalOfCount(change: Change): Promise<Refusal | undefined> {
  const waiting = await countIntents(change.db, 'WAITING_APPROVAL');
  if (waiting < MOST_WAITING) return undefined;
  return refuse(
    'BUDGET_EXCEEDED',
    `at most ${MOST_WAITING} intents may wait for approval, and so many do: approve or reject some first`,
  );
}
