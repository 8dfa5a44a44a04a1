import type { Kysely } from 'kysely';
import type { IntentStatus } from '../../../schema/generated/madre.ts';
import type { Change } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import type { IntentRecord } from './intent-record.ts';
import { unfinishedStatuses } from './intent-state.ts';

/** Finished ones beyond these are forgotten, with their idempotency keys; their audit entries stay. */
const FINISHED_KEPT = 2_000;
const FINISHED: readonly IntentStatus[] = ['DONE', 'REJECTED', 'CANCELLED', 'FAILED'];

/** Writes the intent and its event. The caller adds the audit entry. */
export async function saveIntent(change: Change, intent: IntentRecord): Promise<void> {
  const row = { id: intent.id, status: intent.status, record: JSON.stringify(intent) };
  await change.db
    .insertInto('intents')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ status: row.status, record: row.record }))
    .execute();
  await change.emit('intent', intent.id, intent.status, intent);
  if (FINISHED.includes(intent.status)) await forgetOldest(change);
}

export async function readIntent(db: Kysely<MadreTables>, id: string): Promise<IntentRecord | undefined> {
  const row = await db.selectFrom('intents').select('record').where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : parseIntent(row.record);
}

/** Oldest first. */
export async function readIntents(
  db: Kysely<MadreTables>,
  statuses: readonly IntentStatus[] = unfinishedStatuses,
): Promise<readonly IntentRecord[]> {
  const rows = await db
    .selectFrom('intents')
    .select('record')
    .where('status', 'in', statuses)
    .orderBy('position')
    .execute();
  return rows.map(({ record }) => parseIntent(record));
}

export async function countIntents(
  db: Kysely<MadreTables>,
  status: IntentStatus | undefined,
): Promise<number> {
  const { count } = await ofStatus(db, status)
    .select((each) => each.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Newest first. */
export async function readIntentPage(
  db: Kysely<MadreTables>,
  options: {
    readonly status: IntentStatus | undefined;
    readonly before: number | undefined;
    readonly limit: number;
  },
): Promise<readonly { readonly position: number; readonly intent: IntentRecord }[]> {
  const rows = await ofStatus(db, options.status)
    .select(['position', 'record'])
    .where('position', '<', options.before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('position', 'desc')
    .limit(options.limit)
    .execute();
  return rows.map(({ position, record }) => ({ position, intent: parseIntent(record) }));
}

function ofStatus(db: Kysely<MadreTables>, status: IntentStatus | undefined) {
  const all = db.selectFrom('intents');
  return status === undefined ? all : all.where('status', '=', status);
}

async function forgetOldest({ db }: Change): Promise<void> {
  const newestToForget = await db
    .selectFrom('intents')
    .select('position')
    .where('status', 'in', FINISHED)
    .orderBy('position', 'desc')
    .offset(FINISHED_KEPT)
    .limit(1)
    .executeTakeFirst();
  if (newestToForget === undefined) return;
  await db
    .deleteFrom('intents')
    .where('status', 'in', FINISHED)
    .where('position', '<=', newestToForget.position)
    .execute();
  await db
    .deleteFrom('intent_keys')
    .where('intentId', 'not in', db.selectFrom('intents').select('id'))
    .execute();
}

/** Only saveIntent writes the column. */
function parseIntent(record: string): IntentRecord {
  return JSON.parse(record) as IntentRecord;
}
