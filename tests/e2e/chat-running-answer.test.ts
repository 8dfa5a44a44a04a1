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
import { answers, answersThroughGates, asksForTools } from '../support/scripted-engine.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld('first', 'second');
});
afterAll(() => world.close());

describe('a running answer', () => {
  test("that is cancelled ends at the engine's socket, keeps its text and says which engine was at it", async () => {
    const before = world.engine('second').requests.length;
    const never = new Promise<void>(() => undefined);
    world
      .engine('second')
      .script(answersThroughGates({ gate: Promise.resolve(), text: 'so far' }, { gate: never, text: '' }));
    const { message } = await world.chat({ engine: 'second', wait: false });
    const stream = world.stack.subscribe<ChatStreamEvent>(CHAT_STREAM, { id: message.id, afterSeq: 0 });
    await stream.until(({ data }) => data?.chatStream.text === 'so far');
    const upstream = await world.engine('second').request(before);
    const { cancelChat } = await world.stack.data<{ cancelChat: { message: ChatMessage } }>(
      `mutation { cancelChat(messageId: "${message.id}") { ok message { ${MESSAGE_FIELDS} } } }`,
    );
    expect(cancelChat.message).toMatchObject({
      status: 'CANCELLED',
      content: 'so far',
      finishReason: 'CANCELLED',
      attempts: [{ engine: { id: 'second' }, outcome: 'CANCELLED' }],
    });
    expect(await upstream.closed).toBe(true);
    await stream.close();
  });

  test('goes on while nobody listens, and who comes back misses and repeats nothing', async () => {
    const second = gate();
    world
      .engine('second')
      .script(
        answersThroughGates(
          { gate: Promise.resolve(), text: 'before ' },
          { gate: second.promise, text: 'meanwhile ' },
          { gate: second.promise, text: 'after' },
        ),
      );
    const { message } = await world.chat({ engine: 'second', wait: false });
    const first = world.stack.subscribe<ChatStreamEvent>(CHAT_STREAM, { id: message.id, afterSeq: 0 });
    const seen = await first.until(({ data }) => data?.chatStream.text === 'before ');
    await first.close();
    second.open();
    const afterSeq = seen.data?.chatStream.seq;
    const back = world.stack.subscribe<ChatStreamEvent>(CHAT_STREAM, { id: message.id, afterSeq });
    await back.until(({ data }) => data?.chatStream.__typename === 'ChatFinished');
    const later = back.received.flatMap(({ data }) => data?.chatStream ?? []);
    await back.close();
    const snapshot = later.find(({ __typename }) => __typename === 'ChatSnapshot');
    // Where it had ended meanwhile its whole text is told, else what followed.
    const text = later.map((event) => event.text ?? '').join('');
    expect(snapshot?.content ?? `before ${text}`).toBe('before meanwhile after');
    expect(later.every(({ seq }) => seq > (afterSeq ?? 0))).toBe(true);
  });

  test('of one key is one call and one message, however many ask at once', async () => {
    const before = world.engine('second').requests.length;
    const asked = { engine: 'second', idempotencyKey: 'same', message: 'once' };
    const answered = await Promise.all([world.chat(asked), world.chat(asked), world.chat(asked)]);
    expect(new Set(answered.map(({ message }) => message.id)).size).toBe(1);
    expect(answered.filter(({ deduplicated }) => deduplicated)).toHaveLength(2);
    expect(world.engine('second').requests.length - before).toBe(1);
  });
});

test('an engine with tools reads the stack, and its history keeps its thoughts', async () => {
  const before = world.engine('first').requests.length;
  world.engine('first').script(
    asksForTools(
      [{ index: 0, id: 'c1', type: 'function', function: { name: 'list_services', arguments: '{}' } }],
      {
        thought: 'I should look',
      },
    ),
    answers('All is well.'),
    answers('Still.'),
  );
  const { message, session } = await world.chat({ engine: 'first', message: 'how is the stack?' });
  expect(message).toMatchObject({
    content: 'All is well.',
    toolCalls: [{ tool: 'list_services', status: 'OK' }],
  });
  await world.chat({ engine: 'first', sessionId: session.id, message: 'and now?' });
  const [, second, third] = world
    .engine('first')
    .requests.slice(before)
    .map(({ body }) => (body as { messages: readonly Record<string, unknown>[] }).messages);
  for (const history of [second, third])
    expect(history).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ role: 'assistant', reasoning_content: 'I should look' }),
        expect.objectContaining({ role: 'tool', tool_call_id: 'c1' }),
      ]) as unknown[],
    );
});
