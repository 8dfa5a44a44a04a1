import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import { readContext, type SessionContext } from '../sessions/context/read-context.ts';
import type { OperatorTables } from '../tables.ts';
import type { Answer } from '../answers/answer.ts';
import type { Attempt } from '../answers/follow-attempts.ts';
import type { PartialAnswer } from '../answers/partial-answer.ts';
import { chatEvents } from '../events/chat-event.ts';
import type { EventLog } from '../events/event-log.ts';
import { begin, type Begun, type Question } from './begin-question.ts';

/** Everything that a chat writes, one transaction per phase: the question is on the disk before any engine is called. */
export interface ConversationStore {
  /** Stores session, question, PENDING answer and key at once, or finds the answer of an earlier equal request. */
  begin(question: Question): Promise<Begun>;
  /** What was shown so far and by whom, so that a crash leaves it. */
  savePartial(messageId: string, partial: PartialAnswer): Promise<void>;
  /** False where the message is gone: its session was deleted meanwhile. */
  finish(messageId: string, answer: Answer, lastEventSeq: number): Promise<boolean>;
  /** Answers that a crash cut off: PARTIAL with their text, or FAILED without. Returns how many. */
  recover(): Promise<number>;
  /** What an engine would be told of the session now. */
  context(sessionId: string): Promise<SessionContext>;
  /** What an engine is told for one answer: the session up to its question, whatever was asked after it. */
  contextOf(answer: { readonly sessionId: string; readonly messageId: string }): Promise<SessionContext>;
}

/**
 * The last seq of an answer that a crash cut off: beyond every seq that any viewer may have seen, for which are not stored.
 * An answer would have to run for months to get here; one more still is a GraphQL Int.
 */
const INTERRUPTED_SEQ = 1_000_000_000;

const INTERRUPTED = {
  code: 'INTERNAL',
  message: 'the server stopped before the answer was complete; ask again',
  retryable: true,
  retryAfterSec: null,
} as const;

export function createConversationStore(
  db: Kysely<OperatorTables>,
  clock: Clock,
  events: EventLog,
): ConversationStore {
  return {
    begin: (question) => db.transaction().execute((tx) => begin(tx, question, clock.now())),
    async savePartial(messageId, { content, answeredBy, engine, attempts, route }) {
      await db
        .updateTable('messages')
        .set({
          content,
          status: 'STREAMING',
          answered_by: answeredBy,
          engine,
          attempts_json: JSON.stringify(attempts),
          route_json: route === null ? null : JSON.stringify(route),
        })
        .where('id', '=', messageId)
        .execute();
    },
    async finish(messageId, answer, seq) {
      // What is told of the answer goes to the disk with it: one commit, and never one without the other.
      const found = await db.transaction().execute(async (tx) => {
        const correlationId = await finish(tx, messageId, answer, seq, clock.now());
        if (correlationId === undefined) return false;
        for (const event of chatEvents(messageId, correlationId, answer)) await events.insert(tx, event);
        return true;
      });
      if (found) await events.committed();
      return found;
    },
    recover: () => db.transaction().execute(recover),
    context: (sessionId) => readContext(db, sessionId, null),
    contextOf: ({ sessionId, messageId }) => readContext(db, sessionId, messageId),
  };
}

async function recover(tx: Transaction<OperatorTables>): Promise<number> {
  const cutOff = await tx
    .selectFrom('messages')
    .select(['id', 'content', 'attempts_json'])
    .where('status', 'in', ['PENDING', 'STREAMING'])
    .execute();
  for (const { id, content, attempts_json } of cutOff) {
    const attempts = JSON.parse(attempts_json) as Answer['attempts'];
    await tx
      .updateTable('messages')
      .set({
        status: content === '' ? 'FAILED' : 'PARTIAL',
        attempts_json: JSON.stringify(attempts.map(interrupted)),
        finish_reason: 'ERROR',
        error_json: JSON.stringify(INTERRUPTED),
        last_event_seq: INTERRUPTED_SEQ,
      })
      .where('id', '=', id)
      .execute();
  }
  return cutOff.length;
}

/** How long it took nobody knows: whoever measured it is gone. */
function interrupted(attempt: Attempt): Attempt {
  return attempt.outcome === 'RUNNING' ? { ...attempt, outcome: 'INTERRUPTED' } : attempt;
}

/** The correlation id of the question; undefined where the message is gone. */
async function finish(
  tx: Transaction<OperatorTables>,
  messageId: string,
  answer: Answer,
  lastEventSeq: number,
  now: number,
): Promise<string | undefined> {
  const row = await tx
    .updateTable('messages')
    .set({
      content: answer.content,
      status: answer.status,
      answered_by: answer.answeredBy,
      engine: answer.engine,
      host_service: answer.hostService,
      degraded: answer.degradedReason === null ? 0 : 1,
      degraded_reason: answer.degradedReason,
      attempts_json: JSON.stringify(answer.attempts),
      route_json: answer.route === null ? null : JSON.stringify(answer.route),
      grounded_json: JSON.stringify(answer.grounded),
      proposals_json: JSON.stringify(answer.proposals),
      reasoning: answer.reasoning,
      exchange_json: answer.exchange.length === 0 ? null : JSON.stringify(answer.exchange),
      usage_json: answer.usage === null ? null : JSON.stringify(answer.usage),
      first_token_ms: answer.firstTokenMs,
      total_ms: answer.totalMs,
      finish_reason: answer.finishReason,
      error_json: answer.error === null ? null : JSON.stringify(answer.error),
      last_event_seq: lastEventSeq,
    })
    .where('id', '=', messageId)
    .returning(['session_id', 'correlation_id'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await tx.updateTable('sessions').set({ updated_at: now }).where('id', '=', row.session_id).execute();
  for (const windowId of answer.windowIds) {
    await tx
      .insertInto('session_windows')
      .values({ session_id: row.session_id, window_id: windowId, answered_at: now })
      .onConflict((conflict) =>
        conflict.columns(['window_id', 'session_id']).doUpdateSet({ answered_at: now }),
      )
      .execute();
  }
  return row.correlation_id;
}
