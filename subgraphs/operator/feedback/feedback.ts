import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import type { Facts } from '../facts/facts.ts';
import type { AskSubgraph } from '../ports.ts';
import type { MessageRecord } from '../sessions/messages.ts';
import type { OperatorTables } from '../tables.ts';

/** Beyond this the oldest are forgotten. */
const MOST_WAITING = 1_000;
const SEND_LIMIT_MS = 2_000;
/** A rating below this says that the answer was no success. */
const FIRST_GOOD_RATING = 3;

interface FeedbackParts {
  readonly db: Kysely<OperatorTables>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly facts: Facts;
  readonly askSwitch: AskSubgraph;
}

export interface Feedback {
  /** Keeps the rating of an engine's answer for switch, and tells it now where it is awake. A newer rating replaces one that waits. */
  rated(
    message: MessageRecord,
    rating: number,
    comment: string | null,
    context: RequestContext,
  ): Promise<void>;
  /** Tells switch what waits. For when it has become READY. Never rejects. */
  flush(signal: AbortSignal): Promise<void>;
}

export function createFeedback(parts: FeedbackParts): Feedback {
  const { db, clock, log } = parts;
  let flushing: Promise<void> | undefined;

  async function flushAll(signal: AbortSignal): Promise<void> {
    const rows = await db.selectFrom('waiting_feedback').selectAll().orderBy('id').execute();
    for (const row of rows) {
      // What rating demands, and no more, whatever else its actor may do.
      const actor = { name: row.actor, scopes: ['chat:write'] };
      const context = { correlationId: row.correlation_id, actor, signal };
      if (!(await send(parts, JSON.parse(row.input_json) as unknown, context))) return;
      // A newer rating may have taken its place meanwhile, which is still to be sent.
      const { id, input_json: sent } = row;
      await db.deleteFrom('waiting_feedback').where('id', '=', id).where('input_json', '=', sent).execute();
    }
  }

  return {
    async rated(message, rating, comment, context) {
      if (message.engine === null) return;
      const input = {
        engine: message.engine,
        success: rating >= FIRST_GOOD_RATING,
        latencyMs: message.totalMs ?? 0,
        tokens: message.usage?.totalTokens ?? 0,
        messageId: message.id,
        rating,
        comment,
      };
      await keep(db, message.id, input, context, clock.now());
      if (!(await isAwake(parts.facts, context))) return;
      // The one under way may have read what waits before this was kept.
      await flushing;
      await this.flush(context.signal);
    },
    flush(signal) {
      flushing ??= flushAll(signal)
        .catch((error: unknown) => log.warn({ err: error }, 'feedback waits for switch'))
        .finally(() => (flushing = undefined));
      return flushing;
    },
  };
}

async function keep(
  db: Kysely<OperatorTables>,
  messageId: string,
  input: unknown,
  { actor, correlationId }: RequestContext,
  now: number,
): Promise<void> {
  const row = {
    actor: actor.name,
    correlation_id: correlationId,
    input_json: JSON.stringify(input),
    created_at: now,
  };
  await db
    .insertInto('waiting_feedback')
    .values({ message_id: messageId, ...row })
    .onConflict((conflict) => conflict.column('message_id').doUpdateSet(row))
    .execute();
  const newest = db.selectFrom('waiting_feedback').select('id').orderBy('id', 'desc').limit(MOST_WAITING);
  await db.deleteFrom('waiting_feedback').where('id', 'not in', newest).execute();
}

/** By madre's read model: who sleeps is not asked. */
async function isAwake(facts: Facts, context: RequestContext): Promise<boolean> {
  const services = await facts.services(context).catch(() => []);
  return services.some(({ name, state }) => name === 'switch' && state === 'READY');
}

/** False where it must be tried again. What switch refuses for good is done with. */
async function send(parts: FeedbackParts, input: unknown, context: RequestContext): Promise<boolean> {
  const limit = { clock: parts.clock, what: 'switch', limitMs: SEND_LIMIT_MS, parent: context.signal };
  const { data, errors } = await withDeadline(limit, (signal) =>
    parts.askSwitch({ query: RECORD, variables: { input }, context: { ...context, signal } }),
  );
  if (errors?.some(({ extensions }) => extensions['code'] === 'BAD_USER_INPUT') === true) return true;
  return errors === undefined && recorded.safeParse(data).success;
}

const RECORD =
  'mutation OperatorFeedback($input: FeedbackInput!) { recordFeedback(input: $input) { ok message } }';
const recorded = z.object({ recordFeedback: z.object({ ok: z.boolean() }) });
