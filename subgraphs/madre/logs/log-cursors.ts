import type { Kysely } from 'kysely';
import type { MadreTables } from '../journal/tables.ts';

/** The line with this number is the one at this cursor. */
export interface LogCursor {
  readonly seq: number;
  readonly cursor: string;
}

/** Two lines in a row: following after the first must begin with the second, else the log does not keep them any more. */
export type CursorPair = readonly [LogCursor, LogCursor];

export interface LogCursors {
  keep(cursors: readonly LogCursor[]): Promise<void>;
  /** The greatest number that is known. */
  newest(): Promise<number | undefined>;
  /** The pair nearest to the line from below, or else the first one of all. */
  pairFor(seq: number): Promise<CursorPair | undefined>;
  /** The newest known line among these. */
  among(cursors: readonly string[]): Promise<LogCursor | undefined>;
}

/** Of one service; enough for half a million lines. */
const KEPT = 2_000;

export function createLogCursors(db: Kysely<MadreTables>, service: string): LogCursors {
  const rows = () => db.selectFrom('log_cursors').where('log_cursors.service', '=', service);

  const pairs = () =>
    rows()
      .innerJoin('log_cursors as next', (join) =>
        join
          .onRef('next.service', '=', 'log_cursors.service')
          .on((on) => on(on.ref('next.seq'), '=', on('log_cursors.seq', '+', on.lit(1)))),
      )
      .select(['log_cursors.seq as seq', 'log_cursors.cursor as cursor', 'next.cursor as nextCursor']);

  return {
    async keep(cursors) {
      if (cursors.length === 0) return;
      await db
        .insertInto('log_cursors')
        .values(cursors.map(({ seq, cursor }) => ({ service, seq, cursor })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const kept = rows().select('log_cursors.seq').orderBy('log_cursors.seq', 'desc').limit(KEPT);
      await db
        .deleteFrom('log_cursors')
        .where('service', '=', service)
        .where('seq', 'not in', kept)
        .execute();
    },
    async newest() {
      const row = await rows()
        .select('log_cursors.seq')
        .orderBy('log_cursors.seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.seq;
    },
    async pairFor(seq) {
      const row =
        (await pairs()
          .where('log_cursors.seq', '<=', seq)
          .orderBy('log_cursors.seq', 'desc')
          .limit(1)
          .executeTakeFirst()) ?? (await pairs().orderBy('log_cursors.seq').limit(1).executeTakeFirst());
      if (row === undefined) return undefined;
      return [
        { seq: row.seq, cursor: row.cursor },
        { seq: row.seq + 1, cursor: row.nextCursor },
      ];
    },
    among: (cursors) =>
      rows()
        .select(['log_cursors.seq', 'log_cursors.cursor'])
        .where('log_cursors.cursor', 'in', cursors)
        .orderBy('log_cursors.seq', 'desc')
        .limit(1)
        .executeTakeFirst(),
  };
}
