import { sql, type Kysely, type Selectable } from 'kysely';
import type {
  ChatErrorCode,
  FinishReason,
  Grounding,
  MessageStatus,
  Proposal,
  Responder,
  Role,
  TokenUsage,
} from '../../../schema/generated/operator.ts';
import type { CompletionDecision } from '../../../schema/completion.ts';
import type { Attempt } from '../answers/follow-attempts.ts';
import type { MessageRow, OperatorTables } from '../tables.ts';
import { groupBy } from './group-by.ts';
import { toConnection, wrongCursor, type Connection, type PageRequest } from './page.ts';

export interface MessageRecord {
  readonly seq: number;
  readonly id: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly content: string;
  readonly status: MessageStatus;
  readonly answeredBy: Responder | null;
  readonly engine: string | null;
  readonly hostService: string | null;
  readonly degraded: boolean;
  readonly degradedReason: string | null;
  readonly attempts: readonly Attempt[];
  readonly route: CompletionDecision | null;
  readonly grounded: readonly Grounding[];
  readonly proposals: readonly Proposal[];
  readonly usage: TokenUsage | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number | null;
  readonly finishReason: FinishReason | null;
  readonly error: StoredChatError | null;
  readonly metadata: unknown;
  readonly lastEventSeq: number;
  readonly createdAtMs: number;
  readonly correlationId: string;
}

export interface StoredChatError {
  readonly code: ChatErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterSec: number | null;
}

export interface Messages {
  byIds(ids: readonly string[]): Promise<Map<string, MessageRecord>>;
  page(sessionId: string, request: PageRequest): Promise<Connection<MessageRecord>>;
  counts(sessionIds: readonly string[]): Promise<Map<string, number>>;
  /** The newest `limit` answers of engines hosted by each service, newest first. */
  newestOfHosts(services: readonly string[], limit: number): Promise<Map<string, MessageRecord[]>>;
  /** False where there is no such message. */
  rate(id: string, rating: number, comment: string | null): Promise<boolean>;
}

export function createMessages(db: Kysely<OperatorTables>): Messages {
  return {
    async byIds(ids) {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('id', 'in', [...ids])
        .execute();
      return new Map(rows.map((row) => [row.id, toMessage(row)]));
    },
    page: (sessionId, request) => readPage(db, sessionId, request),
    async counts(sessionIds) {
      const rows = await db
        .selectFrom('messages')
        .select('session_id')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('session_id', 'in', [...sessionIds])
        .groupBy('session_id')
        .execute();
      return new Map(rows.map((row) => [row.session_id, Number(row.total)]));
    },
    newestOfHosts: (services, limit) => readNewestOfHosts(db, services, limit),
    async rate(id, rating, comment) {
      const result = await db
        .updateTable('messages')
        .set({ rating, rating_comment: comment })
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
  };
}

async function readPage(
  db: Kysely<OperatorTables>,
  sessionId: string,
  request: PageRequest,
): Promise<Connection<MessageRecord>> {
  const ofSession = db.selectFrom('messages').where('session_id', '=', sessionId);
  const { total } = await ofSession
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const forward = request.direction === 'forward';
  let rows = ofSession
    .selectAll()
    .orderBy('seq', forward ? 'asc' : 'desc')
    .limit(request.limit + 1);
  if (request.cursor !== undefined)
    rows = rows.where('seq', forward ? '>' : '<', parsePosition(request.cursor));
  return toConnection(
    request,
    (await rows.execute()).map(toMessage),
    (message) => String(message.seq),
    Number(total),
  );
}

function parsePosition(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw wrongCursor(cursor);
  return Number(cursor);
}

async function readNewestOfHosts(
  db: Kysely<OperatorTables>,
  services: readonly string[],
  limit: number,
): Promise<Map<string, MessageRecord[]>> {
  const ranked = db
    .selectFrom('messages')
    .selectAll()
    .select(sql<number>`ROW_NUMBER() OVER (PARTITION BY host_service ORDER BY seq DESC)`.as('place'))
    .where('host_service', 'in', [...services]);
  const rows = await db
    .selectFrom(ranked.as('ranked'))
    .selectAll()
    .where('place', '<=', limit)
    .orderBy('place')
    .execute();
  return groupBy(rows, (row) => row.host_service ?? '', toMessage);
}

/** The strings and JSON of a row were written by this folder alone, from the schema's types. */
export function toMessage(row: Selectable<MessageRow>): MessageRecord {
  return {
    seq: row.seq,
    id: row.id,
    sessionId: row.session_id,
    role: row.role as Role,
    content: row.content,
    status: row.status as MessageStatus,
    answeredBy: row.answered_by as Responder | null,
    engine: row.engine,
    hostService: row.host_service,
    degraded: row.degraded === 1,
    degradedReason: row.degraded_reason,
    attempts: JSON.parse(row.attempts_json) as Attempt[],
    route: row.route_json === null ? null : (JSON.parse(row.route_json) as CompletionDecision),
    grounded: JSON.parse(row.grounded_json) as Grounding[],
    proposals: JSON.parse(row.proposals_json) as Proposal[],
    usage: row.usage_json === null ? null : (JSON.parse(row.usage_json) as TokenUsage),
    firstTokenMs: row.first_token_ms,
    totalMs: row.total_ms,
    finishReason: row.finish_reason as FinishReason | null,
    error: row.error_json === null ? null : (JSON.parse(row.error_json) as StoredChatError),
    metadata: row.metadata_json === null ? null : (JSON.parse(row.metadata_json) as unknown),
    lastEventSeq: row.last_event_seq,
    createdAtMs: row.created_at,
    correlationId: row.correlation_id,
  };
}
