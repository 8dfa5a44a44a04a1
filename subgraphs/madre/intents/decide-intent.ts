import type { Cause, Change } from '../journal/journal.ts';
import { mutate, type Power } from '../power.ts';
import { refuse, type Outcome } from '../refusal.ts';
import { refusalOfLength } from '../windows/asking/window-rules.ts';
import { refusalOfFlag } from './flag-of-intent.ts';
import type { IntentRecord } from './intent-record.ts';
import { readIntent, saveIntent } from './intent-rows.ts';
import { approved, rejected } from './intent-state.ts';

const LONGEST_REASON = 500;

/**
 * QUEUED: madre carries out SPAWN and SCALE from there; BUILD and PATCH are left to somebody outside. Refused where the flag that the
 * intent needs was switched off since it was emitted.
 */
export function approveIntent(power: Power, id: string, cause: Cause): Promise<Outcome<IntentRecord>> {
  const note = { action: 'approveIntent', target: id, detail: detailOf };
  return mutate(power, cause, note, async (change) => {
    const intent = await readIntent(change.db, id);
    const refused =
      intent?.status === 'WAITING_APPROVAL' ? await refusalOfFlag(change.db, intent.type) : undefined;
    if (refused !== undefined) return refused;
    return decide(change, id, 'only WAITING_APPROVAL can be approved', (current) =>
      approved(current, cause.actor, power.clock.now()),
    );
  });
}

/** REJECTED while it waits for approval; CANCELLED after that, as long as nothing is under way. */
export function rejectIntent(
  power: Power,
  id: string,
  reason: string | null,
  cause: Cause,
): Promise<Outcome<IntentRecord>> {
  const note = {
    action: 'rejectIntent',
    target: id,
    detail: (intent: IntentRecord) => ({ ...detailOf(intent), reason }),
  };
  return mutate(power, cause, note, async (change) => {
    const refused = refusalOfLength('reason', reason ?? '', LONGEST_REASON);
    if (refused !== undefined) return refused;
    return decide(change, id, 'only WAITING_APPROVAL and QUEUED can be rejected', (intent) =>
      rejected(intent, reason, power.clock.now()),
    );
  });
}

async function decide(
  change: Change,
  id: string,
  expected: string,
  step: (intent: IntentRecord) => IntentRecord | undefined,
): Promise<Outcome<IntentRecord>> {
  const intent = await readIntent(change.db, id);
  if (intent === undefined)
    return refuse('NOT_FOUND', `there is no intent ${JSON.stringify(id.slice(0, 64))}`);
  const next = step(intent);
  if (next === undefined) return refuse('NOT_ACTIVE', `intent ${id} is ${intent.status}: ${expected}`);
  await saveIntent(change, next);
  return { ok: true, value: next };
}

function detailOf({ id, type, status }: IntentRecord) {
  return { intent: id, type, status };
}
