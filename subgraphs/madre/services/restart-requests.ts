import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Cause, Change } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';

/** A start of a service that stays held, mostly after a stop, which was acknowledged and is not carried out yet. */
export interface RestartRequest {
  /** Of the newest request for this service, so that seeing to an older one takes back no other. */
  readonly id: string;
  readonly service: string;
  readonly cause: Cause;
  /** False: it shall run, and what does by then is left as it is. */
  readonly stopsFirst: boolean;
}

/** Durable with the mutation that it belongs to; the newest one of a service takes the place of all before it. */
export async function saveRestart(
  change: Change,
  { service, cause, stopsFirst }: Omit<RestartRequest, 'id'>,
): Promise<RestartRequest> {
  const id = randomUUID();
  const row = { id, ...cause, stopsFirst: stopsFirst ? 1 : 0 };
  await change.db
    .insertInto('restarts')
    .values({ service, ...row })
    .onConflict((conflict) => conflict.column('service').doUpdateSet(row))
    .execute();
  return { id, service, cause, stopsFirst };
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
  return rows.map(({ id, service, actor, correlationId, stopsFirst }) => ({
    ...{ id, service },
    cause: { actor, correlationId },
    stopsFirst: stopsFirst === 1,
  }));
}
