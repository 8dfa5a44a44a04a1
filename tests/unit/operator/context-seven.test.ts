import { describe, expect, test } from 'vitest';
import { contextSeven, type ContextMessage } from '../../../subgraphs/operator/sessions/context-seven.ts';

const messages = (count: number): ContextMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    role: 'USER',
    content: `m${index}`.padEnd(8, '.'),
    status: 'COMPLETE',
  }));

describe('Context-7', () => {
  test('a short session is sent whole', () => {
    const context = contextSeven(messages(3), 3, null);
    expect(context).toMatchObject({ strategy: 'FULL', droppedMessages: 0, estimatedTokens: 6 });
    expect(context.kept).toHaveLength(3);
  });

  test('of a long session the newest fifty are sent, and the rest is counted as dropped', () => {
    const context = contextSeven(messages(60).slice(-50), 60, null);
    expect(context).toMatchObject({ strategy: 'SLIDING_WINDOW', droppedMessages: 10 });
    expect(context.kept).toHaveLength(50);
    expect(context.kept.at(-1)?.content).toBe('m59.....');
  });

  test('the summary counts into the estimate', () => {
    expect(contextSeven([], 0, 'a'.repeat(40)).estimatedTokens).toBe(10);
  });
});
