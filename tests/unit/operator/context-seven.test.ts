import { describe, expect, test } from 'vitest';
import {
  contextSeven,
  keepWithinBudget,
  MAX_CONTEXT_TOKENS,
  type ContextMessage,
} from '../../../subgraphs/operator/sessions/context/context-seven.ts';
import { extractOf } from '../../../subgraphs/operator/sessions/context/extract.ts';
import { topicOf } from '../../../subgraphs/operator/sessions/context/topic.ts';

const messages = (count: number): ContextMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    role: 'USER',
    content: `m${index}`.padEnd(8, '.'),
  }));

describe('what of a session fits', () => {
  const long = (role: 'USER' | 'ASSISTANT', characters: number): ContextMessage => ({
    role,
    content: 'x'.repeat(characters),
  });

  test('is trimmed by size before it is by count', () => {
    const kept = keepWithinBudget(Array.from({ length: 20 }, () => long('USER', 4_000)));
    expect(kept).toHaveLength(Math.floor(MAX_CONTEXT_TOKENS / 1_000));
  });

  test('always holds the question, however long it is', () => {
    const question = long('USER', 100_000);
    expect(keepWithinBudget([long('USER', 10), question])).toEqual([question]);
  });

  test('begins with a user, as engines demand', () => {
    const talk = Array.from({ length: 60 }, (_, index) => long(index % 2 === 0 ? 'ASSISTANT' : 'USER', 4));
    const kept = keepWithinBudget(talk);
    expect(kept[0]?.role).toBe('USER');
    expect(kept.length).toBeGreaterThan(45);
  });

  test('counts what tools said with an answer', () => {
    const heavy: ContextMessage = { role: 'ASSISTANT', content: 'short', extraCharacters: 40_000 };
    expect(keepWithinBudget([long('USER', 4), heavy, long('USER', 4)])).toHaveLength(1);
  });
});

describe('what stands for the rest', () => {
  test('quotes first sentences word for word, the newest twelve', () => {
    const said = Array.from({ length: 20 }, (_, index) => `Point ${index}. And more of it.`);
    const extract = extractOf(said, 41) ?? '';
    expect(extract).toContain('41 earlier messages are left out');
    expect(extract.match(/^- /gm)).toHaveLength(12);
    expect(extract).toContain('- Point 19.');
    expect(extract).not.toContain('more of it');
    expect(extractOf([], 3)).toBeNull();
  });

  test('says SUMMARY only where something stands for what was dropped', () => {
    expect(contextSeven(messages(2), 9, 'theirs', null).strategy).toBe('SLIDING_WINDOW');
    expect(contextSeven(messages(2), 9, 'theirs', 'quotes')).toMatchObject({
      strategy: 'SUMMARY',
      summary: 'theirs\n\nquotes',
      droppedMessages: 7,
    });
  });

  test('the topic is what the user comes back to, in words of their own', () => {
    expect(topicOf(['the printer jams', 'which printer is it', 'la impresora no, the printer'])).toBe(
      'printer',
    );
    expect(topicOf(['one thing', 'another matter'])).toBeNull();
  });
});

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
