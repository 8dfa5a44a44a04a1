import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Cause, Change } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';

/** A stop and a start of a service that stays held, which was acknowledged and is not carried out yet. */
export interface RestartRequest {
  /** Of the newest request for this service, so that seeing to an older one takes back no other. */
  readonly id: string;
  readonly service: string;
  readonly cause: Cause;
}

/** Durable with the mutation that it belongs to; the newest one of a service takes the place of all before it. */
export async function saveRestart(change: Change, service: string, cause: Cause): Promise<RestartRequest> {
  const row = { id: randomUUID(), ...cause };
  await change.db
    .insertInto('restarts')
    .values({ service, ...row })
    .onConflict((conflict) => conflict.column('service').doUpdateSet(row))
    .execute();
  return { id: row.id, service, cause };
}

/** After it was carried out or given up. Forgetting it twice is harmless. */
export async function forgetRestart(db: Kysely<MadreTables>, request: RestartRequest): Promise<void> {
  await db
    .deleteFrom('restarts')
    .where('service', '=', request.service)
    .where('id', '=', request.id)
    .execute();
}

/** What an earlier madre acknowledged and did not see to. */
export async function readRestarts(db: Kysely<MadreTables>): Promise<readonly RestartRequest[]> {
  const rows = await db.selectFrom('restarts').selectAll().execute();
  return rows.map(({ id, service, actor, correlationId }) => ({
    id,
    service,
    cause: { actor, correlationId },
  }));
}
