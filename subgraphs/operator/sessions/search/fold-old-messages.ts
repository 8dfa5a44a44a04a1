import { sql, type Kysely, type Transaction } from 'kysely';
import type { Logger } from '../../../../platform/log.ts';
import type { OperatorTables } from '../../tables.ts';
import { endOfSlice, MOST_ROWS } from './slices.ts';
import type { TakeTurn } from './turns.ts';

/** Folding takes about 0.1 ms for each of these 1,024 bytes where they are not ASCII. */
const BYTES_PER_TURN = 128 * 1_024;

/**
 * Stores the folds of messages that an earlier version wrote, the newest first, and goes on at the next start where it is closed
 * before. A search is right meanwhile, and slower. `close` waits for the piece under way.
 */
export function foldOldMessages(
  db: Kysely<OperatorTables>,
  { takeTurn, log }: { readonly takeTurn: TakeTurn; readonly log: Logger },
): { close(): Promise<void> } {
  const closing = new AbortController();
  const done = foldAll(db, () => takeTurn(closing.signal)).catch((error: unknown) => {
    if (!closing.signal.aborted)
      log.warn({ err: error }, 'old messages stay slow to search until the next start');
  });
  return {
    close() {
      closing.abort(new Error('operator stops'));
      return done;
    },
  };
}

async function foldAll(db: Kysely<OperatorTables>, turn: () => Promise<void>): Promise<void> {
  while (await isUnfolded(db)) {
    await turn();
    await db.transaction().execute(foldSlice);
  }
}

async function isUnfolded(db: Kysely<OperatorTables>): Promise<boolean> {
  const { unfolded_up_to } = await db.selectFrom('folding').selectAll().executeTakeFirstOrThrow();
  return unfolded_up_to > 0;
}

async function foldSlice(tx: Transaction<OperatorTables>): Promise<void> {
  const unfolded = tx
    .selectFrom('messages')
    .where('seq', '<=', tx.selectFrom('folding').select('unfolded_up_to'));
  const sizes = await unfolded
    .select(['seq', sql<number>`octet_length(content)`.as('bytes')])
    .orderBy('seq', 'desc')
    .limit(MOST_ROWS)
    .execute();
  const from = endOfSlice(sizes, BYTES_PER_TURN);
  if (from !== undefined)
    await tx
      .insertInto('folded_messages')
      .columns(['seq', 'session_id', 'folded'])
      .expression(
        unfolded
          .select(['seq', 'session_id', sql<string>`folded(content)`.as('folded')])
          .where('seq', '>=', from),
      )
      // Written again since this version runs.
      .onConflict((conflict) => conflict.column('seq').doNothing())
      .execute();
  await tx
    .updateTable('folding')
    .set({ unfolded_up_to: from === undefined ? 0 : from - 1 })
    .execute();
}
