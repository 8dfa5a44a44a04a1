import { toDateTime } from '../../../../platform/clock.ts';
import { CodedError } from '../../../../platform/errors.ts';
import type { JsonValue } from '../../../../platform/json.ts';
import type { MutationResolvers, QueryResolvers, Resolvers } from '../../../../schema/generated/madre.ts';
import type { MadreContext } from '../../context.ts';
import { approveIntent, rejectIntent } from '../../intents/decide-intent.ts';
import { emitIntent } from '../../intents/emit-intent.ts';
import type { IntentRecord } from '../../intents/intent-record.ts';
import { countIntents, readIntent, readIntentPage, readIntents } from '../../intents/intent-rows.ts';
import type { Outcome } from '../../refusal.ts';
import { changesOf, placeBehind } from '../streams/changes.ts';
import { connection, pageRequest } from '../page.ts';
import { payloadOf } from '../payload.ts';

export const intentQueries: Pick<QueryResolvers<MadreContext>, 'intent' | 'intents'> = {
  intent: async (_root, { id }, { power }) => (await readIntent(power.db, id)) ?? null,
  async intents(_root, { status, first, after }, { power }) {
    const page = pageRequest(first, after);
    const rows = await readIntentPage(power.db, {
      status: status ?? undefined,
      before: page.before,
      limit: page.limit + 1,
    });
    return connection(rows, {
      ...page,
      total: await countIntents(power.db, status ?? undefined),
      place: ({ position }) => position,
      node: ({ intent }) => intent,
    });
  },
};

export const intentMutations: Pick<
  MutationResolvers<MadreContext>,
  'emitIntent' | 'approveIntent' | 'rejectIntent'
> = {
  async emitIntent(_root, { input }, context) {
    const request = {
      type: input.type,
      target: input.target ?? null,
      reason: input.reason,
      // The scalar JSON hands over what was parsed as JSON or as a literal of GraphQL.
      payload: (input.payload ?? null) as JsonValue,
    };
    return intentPayload(
      await emitIntent(context.power, request, input.idempotencyKey ?? null, context.cause),
      context,
    );
  },
  approveIntent: async (_root, { id }, context) =>
    intentPayload(await approveIntent(context.power, id, context.cause), context),
  rejectIntent: async (_root, { id, reason }, context) =>
    intentPayload(await rejectIntent(context.power, id, reason ?? null, context.cause), context),
};

export const intentResolvers: Pick<Resolvers<MadreContext>, 'Intent'> = {
  Intent: {
    __resolveReference: async ({ id }, { power }) => (await readIntent(power.db, id)) ?? null,
    // The catalog may have lost it since.
    target: ({ target }, _args, { power }) =>
      target === null || power.services.get(target) === undefined ? null : { name: target },
    seq: ({ seq }) => seq ?? null,
    createdAt: ({ createdAt }) => toDateTime(createdAt),
    updatedAt: ({ updatedAt }) => toDateTime(updatedAt),
  },
};

/** Now: the one intent, or without an id each that is not finished. */
export async function intentChanges(
  id: string | null,
  afterSeq: number | null,
  context: MadreContext,
): Promise<AsyncIterableIterator<IntentRecord>> {
  if (id !== null && (await readIntent(context.power.db, id)) === undefined)
    throw new CodedError('BAD_USER_INPUT', {
      problem: `there is no intent ${JSON.stringify(id.slice(0, 64))}`,
    });
  return changesOf<IntentRecord>(context, {
    afterSeq,
    async snapshot(db, seq) {
      const one = id === null ? undefined : await readIntent(db, id);
      const shown = id === null ? await readIntents(db) : one === undefined ? [] : [one];
      return shown.map((intent, index) => ({ ...intent, seq: placeBehind(index, shown, seq) }));
    },
    event: ({ kind, key, seq, data }) =>
      // Only saveIntent emits events of this kind.
      kind === 'intent' && (id === null || key === id) ? { ...(data as IntentRecord), seq } : undefined,
  });
}

function intentPayload(outcome: Outcome<IntentRecord>, context: MadreContext) {
  return { ...payloadOf(outcome, context), intent: outcome.ok ? outcome.value : null };
}
