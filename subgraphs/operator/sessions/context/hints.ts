import type { ContextSeven } from './context-seven.ts';

/** For people: what an engine is not told in full, and what helps. */
export function hintsOf(
  context: Pick<ContextSeven<unknown>, 'droppedMessages' | 'strategy'>,
  hasCallersSummary: boolean,
): string[] {
  const hints: string[] = [];
  if (context.droppedMessages > 0) hints.push(`${context.droppedMessages} earlier messages are not sent`);
  if (context.strategy === 'SUMMARY') hints.push('their first sentences are sent instead');
  if (context.droppedMessages > 0 && !hasCallersSummary)
    hints.push('pass contextSummary with the next message to say what matters of them');
  if (hasCallersSummary) hints.push('the contextSummary given last is sent before the messages');
  return hints;
}
