import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CHAT_STREAM,
  MESSAGE_FIELDS,
  startChatWorld,
  type ChatMessage,
  type ChatStreamEvent,
  type ChatWorld,
} from '../support/chat-world.ts';
import { gate } from '../support/gate.ts';
import {
  answersThroughGates,
  breaksAfter,
  DEFAULT_ANSWER,
  onlyKeepsAlive,
  respondsWith,
  stallsAfter,
  writesForEver,
} from '../support/scripted-engine.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld('first', 'second', 'limited', 'fragile', 'impatient', 'brief');
});
afterAll(() => world.close());

describe('an engine that fails', () => {
  test.each([
    ['stalls before its first word', stallsAfter()],
    ['only keeps its connection alive', onlyKeepsAlive()],
  ])('because it %s is left for the next one after its own time-out', async (_name, script) => {
    world.engine('first').script(script);
    const { message } = await world.chat({ engine: 'first' });
    expect(message).toMatchObject({ content: DEFAULT_ANSWER, engine: { id: 'second' } });
    expect(message.attempts.map(({ engine: of, outcome }) => [of.id, outcome])).toEqual([
      ['first', 'TIMED_OUT'],
      ['second', 'SERVED'],
    ]);
    // Kept alive for ever it would never have ended; how soon it does is for the bench.
    expect(message.attempts[0]?.totalMs).toBeGreaterThanOrEqual(390);
    expect(message.route).toMatchObject({ strategy: 'PINNED' });
  });

  test('after five words is started over by the next one, and both attempts are kept', async () => {
    world.engine('first').script(breaksAfter('one ', 'two ', 'three ', 'four ', 'five'));
    // An answer that has ended is told by its snapshot alone: this one goes on until the restart was seen.
    const seen = gate();
    world.engine('second').script(answersThroughGates({ gate: seen.promise, text: DEFAULT_ANSWER }));
    const { message } = await world.chat({ engine: 'first', wait: false });
    const stream = world.stack.subscribe<ChatStreamEvent>(CHAT_STREAM, { id: message.id, afterSeq: 0 });
    const { data } = await stream.until((result) => result.data?.chatStream.__typename === 'ChatRestarted');
    expect(data?.chatStream).toMatchObject({
      from: { id: 'first' },
      to: { id: 'second' },
      discardedCharacters: 'one two three four five'.length,
    });
    seen.open();
    await stream.until((result) => result.data?.chatStream.__typename === 'ChatFinished');
    await stream.close();
    const read = await world.stack.data<{ message: ChatMessage }>(
      `{ message(id: "${message.id}") { ${MESSAGE_FIELDS} } }`,
    );
    expect(read.message).toMatchObject({ content: DEFAULT_ANSWER, engine: { id: 'second' } });
    expect(read.message.attempts.map(({ outcome }) => outcome)).toEqual(['FAILED_MID_STREAM', 'SERVED']);
  });

  test.each([
    ['falls silent after some words', 'impatient', stallsAfter('one ', 'two '), 'IDLE_TIMEOUT'],
    ['writes for longer than it may', 'brief', writesForEver('one '), 'TOTAL_TIMEOUT'],
  ] as const)(
    'because it %s leaves a part where no other engine may answer',
    async (_name, id, script, code) => {
      world.engine(id).script(script);
      const { ok, message } = await world.chat({ engine: id, allowFallback: false });
      expect({ ok, message }).toMatchObject({
        ok: false,
        message: { status: 'PARTIAL', engine: { id }, error: { code } },
      });
      expect(message.content).toMatch(/^one /);
      expect(message.attempts).toMatchObject([
        { outcome: 'TIMED_OUT', errorCode: code, charactersDiscarded: null },
      ]);
    },
  );

  test('with 429 and a minute to wait is not waited for', async () => {
    world.engine('limited').script(respondsWith(429, { 'retry-after': '60' }));
    const { message } = await world.chat({ engine: 'limited' });
    expect(message).toMatchObject({ status: 'COMPLETE', content: DEFAULT_ANSWER });
    expect(message.attempts[0]).toMatchObject({ engine: { id: 'limited' }, errorCode: 'RATE_LIMITED' });
    expect(message.attempts[0]?.totalMs).toBeLessThan(10_000);
    expect(world.engine('limited').requests).toHaveLength(1);
  });
});

test('twenty chats on a half-open breaker make one call there, and nineteen are answered elsewhere', async () => {
  const fragile = world.engine('fragile');
  fragile.script(respondsWith(500));
  await world.chat({ engine: 'fragile' });
  const isEligible = async (): Promise<boolean> => {
    const { routePreview } = await world.stack.data<{
      routePreview: { candidates: readonly { engine: { id: string }; eligible: boolean }[] };
    }>('{ routePreview(message: "x", engine: "fragile") { candidates { engine { id } eligible } } }');
    return routePreview.candidates.some(({ engine: of, eligible }) => of.id === 'fragile' && eligible);
  };
  await expect.poll(isEligible).toBe(true);
  const before = fragile.requests.length;
  const probe = gate();
  fragile.script(answersThroughGates({ gate: probe.promise, text: 'probed' }));
  const asked = Array.from({ length: 20 }, () => world.chat({ engine: 'fragile' }));
  let elsewhere = 0;
  for (const answer of asked)
    void answer.then(({ message }) => (elsewhere += message.engine?.id === 'fragile' ? 0 : 1));
  await expect.poll(() => elsewhere).toBe(19);
  probe.open();
  const answered = await Promise.all(asked);
  expect(answered.filter(({ message }) => message.content === 'probed')).toHaveLength(1);
  expect(fragile.requests.length - before).toBe(1);
});
