import { sql, type Kysely, type Selectable } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { SessionSource } from '../../../schema/generated/operator.ts';
import type { OperatorTables, SessionRow } from '../tables.ts';
import { groupBy } from './group-by.ts';
import { toConnection, wrongCursor, type Connection, type PageRequest } from './page.ts';
import { searchSessions, type SessionPosition } from './search/search-sessions.ts';
import { createSearchPlaces, type Searcher } from './search/search-places.ts';
import type { TakeTurn } from './search/turns.ts';
import { wantedText } from './search/wanted-text.ts';

export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  readonly source: SessionSource;
  readonly title: string | null;
  readonly summary: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface Sessions {
  byIds(ids: readonly string[]): Promise<Map<string, SessionRecord>>;
  /** Newest activity first. */
  page(request: PageRequest): Promise<Connection<SessionRecord>>;
  /**
   * As page, of those whose title or messages hold `text`, as plain text without case and accents. Takes as many turns of the event
   * loop as there is to read, and rejects once the signal is aborted. An actor searches once at a time, and further searches wait.
   * Throws BAD_USER_INPUT where the text is white space or too long, RATE_LIMITED where as many wait as may.
   */
  search(request: PageRequest, text: string, searcher: Searcher): Promise<Connection<SessionRecord>>;
  /** Null where there is no such session. */
  rename(id: string, title: string): Promise<SessionRecord | null>;
  /** With all of its messages and records. Null where there is no such session. */
  remove(id: string): Promise<SessionRecord | null>;
  /** For each window the sessions answered under it, newest answer first, at most `limit` each. */
  ofWindows(windowIds: readonly string[], limit: number): Promise<Map<string, SessionRecord[]>>;
}

export function createSessions(
  db: Kysely<OperatorTables>,
  { clock, takeTurn }: { readonly clock: Clock; readonly takeTurn: TakeTurn },
): Sessions {
  const byIds: Sessions['byIds'] = async (ids) => {
    const rows = await db
      .selectFrom('sessions')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute();
    return new Map(rows.map((row) => [row.id, toSession(row)]));
  };
  const inPlace = createSearchPlaces();
  const one = async (id: string): Promise<SessionRecord | null> => (await byIds([id])).get(id) ?? null;

  return {
    byIds,
    page: (request) => readPage(db, request),
    async search(request, text, searcher) {
      const wanted = wantedText(text);
      const search = { wanted, limit: request.limit + 1, after: positionOf(request) };
      const turn = (): Promise<void> => takeTurn(searcher.signal);
      const { ids, total } = await inPlace(searcher, () => searchSessions(db, search, turn));
      return connectionOf(request, await newestFirst(db).where('id', 'in', ids).execute(), total);
    },
    async rename(id, title) {
      await db.updateTable('sessions').set({ title, updated_at: clock.now() }).where('id', '=', id).execute();
      return one(id);
    },
    async remove(id) {
      const session = await one(id);
      await db.deleteFrom('sessions').where('id', '=', id).execute();
      return session;
    },
    ofWindows: (windowIds, limit) => readOfWindows(db, windowIds, limit),
  };
}

async function readPage(
  db: Kysely<OperatorTables>,
  request: PageRequest,
): Promise<Connection<SessionRecord>> {
  const { total } = await db
    .selectFrom('sessions')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  let rows = newestFirst(db).limit(request.limit + 1);
  const after = positionOf(request);
  if (after !== undefined)
    rows = rows.where(sql<boolean>`(updated_at, id) < (${after.updatedAt}, ${after.id})`);
  return connectionOf(request, await rows.execute(), Number(total));
}

function newestFirst(db: Kysely<OperatorTables>) {
  return db.selectFrom('sessions').selectAll().orderBy('updated_at', 'desc').orderBy('id', 'desc');
}

function connectionOf(
  request: PageRequest,
  rows: readonly Selectable<SessionRow>[],
  total: number,
): Connection<SessionRecord> {
  return toConnection(
    request,
    rows.map(toSession),
    (session) => `${session.updatedAtMs} ${session.id}`,
    total,
  );
}

function positionOf({ cursor }: PageRequest): SessionPosition | undefined {
  if (cursor === undefined) return undefined;
  const [, updatedAt, id] = /^(\d{1,16}) (.+)$/.exec(cursor) ?? [];
  if (updatedAt === undefined || id === undefined) throw wrongCursor(cursor);
  return { updatedAt: Number(updatedAt), id };
}

async function readOfWindows(
  db: Kysely<OperatorTables>,
  windowIds: readonly string[],
  limit: number,
): Promise<Map<string, SessionRecord[]>> {
  const ranked = db
    .selectFrom('session_windows')
    .innerJoin('sessions', 'sessions.id', 'session_windows.session_id')
    .selectAll('sessions')
    .select('window_id')
    .select(
      sql<number>`ROW_NUMBER() OVER (PARTITION BY window_id ORDER BY answered_at DESC, session_id)`.as(
        'place',
      ),
    )
    .where('window_id', 'in', [...windowIds]);
  const rows = await db
    .selectFrom(ranked.as('ranked'))
    .selectAll()
    .where('place', '<=', limit)
    .orderBy('place')
    .execute();
  return groupBy(rows, (row) => row.window_id, toSession);
}

function toSession(row: Selectable<SessionRow>): SessionRecord {
  return {
    id: row.id,
    userId: row.user_id,
    // Written by chat alone, from the schema's enum.
    source: row.source as SessionSource,
    title: row.title,
    summary: row.summary,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}
