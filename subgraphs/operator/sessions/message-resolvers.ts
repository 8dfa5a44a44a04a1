import { toDateTime } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { Resolvers } from '../../../schema/generated/operator.ts';

export const messageResolvers = {
  Message: {
    __resolveReference: ({ id }, { load }) => load.message.load(id),
    session: async ({ sessionId }, _args, { load }) =>
      required(await load.session.load(sessionId), 'session', sessionId),
    engine: ({ engine }) => (engine === null ? null : { id: engine }),
    attempts: ({ attempts }) => attempts.map((attempt) => ({ ...attempt, engine: { id: attempt.engine } })),
    grounded: ({ grounded }) => [...grounded],
    proposals: ({ proposals }) => [...proposals],
    route: ({ route }) =>
      route === null
        ? null
        : {
            ...route,
            candidates: route.candidates.map((candidate) => ({
              ...candidate,
              engine: { id: candidate.engine },
            })),
          },
    toolCalls: ({ id }, _args, { load }) => load.toolCallsOfMessage.load(id),
    createdAt: ({ createdAtMs }) => toDateTime(createdAtMs),
  },
  ToolCall: {
    __resolveReference: ({ id }, { load }) => load.toolCall.load(id),
    createdAt: ({ createdAtMs }) => toDateTime(createdAtMs),
  },
  SwitchAdjustment: {
    __resolveReference: ({ id }, { load }) => load.switchAdjustment.load(id),
    session: async ({ sessionId }, _args, { load }) =>
      required(await load.session.load(sessionId), 'session', sessionId),
    createdAt: ({ createdAtMs }) => toDateTime(createdAtMs),
    appliedAt: ({ appliedAtMs }) => (appliedAtMs === null ? null : toDateTime(appliedAtMs)),
  },
} satisfies Resolvers;

/** The foreign keys of the store make it be there, except where it was deleted while this was read. */
function required<T>(value: T | null, what: string, id: string): T {
  if (value === null) throw new CodedError('BAD_USER_INPUT', { problem: `there is no ${what} ${id}` });
  return value;
}
