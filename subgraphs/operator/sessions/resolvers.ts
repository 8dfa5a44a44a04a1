import { toDateTime } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type {
  MutationResolvers,
  QueryResolvers,
  Resolvers,
  SubscriptionResolvers,
} from '../../../schema/generated/operator.ts';
import { adjustSwitch } from '../feedback/adjust-switch.ts';
import { notImplemented } from '../not-implemented.ts';
import { MAX_CONTEXT_MESSAGES } from './context/context-seven.ts';
import { pageRequest } from './page.ts';
import type { SessionRecord } from './sessions.ts';

const MAX_TITLE_CHARACTERS = 200;

export const sessionResolvers = {
  types: {
    Session: {
      __resolveReference: ({ id }, { load }) => load.session.load(id),
      createdAt: ({ createdAtMs }) => toDateTime(createdAtMs),
      updatedAt: ({ updatedAtMs }) => toDateTime(updatedAtMs),
      messageCount: ({ id }, _args, { load }) => load.messageCount.load(id),
      messages: ({ id }, args, { messages }) => messages.page(id, pageRequest(args)),
      browserTasks: notImplemented('Session.browserTasks'),
      async context({ id }, _args, { conversations }) {
        const { kept, ...context } = await conversations.context(id);
        return { ...context, keptMessages: kept.length, maxMessages: MAX_CONTEXT_MESSAGES };
      },
    },
    PowerWindow: {
      __resolveReference: ({ id }) => ({ id }),
      sessions: ({ id }, { first }, { load }) =>
        load.sessionsOfWindow.load({ key: id, first: bounded(first) }),
    },
    Service: {
      __resolveReference: ({ name }) => ({ name }),
      recentMessages: ({ name }, { first }, { load }) =>
        load.messagesOfHost.load({ key: name, first: bounded(first) }),
    },
  } satisfies Resolvers,

  Query: {
    session: (_root, { id }, { load }) => load.session.load(id),
    sessions(_root, { first, after, search }, { sessions, request: searcher }) {
      const request = pageRequest({ first, after: after ?? null });
      return search == null || search === ''
        ? sessions.page(request)
        : sessions.search(request, search, searcher);
    },
    message: (_root, { id }, { load }) => load.message.load(id),
    toolCalls: (_root, { sessionId }, { toolCalls }) => toolCalls.ofSession(sessionId),
  } satisfies QueryResolvers,

  Mutation: {
    async renameSession(_root, { id, title }, { sessions, sessionChanges, request }) {
      const { correlationId } = request;
      const name = title.trim();
      const characters = [...name].length;
      if (characters < 1 || characters > MAX_TITLE_CHARACTERS) {
        const message = `title must hold 1 to ${MAX_TITLE_CHARACTERS} characters, got ${characters}`;
        return { ok: false, message, correlationId, session: null };
      }
      const session = await sessions.rename(id, name);
      sessionChanges.changed(id);
      return {
        ok: session !== null,
        message: session === null ? noSession(id) : null,
        correlationId,
        session,
      };
    },
    async deleteSession(_root, { id }, { sessions, running, request }) {
      await running.cancelSession(id);
      const session = await sessions.remove(id);
      const message = session === null ? noSession(id) : null;
      return { ok: session !== null, message, correlationId: request.correlationId, session };
    },
    async recordToolCall(_root, { input }, { toolCalls, load, request }) {
      const { correlationId } = request;
      if ((await load.message.load(input.messageId)) === null) {
        return {
          ok: false,
          message: `there is no message ${input.messageId}`,
          correlationId,
          toolCall: null,
        };
      }
      return { ok: true, message: null, correlationId, toolCall: await toolCalls.record(input) };
    },
    async recordSwitchAdjustment(_root, { input }, { switchAdjustments, load, askSwitch, clock, request }) {
      const { correlationId } = request;
      if ((await load.session.load(input.sessionId)) === null) {
        return { ok: false, message: noSession(input.sessionId), correlationId, adjustment: null };
      }
      if (!input.apply) {
        const adjustment = await switchAdjustments.record(input, false);
        return { ok: true, message: null, correlationId, adjustment };
      }
      const { before, after, problem } = await adjustSwitch(input.after, { askSwitch, clock }, request);
      const read = { ...input, before: before ?? input.before, after: after ?? input.after };
      const adjustment = await switchAdjustments.record(read, problem === null);
      const message = problem === null ? null : `recorded, but not carried out: ${problem}`;
      return { ok: problem === null, message, correlationId, adjustment };
    },
  } satisfies MutationResolvers,

  Subscription: {
    sessionChanged: {
      async subscribe(_root, { id }, { sessions, sessionChanges }) {
        if (id != null && !(await sessions.byIds([id])).has(id))
          throw new CodedError('BAD_USER_INPUT', { problem: noSession(id) });
        return sessionChanges.follow(id ?? null, async (changed) =>
          (await sessions.byIds([changed])).get(changed),
        );
      },
      resolve: (session: SessionRecord) => session,
    },
  } satisfies SubscriptionResolvers,
};

function noSession(id: string): string {
  return `there is no session ${id}`;
}

function bounded(first: number): number {
  return pageRequest({ first }).limit;
}
