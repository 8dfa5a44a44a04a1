import * as documents from '../generated/graphql.ts';
import type { Core } from './verbs.ts';

export type ChatAnswer = documents.AnswerFragment;

/** What happens while an answer is made. `content` is the whole text so far. */
export type ChatStep =
  | {
      readonly type: 'begun';
      readonly sessionId: string;
      readonly messageId: string;
      /** The key was used before: this is the answer to that question. */
      readonly deduplicated: boolean;
    }
  /** All that was said before one looked. */
  | { readonly type: 'snapshot'; readonly content: string }
  /** An engine is asked; null while it cannot be named. */
  | {
      readonly type: 'routing';
      readonly engine: string | null;
      readonly attempt: number;
      readonly why: string;
    }
  | { readonly type: 'text'; readonly text: string; readonly content: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool'; readonly tool: string; readonly status: documents.ToolCallStatus }
  /** The engine died after text was shown: the last `discardedCharacters` are void, and another one starts over. */
  | {
      readonly type: 'restarted';
      readonly from: string | null;
      readonly to: string | null;
      readonly discardedCharacters: number;
      readonly reason: string;
      readonly content: string;
    }
  | { readonly type: 'finished'; readonly message: ChatAnswer };

type ChatEvent = documents.ChatStreamSubscription['chatStream'];

/** Until the answer is finished. */
export async function* followAnswer(
  client: Core,
  messageId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ChatStep, void, undefined> {
  const stream = client.subscribe(documents.ChatStreamDocument, { messageId }, { signal });
  let content = '';
  for await (const { data, errors } of stream) {
    if (data === null) throw errors[0] ?? new Error('an event of the answer was empty');
    const step = stepOf(data.chatStream, content);
    if ('content' in step) content = step.content;
    yield step;
    if (step.type === 'finished') return;
  }
}

/** `content` is the text before the event. */
export function stepOf(event: ChatEvent, content: string): Exclude<ChatStep, { type: 'begun' }> {
  switch (event.__typename) {
    case 'ChatSnapshot':
      return { type: 'snapshot', content: event.content };
    case 'ChatRouting':
      return { type: 'routing', engine: event.engine?.id ?? null, attempt: event.attempt, why: event.why };
    case 'ChatDelta':
      if (event.reasoning) return { type: 'reasoning', text: event.text };
      return { type: 'text', text: event.text, content: content + event.text };
    case 'ChatToolCall':
      return { type: 'tool', tool: event.toolCall.tool, status: event.toolCall.status };
    case 'ChatRestarted': {
      const { discardedCharacters, reason } = event;
      const kept = content.slice(0, Math.max(0, content.length - discardedCharacters));
      const engines = { from: event.from?.id ?? null, to: event.to?.id ?? null };
      return { type: 'restarted', ...engines, discardedCharacters, reason, content: kept };
    }
    case 'ChatFinished':
      return { type: 'finished', message: event.message };
  }
}
