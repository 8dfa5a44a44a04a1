import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { OperatorTables } from '../../tables.ts';
import { endOfSlice, MOST_ROWS } from './slices.ts';

interface Place {
  readonly table: RawBuilder<unknown>;
  readonly upTo: RawBuilder<unknown>;
  readonly text: RawBuilder<unknown>;
  readonly folded: RawBuilder<unknown>;
  readonly bytesPerTurn: number;
}

/** A turn takes about 10 ms where they are not ASCII. */
const NOT_YET_FOLDED: Place = {
  table: sql`messages`,
  upTo: sql`(SELECT unfolded_up_to FROM folding)`,
  text: sql`content`,
  folded: sql`folded(content)`,
  bytesPerTurn: 128 * 1_024,
};

/** A turn takes about 2 ms. */
const FOLDED: Place = {
  table: sql`folded_messages`,
  upTo: sql`(SELECT max(seq) FROM folded_messages)`,
  text: sql`folded`,
  folded: sql`folded`,
  bytesPerTurn: 512 * 1_024,
};

/**
 * The ids of the sessions with a message that holds `wanted`, which is folded. Each message counts as it is when its turn comes. Those
 * that wait for their fold are looked through first: what is folded meanwhile is found among the others.
 */
export async function sessionsHolding(
  db: Kysely<OperatorTables>,
  wanted: string,
  turn: () => Promise<void>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const place of [NOT_YET_FOLDED, FOLDED]) {
    let after = 0;
    for (;;) {
      await turn();
      const upTo = await endOfTurn(db, place, after);
      if (upTo === undefined) break;
      for (const id of await holding(db, place, { wanted, after, upTo })) found.add(id);
      after = upTo;
    }
  }
  return found;
}

async function endOfTurn(
  db: Kysely<OperatorTables>,
  { table, upTo, text, bytesPerTurn }: Place,
  after: number,
): Promise<number | undefined> {
  const sizes = sql<{ seq: number; bytes: number }>`
    SELECT seq, octet_length(${text}) AS bytes FROM ${table} WHERE seq > ${after} AND seq <= ${upTo} ORDER BY seq LIMIT ${MOST_ROWS}`;
  return endOfSlice((await sizes.execute(db)).rows, bytesPerTurn);
}

async function holding(
  db: Kysely<OperatorTables>,
  { table, folded }: Place,
  { wanted, after, upTo }: { readonly wanted: string; readonly after: number; readonly upTo: number },
): Promise<readonly string[]> {
  const found = sql<{ session_id: string }>`
    SELECT session_id FROM ${table} WHERE seq > ${after} AND seq <= ${upTo} AND instr(${folded}, ${wanted})`;
  return (await found.execute(db)).rows.map((row) => row.session_id);
}
