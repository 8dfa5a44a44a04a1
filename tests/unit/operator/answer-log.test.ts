import { describe, expect, test } from 'vitest';
import { AnswerLog, type AnswerEvent } from '../../../subgraphs/operator/answers/answer-log.ts';

const delta = (text: string) => ({ __typename: 'ChatDelta', text, reasoning: false }) as const;

async function rest(stream: AsyncIterable<AnswerEvent>): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

describe('the log of a running answer', () => {
  test('a late reader gets the text so far first, then only what follows', async () => {
    const log = new AnswerLog();
    log.append(delta('Hel'));
    log.append(delta('lo'));
    const stream = log.follow(null);
    expect((await stream.next()).value).toEqual({
      __typename: 'ChatSnapshot',
      seq: 2,
      content: 'Hello',
      status: 'STREAMING',
    });
    log.append(delta('!'));
    log.end();
    expect(await rest(stream)).toEqual([{ ...delta('!'), seq: 3 }]);
  });

  test('a reader that comes back with the last seq it saw loses and repeats nothing', async () => {
    const log = new AnswerLog();
    for (const text of ['a', 'b', 'c']) log.append(delta(text));
    log.end();
    expect((await rest(log.follow(1))).map(({ seq }) => seq)).toEqual([2, 3]);
    expect(await rest(log.follow(3))).toEqual([]);
  });

  test('a reader that is too far behind gets a snapshot instead of a gap', async () => {
    const log = new AnswerLog();
    log.append(delta('x'));
    const slow = log.follow(0);
    for (let count = 0; count < 10_000; count += 1) log.append(delta('y'));
    log.end();
    const [first, ...more] = await rest(slow);
    expect(first).toMatchObject({
      __typename: 'ChatSnapshot',
      seq: 10_001,
      content: `x${'y'.repeat(10_000)}`,
    });
    expect(more).toEqual([]);
  });

  test('a seq from the future is answered with a snapshot', async () => {
    const log = new AnswerLog();
    log.append(delta('x'));
    expect((await log.follow(99).next()).value).toMatchObject({ __typename: 'ChatSnapshot', seq: 1 });
  });

  test('text that a restart voids is not in later snapshots, and reasoning never is', async () => {
    const log = new AnswerLog();
    log.append(delta('void'));
    log.append({
      __typename: 'ChatRestarted',
      from: { id: 'a' },
      to: { id: 'b' },
      discardedCharacters: 4,
      reason: 'cut',
    });
    log.append({ __typename: 'ChatDelta', text: 'thinking', reasoning: true });
    log.append(delta('kept'));
    expect((await log.follow(null).next()).value).toMatchObject({ content: 'kept' });
  });

  test('a restart in a later round voids only the text that it names', async () => {
    const log = new AnswerLog();
    log.append(delta('first round. '));
    log.append(delta('second'));
    log.append({
      __typename: 'ChatRestarted',
      from: { id: 'a' },
      to: { id: 'b' },
      discardedCharacters: 6,
      reason: 'cut',
    });
    expect((await log.follow(null).next()).value).toMatchObject({ content: 'first round. ' });
  });

  test('keeps a bounded amount of text for those who come back, who get a snapshot beyond it', async () => {
    const log = new AnswerLog();
    for (let count = 0; count < 40; count += 1) log.append(delta('y'.repeat(50_000)));
    expect((await log.follow(1).next()).value).toMatchObject({ __typename: 'ChatSnapshot', seq: 40 });
    expect((await log.follow(35).next()).value).toMatchObject({ __typename: 'ChatDelta', seq: 36 });
  });

  test('is followed by a bounded number at once, and by others as soon as some leave', async () => {
    const log = new AnswerLog();
    const watchers = Array.from({ length: 64 }, () => log.follow(null));
    expect(() => log.follow(null)).toThrow('at most 64 at once');
    await watchers[0]?.return?.();
    expect(() => log.follow(null)).not.toThrow();
  });

  test('return() ends a reader that waits', async () => {
    const log = new AnswerLog();
    const stream = log.follow(null);
    await stream.next();
    const waiting = stream.next();
    await stream.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
