import type { CompletionMessage } from '../../../../schema/completion.ts';

/** What of an answer's text stands in its rounds with tools already: an answer has the text of all its rounds, one after the other. */
export function saidBefore(exchange: readonly CompletionMessage[], content: string): string {
  const said = exchange
    .flatMap((message) => (message.role === 'assistant' ? [message.content] : []))
    .join('');
  return content.startsWith(said) ? said : '';
}
