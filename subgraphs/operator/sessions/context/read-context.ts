import { sql, type Kysely } from 'kysely';
import type { MessageStatus, Role } from '../../../../schema/generated/operator.ts';
import type { CompletionMessage } from '../../../../schema/completion.ts';
import type { OperatorTables } from '../../tables.ts';
import {
  contextSeven,
  keepWithinBudget,
  MAX_CONTEXT_MESSAGES,
  type ContextMessage,
  type ContextSeven,
} from './context-seven.ts';
import { extractOf } from './extract.ts';
import { hintsOf } from './hints.ts';
import { saidBefore } from './said-before.ts';
import { topicOf } from './topic.ts';

export interface StoredMessage extends ContextMessage {
  readonly seq: number;
  readonly status: MessageStatus;
  readonly reasoning: string | null;
  /** What engine and tools told each other before an answer. */
  readonly exchange: readonly CompletionMessage[];
}

export interface SessionContext extends ContextSeven<StoredMessage> {
  readonly topic: string | null;
  readonly hints: string[];
}

/** An extract is made of the newest of the dropped ones; the rest is only counted. */
const MOST_EXTRACTED = 100;
/** A first sentence is shorter. */
const HEAD_CHARACTERS = 400;

/** What an engine is told of a session, up to but without the message `before`, or of all of it. */
export async function readContext(
  db: Kysely<OperatorTables>,
  sessionId: string,
  before: string | null,
): Promise<SessionContext> {
  const usable = usableMessages(db, sessionId, before);
  const { total } = await usable
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await usable
    .select(['seq', 'role', 'content', 'status', 'reasoning', 'exchange_json'])
    .orderBy('seq', 'desc')
    .limit(MAX_CONTEXT_MESSAGES)
    .execute();
  const newest = rows.reverse().map(toStored);
  const callersSummary = await summaryOf(db, sessionId);
  const kept = keepWithinBudget(newest, callersSummary);
  const dropped = Number(total) - kept.length;
  const heads = dropped === 0 ? [] : await droppedHeads(usable, kept[0]?.seq ?? 0);
  const context = contextSeven(kept, Number(total), callersSummary, extractOf(heads, dropped));
  const said = kept.filter(({ role }) => role === 'USER').map(({ content }) => content);
  return {
    ...context,
    topic: topicOf([...heads, ...said]),
    hints: hintsOf(context, callersSummary !== null),
  };
}

/** What the caller said last of what matters; null where that is nothing. */
async function summaryOf(db: Kysely<OperatorTables>, sessionId: string): Promise<string | null> {
  const session = await db
    .selectFrom('sessions')
    .select('summary')
    .where('id', '=', sessionId)
    .executeTakeFirst();
  const summary = session?.summary ?? '';
  return summary.trim() === '' ? null : summary;
}

/** Those that ended and say something. */
function usableMessages(db: Kysely<OperatorTables>, sessionId: string, before: string | null) {
  const usable = db
    .selectFrom('messages')
    .where('session_id', '=', sessionId)
    .where('role', 'in', ['USER', 'ASSISTANT'])
    .where('status', 'in', ['COMPLETE', 'PARTIAL', 'CANCELLED'])
    .where('content', '!=', '');
  if (before === null) return usable;
  return usable.where('seq', '<', db.selectFrom('messages').select('seq').where('id', '=', before));
}

async function droppedHeads(
  usable: ReturnType<typeof usableMessages>,
  beforeSeq: number,
): Promise<readonly string[]> {
  const rows = await usable
    .select(sql<string>`substr(content, 1, ${HEAD_CHARACTERS})`.as('head'))
    .where('role', '=', 'USER')
    .where('seq', '<', beforeSeq)
    .orderBy('seq', 'desc')
    .limit(MOST_EXTRACTED)
    .execute();
  return rows.reverse().map(({ head }) => head);
}

/** The strings and JSON of a row were written by operator alone, from the schema's types. */
function toStored(row: {
  readonly seq: number;
  readonly role: string;
  readonly content: string;
  readonly status: string;
  readonly reasoning: string | null;
  readonly exchange_json: string | null;
}): StoredMessage {
  const { seq, content, reasoning } = row;
  const exchange = row.exchange_json === null ? [] : (JSON.parse(row.exchange_json) as CompletionMessage[]);
  return {
    seq,
    content,
    role: row.role as Role,
    status: row.status as MessageStatus,
    reasoning,
    exchange,
    // Thoughts go along where tools were used.
    extraCharacters:
      row.exchange_json === null
        ? 0
        : row.exchange_json.length + (reasoning?.length ?? 0) - saidBefore(exchange, content).length,
  };
}
