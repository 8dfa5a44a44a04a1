import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { FeedbackInput, MutationResolvers } from '../../../schema/generated/switch.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import type { SwitchTables } from '../store/tables.ts';
import { refusal, unknownEngine } from './engine-mutations.ts';

const LONGEST_COMMENT = 2_000;

/** What people say of answers: kept, and part of the engine's score. Its latency and tokens are kept only; switch measures its own. */
export function feedbackMutations(parts: {
  readonly registry: EngineRegistry;
  readonly db: Kysely<SwitchTables>;
  readonly clock: Clock;
}): Pick<MutationResolvers, 'recordFeedback'> {
  const { registry, db, clock } = parts;
  return {
    recordFeedback: async (_root, { input }, { request }) => {
      const { correlationId } = request;
      if (registry.get(input.engine) === undefined) return unknownEngine(input.engine, correlationId);
      const problem = problemOf(input);
      if (problem !== undefined) return refusal(problem, correlationId);
      const at = clock.now();
      const id = randomUUID();
      const { engine: engineId, success, latencyMs, tokens = 0, rating = null } = input;
      await db
        .insertInto('feedback')
        .values({
          id,
          engine: engineId,
          success: success ? 1 : 0,
          latency_ms: latencyMs,
          tokens,
          rating,
          message_id: input.messageId ?? null,
          comment: input.comment ?? null,
          actor: request.actor.name,
          at,
        })
        .execute();
      const engine = registry.rate(engineId, qualityOf(input));
      if (engine === undefined) return unknownEngine(engineId, correlationId);
      const feedback = { id, engine, success, latencyMs, tokens, rating, at: toDateTime(at) };
      return { ok: true, correlationId, message: null, feedback };
    },
  };
}

function problemOf({ latencyMs, tokens = 0, rating, comment }: FeedbackInput): string | undefined {
  if (latencyMs < 0) return `latencyMs must be 0 or more, got ${latencyMs}`;
  if (tokens < 0) return `tokens must be 0 or more, got ${tokens}`;
  if (rating !== null && rating !== undefined && (rating < 1 || rating > 5))
    return `rating must be between 1 and 5, got ${rating}`;
  const { length } = comment ?? '';
  return length > LONGEST_COMMENT
    ? `comment must have at most ${LONGEST_COMMENT} characters, got ${length}`
    : undefined;
}

/** 0 to 1; what did not succeed is bad, however it is rated. */
function qualityOf({ success, rating }: FeedbackInput): number {
  if (!success) return 0;
  return rating === null || rating === undefined ? 1 : (rating - 1) / 4;
}
