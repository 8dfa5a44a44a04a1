import { describe, expect, test } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import type { NewAnswerEvent } from '../../../subgraphs/operator/answers/answer-log.ts';
import { coalesceDeltas } from '../../../subgraphs/operator/answers/coalesce-deltas.ts';

const delta = (text: string, reasoning = false): NewAnswerEvent => ({
  __typename: 'ChatDelta',
  text,
  reasoning,
});

function start() {
  const clock = createManualClock();
  const told: NewAnswerEvent[] = [];
  const deltas = coalesceDeltas(clock, (event) => told.push(event));
  const texts = (): string[] => told.map((event) => ('text' in event ? event.text : event.__typename));
  return { clock, told, texts, ...deltas };
}

describe('deltas of one answer', () => {
  test('are told at once when nothing came before them, and together while they come fast', async () => {
    const { clock, push, texts } = start();
    push(delta('a'));
    expect(texts()).toEqual(['a']);
    for (const text of ['b', 'c', 'd']) push(delta(text));
    expect(texts()).toEqual(['a']);
    await clock.advance(30);
    expect(texts()).toEqual(['a', 'bcd']);
    await clock.advance(30);
    push(delta('e'));
    expect(texts()).toEqual(['a', 'bcd', 'e']);
  });

  test('never wait longer than 40 ms, however they come, and none is lost', async () => {
    const { clock, push, told, texts, flush } = start();
    const toldAt: number[] = [];
    for (let index = 0; index < 200; index += 1) {
      const before = told.length;
      push(delta(`${index},`));
      await clock.advance(index % 9);
      if (told.length > before) toldAt.push(clock.monotonic());
    }
    flush();
    const gaps = toldAt.slice(1).map((at, index) => at - (toldAt[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(40);
    expect(texts().join('')).toBe(Array.from({ length: 200 }, (_, index) => `${index},`).join(''));
    expect(told.length).toBeLessThan(60);
  });

  test('keep their order with all other events, and thoughts apart from text', () => {
    const { push, texts, told, flush } = start();
    push(delta('a'));
    push(delta('thought', true));
    push(delta('text'));
    push({
      __typename: 'ChatRestarted',
      from: { id: 'x' },
      to: null,
      discardedCharacters: 1,
      reason: 'cut',
    });
    push(delta('z'));
    flush();
    expect(texts()).toEqual(['a', 'thought', 'text', 'ChatRestarted', 'z']);
    expect(told[1]).toMatchObject({ reasoning: true });
  });

  test('do not pile up: much text is told before its time', () => {
    const { push, texts } = start();
    push(delta('a'));
    push(delta('b'.repeat(5_000)));
    expect(texts()).toEqual(['a', 'b'.repeat(5_000)]);
  });

  test('leave no timer behind once they are flushed', () => {
    const { clock, push, flush } = start();
    push(delta('a'));
    push(delta('b'));
    flush();
    expect(clock.pendingTimers).toBe(0);
  });
});
