import { CodedError } from '../../../platform/errors.ts';
import type {
  MutationResolvers,
  Resolvers,
  SubscriptionResolvers,
} from '../../../schema/generated/operator.ts';
import type { AnswerEvent } from '../answers/answer-log.ts';
import { messageNotFound, refused } from './chat.ts';
import { finishedAnswer } from '../answers/finished-answer.ts';

const MAX_RATING = 5;

export const chatResolvers = {
  types: {
    ChatPayload: {
      correlationId: (_outcome, _args, { request }) => request.correlationId,
      session: ({ message }, _args, { load }) =>
        message === null ? null : load.session.load(message.sessionId),
    },
  } satisfies Resolvers,

  Mutation: {
    chat: (_root, { input }, { chat, request }) => chat.ask(input, request),
    cancelChat: (_root, { messageId }, { chat }) => chat.cancel(messageId),
    async rateMessage(_root, { messageId, rating, comment }, { messages, load, feedback, request }) {
      if (rating < 1 || rating > MAX_RATING) {
        throw new CodedError('BAD_USER_INPUT', {
          problem: `rating must be between 1 and ${MAX_RATING}, got ${rating}`,
        });
      }
      if (!(await messages.rate(messageId, rating, comment ?? null)))
        return refused(messageNotFound(messageId));
      const message = await load.message.load(messageId);
      if (message !== null) await feedback.rated(message, rating, comment ?? null, request);
      return { ok: true, message, error: null, deduplicated: false };
    },
  } satisfies MutationResolvers,

  Subscription: {
    chatStream: {
      async subscribe(_root, { messageId, afterSeq }, { running, load }) {
        const answer = running.get(messageId);
        if (answer !== undefined) return answer.log.follow(afterSeq ?? null);
        const message = await load.message.load(messageId);
        if (message === null)
          throw new CodedError('BAD_USER_INPUT', { problem: messageNotFound(messageId).message });
        return finishedAnswer(message, afterSeq ?? null);
      },
      resolve: (event: AnswerEvent) => event,
    },
  } satisfies SubscriptionResolvers,
};
