import type { Change } from '../../journal/journal.ts';

/** Finished windows that are kept, with their idempotency keys. The audit log keeps all that happened. */
const KEPT_FINISHED = 2_000;

export async function forgetOldWindows({ db }: Change): Promise<void> {
  const finished = db.selectFrom('windows').where('state', 'in', ['CLOSED', 'FAILED'] as const);
  const newestOld = await finished
    .select('position')
    .orderBy('position', 'desc')
    .offset(KEPT_FINISHED)
    .limit(1)
    .executeTakeFirst();
  if (newestOld === undefined) return;
  const old = finished.where('position', '<=', newestOld.position).select('id');
  await db.deleteFrom('idempotency').where('windowId', 'in', old).execute();
  await db.deleteFrom('windows').where('id', 'in', old).execute();
}
