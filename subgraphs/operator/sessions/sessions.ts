import { sql, type Kysely, type Selectable } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { SessionSource } from '../../../schema/generated/operator.ts';
import type { OperatorTables, SessionRow } from '../tables.ts';
import { foldText } from './search/fold-text.ts';
import { groupBy } from './group-by.ts';
import { toConnection, wrongCursor, type Connection, type PageRequest } from './page.ts';

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
  /** Newest activity first; `search` looks into titles and messages, as plain text without case and accents. */
  page(request: PageRequest, search: string | null): Promise<Connection<SessionRecord>>;
  /** Null where there is no such session. */
  rename(id: string, title: string): Promise<SessionRecord | null>;
  /** With all of its messages and records. Null where there is no such session. */
  remove(id: string): Promise<SessionRecord | null>;
  /** For each window the sessions answered under it, newest answer first, at most `limit` each. */
  ofWindows(windowIds: readonly string[], limit: number): Promise<Map<string, SessionRecord[]>>;
}

export function createSessions(db: Kysely<OperatorTables>, clock: Clock): Sessions {
  const byIds: Sessions['byIds'] = async (ids) => {
    const rows = await db
      .selectFrom('sessions')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute();
    return new Map(rows.map((row) => [row.id, toSession(row)]));
  };
  const one = async (id: string): Promise<SessionRecord | null> => (await byIds([id])).get(id) ?? null;

  return {
    byIds,
    page: (request, search) => readPage(db, request, search),
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
  search: string | null,
): Promise<Connection<SessionRecord>> {
  let found = db.selectFrom('sessions');
  if (search !== null && search !== '') {
    const wanted = foldText(search);
    found = found.where(
      sql<boolean>`(instr(folded(title), ${wanted}) OR EXISTS (SELECT 1 FROM messages WHERE session_id = sessions.id AND instr(folded(content), ${wanted})))`,
    );
  }
  const { total } = await found
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  let rows = found
    .selectAll()
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1);
  if (request.cursor !== undefined) {
    const { updatedAt, id } = parsePosition(request.cursor);
    rows = rows.where(sql<boolean>`(updated_at, id) < (${updatedAt}, ${id})`);
  }
  const sessions = (await rows.execute()).map(toSession);
  return toConnection(request, sessions, (session) => `${session.updatedAtMs} ${session.id}`, Number(total));
}

function parsePosition(cursor: string): { readonly updatedAt: number; readonly id: string } {
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
