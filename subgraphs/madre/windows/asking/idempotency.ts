import type { Change } from '../../journal/journal.ts';
import { refuse, type Outcome } from '../../refusal.ts';
import { digest } from './digest.ts';
import type { WindowRecord } from '../record/window-record.ts';
import { readWindow } from '../record/window-rows.ts';
import type { OpenRequest } from './window-rules.ts';

/** A client's key together with what it stands for. */
export interface IdempotencyKey {
  readonly key: string;
  readonly inputHash: string;
}

/** Each token has keys of its own: another's must neither collide with them nor learn of them. */
export function idempotencyKey(actor: string, sent: string, request: OpenRequest): IdempotencyKey {
  return {
    key: digest(JSON.stringify([actor, sent])),
    inputHash: digest(JSON.stringify({ ...request, services: request.services.toSorted() })),
  };
}

/** The window that the key opened before; undefined where it is new, or its window is not kept any more. */
export async function findRepeated(
  change: Change,
  { key, inputHash }: IdempotencyKey,
): Promise<Outcome<WindowRecord> | undefined> {
  const known = await change.db
    .selectFrom('idempotency')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst();
  if (known === undefined) return undefined;
  const made = { inputHash: known.inputHash, id: known.windowId, what: 'window' };
  return repeatOf(made, inputHash, (id) => readWindow(change.db, id));
}

/** What a key made before, where it is still kept; refused where it was made by another input. */
export async function repeatOf<Made>(
  made: { readonly inputHash: string; readonly id: string; readonly what: string },
  inputHash: string,
  read: (id: string) => Promise<Made | undefined>,
): Promise<Outcome<Made> | undefined> {
  if (made.inputHash !== inputHash) {
    const problem = `idempotencyKey was used before with another input, for ${made.what} ${made.id}`;
    return refuse('IDEMPOTENCY_CONFLICT', problem);
  }
  const value = await read(made.id);
  return value === undefined ? undefined : { ok: true, value };
}

export async function keepKey(change: Change, key: IdempotencyKey, windowId: string): Promise<void> {
  await change.db
    .insertInto('idempotency')
    .values({ ...key, windowId })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ inputHash: key.inputHash, windowId }))
    .execute();
}
