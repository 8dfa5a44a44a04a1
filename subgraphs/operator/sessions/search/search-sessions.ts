import { sql, type Kysely } from 'kysely';
import type { OperatorTables } from '../../tables.ts';
import { sessionsHolding } from './sessions-holding.ts';

/** Folding their titles takes up to 5 ms. */
const SESSIONS_PER_TURN = 300;

/** Where a session stands in the list, which begins with the newest. */
export interface SessionPosition {
  readonly updatedAt: number;
  readonly id: string;
}

/**
 * Counts the sessions with `wanted`, which is folded, in their title or a message, and gives the ids of the newest `limit` of them
 * behind `after`. Reads everything once, piece by piece; what changes meanwhile is found as it was or as it is.
 */
export async function searchSessions(
  db: Kysely<OperatorTables>,
  request: {
    readonly wanted: string;
    readonly limit: number;
    readonly after: SessionPosition | undefined;
  },
  turn: () => Promise<void>,
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const { wanted, limit, after } = request;
  const holding = await sessionsHolding(db, wanted, turn);
  let total = 0;
  let newest: readonly SessionPosition[] = [];
  for await (const slice of allSessions(db, wanted, turn)) {
    const found = slice.filter(({ id, titled }) => titled === 1 || holding.has(id));
    total += found.length;
    const behind = found.filter((position) => after === undefined || byNewest(after, position) < 0);
    newest = [...newest, ...behind].toSorted(byNewest).slice(0, limit);
  }
  return { ids: newest.map(({ id }) => id), total };
}

/** In the order of their ids, which no answer changes: none is missed because it moves up in the list. */
async function* allSessions(
  db: Kysely<OperatorTables>,
  wanted: string,
  turn: () => Promise<void>,
): AsyncGenerator<readonly (SessionPosition & { readonly titled: number | null })[]> {
  let last = '';
  for (;;) {
    await turn();
    const slice = await db
      .selectFrom('sessions')
      .select([
        'id',
        'updated_at as updatedAt',
        sql<number | null>`instr(folded(title), ${wanted}) > 0`.as('titled'),
      ])
      .where('id', '>', last)
      .orderBy('id')
      .limit(SESSIONS_PER_TURN)
      .execute();
    const end = slice.at(-1);
    if (end === undefined) return;
    yield slice;
    last = end.id;
  }
}

/** As SQLite orders numbers and ids. */
function byNewest(one: SessionPosition, other: SessionPosition): number {
  if (one.updatedAt !== other.updatedAt) return other.updatedAt - one.updatedAt;
  return one.id === other.id ? 0 : one.id < other.id ? 1 : -1;
}
