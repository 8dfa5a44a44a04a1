import type { OperationOptions } from '../client-options.ts';
import * as documents from '../generated/graphql.ts';
import { Vx11Error } from '../vx11-error.ts';
import { followAnswer, type ChatStep } from './chat-steps.ts';
import { endable } from './endable.ts';
import type { Core } from './verbs.ts';

export interface ChatVerbs {
  /**
   * Asks, and tells how the answer is made. Leaving it cancels nothing: the answer goes on and is stored. Throws Vx11Error where the
   * question is refused. A connection that breaks is opened again, and the answer goes on where it was.
   */
  chat(input: Omit<documents.ChatInput, 'wait'>, options?: OperationOptions): AsyncIterableIterator<ChatStep>;
  /** Ends the answer at its engine; what was said so far is kept. */
  cancelChat(
    messageId: string,
    options?: OperationOptions,
  ): Promise<documents.CancelChatMutation['cancelChat']>;
}

export function createChatVerbs(client: Core): ChatVerbs {
  return {
    chat: (input, options = {}) =>
      endable(options.signal, (signal) => ask(client, input, { ...options, signal })),
    cancelChat: async (messageId, options) =>
      (await client.mutate(documents.CancelChatDocument, { messageId }, options)).data.cancelChat,
  };
}

async function* ask(
  client: Core,
  input: Omit<documents.ChatInput, 'wait'>,
  options: OperationOptions,
): AsyncGenerator<ChatStep, void, undefined> {
  // Sent again under the same key it would be the same question.
  const idempotencyKey = input.idempotencyKey ?? globalThis.crypto.randomUUID();
  const question = { ...input, idempotencyKey, wait: false };
  const { data } = await sendTwice(() => client.mutate(documents.ChatDocument, { input: question }, options));
  const { session, message, error, correlationId, deduplicated } = data.chat;
  if (error !== null) throw refusal(error, correlationId);
  if (session === null || message === null)
    throw new Vx11Error('INVALID_ANSWER', 'the gateway accepted the question and named no message', {
      facts: { correlationId },
    });
  yield { type: 'begun', sessionId: session.id, messageId: message.id, deduplicated };
  yield* followAnswer(client, message.id, options.signal);
}

/** The connection may break while the question is asked: then nobody knows whether it was heard. */
async function sendTwice<Value>(send: () => Promise<Value>): Promise<Value> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof Vx11Error) || error.code !== 'UNREACHABLE') throw error;
    return send();
  }
}

function refusal(
  error: { readonly code: string; readonly message: string; readonly retryAfterSec: number | null },
  correlationId: string,
): Vx11Error {
  const retryAfterMs = error.retryAfterSec === null ? undefined : error.retryAfterSec * 1_000;
  return new Vx11Error(error.code, error.message, { facts: { correlationId, retryAfterMs } });
}
