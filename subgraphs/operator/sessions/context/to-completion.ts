import type { CompletionMessage } from '../../../../schema/completion.ts';
import type { SessionContext, StoredMessage } from './read-context.ts';
import { saidBefore } from './said-before.ts';

/** The conversation as engines are told it. Where tools were used, what they said and what the engine thought goes along. */
export function toCompletionMessages({ kept, summary }: SessionContext): CompletionMessage[] {
  const messages = kept.flatMap(toMessages);
  return summary === null ? messages : [{ role: 'system', content: summary }, ...messages];
}

function toMessages({ role, content, reasoning, exchange }: StoredMessage): CompletionMessage[] {
  if (role === 'USER') return [{ role: 'user', content }];
  // Without tools an engine needs none of its old thoughts, and pays for each.
  if (exchange.length === 0) return [{ role: 'assistant', content }];
  const last = content.slice(saidBefore(exchange, content).length);
  const thought = reasoning === null ? {} : { reasoning };
  // Some engines refuse a message without text.
  return last === '' ? [...exchange] : [...exchange, { role: 'assistant', content: last, ...thought }];
}
