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

  test('return() ends a reader that waits', async () => {
    const log = new AnswerLog();
    const stream = log.follow(null);
    await stream.next();
    const waiting = stream.next();
    await stream.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
