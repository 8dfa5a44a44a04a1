import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, startChatWorld, type ChatWorld } from '../support/chat-world.ts';
import { gate } from '../support/gate.ts';
import { answers, answersThroughGates } from '../support/scripted-engine.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld('second', 'budgeted', 'narrow');
});
afterAll(() => world.close());

test('ten chats at once never go beyond the budget of their engine', async () => {
  const hold = gate();
  world
    .engine('budgeted')
    .script(...Array.from({ length: 10 }, () => answersThroughGates({ gate: hold.promise, text: 'paid' })));
  const asked = Array.from({ length: 10 }, () => world.chat({ engine: 'budgeted' }));
  let elsewhere = 0;
  for (const answer of asked) void answer.then(() => (elsewhere += 1));
  await expect.poll(() => elsewhere).toBeGreaterThanOrEqual(6);
  expect(world.engine('budgeted').requests.length * 5_000).toBeLessThanOrEqual(20_000);
  expect(world.engine('budgeted').requests.length).toBeGreaterThan(0);
  hold.open();
  const answered = await Promise.all(asked);
  expect(answered.every(({ message }) => message.status === 'COMPLETE')).toBe(true);
});

test('who waits for an engine sees each of their places in its queue, and so does who follows the queue', async () => {
  interface Queue {
    readonly switchQueue: { readonly items: readonly { position: number; engine: { id: string } }[] };
  }
  const turns = [gate(), gate(), gate()];
  world
    .engine('narrow')
    .script(
      ...turns.map(({ promise }, index) => answersThroughGates({ gate: promise, text: `turn ${index}` })),
    );
  const items = 'items { position engine { id } }';
  const queue = world.stack.subscribe<{ queueChanged: Queue['switchQueue'] }>(
    `subscription { queueChanged { ${items} } }`,
  );
  const untilPlaces = (places: readonly number[]): Promise<unknown> =>
    queue.until(
      ({ data }) =>
        JSON.stringify(data?.queueChanged.items.map(({ position }) => position)) === JSON.stringify(places),
    );
  await untilPlaces([]);
  const asked: string[] = [];
  for (const places of [[], [1], [1, 2]]) {
    asked.push((await world.chat({ engine: 'narrow', wait: false })).message.id);
    if (places.length === 0) await world.engine('narrow').request(0);
    else await untilPlaces(places);
  }
  const read = await world.stack.data<Queue>(`{ switchQueue { ${items} } }`);
  expect(read.switchQueue.items.map(({ engine: of }) => of.id)).toEqual(['narrow', 'narrow']);

  const last = world.stack.subscribe<{ chatStream: { why?: string; message?: { content: string } } }>(
    `subscription { chatStream(messageId: "${asked[2]}", afterSeq: 0) { ... on ChatRouting { why } ... on ChatFinished { message { content } } } }`,
  );
  await last.until(({ data }) => data?.chatStream.why?.includes('place 2') === true);
  turns[0]?.open();
  await last.until(({ data }) => data?.chatStream.why?.includes('place 1') === true);
  await untilPlaces([1]);
  turns[1]?.open();
  turns[2]?.open();
  const end = await last.until(({ data }) => data?.chatStream.message !== undefined);
  expect(end.data?.chatStream.message?.content).toBe('turn 2');
  await untilPlaces([]);
  await last.close();
  await queue.close();
});

test('a hundred answers stream at once, each whole', async () => {
  const words = ['one ', 'two ', 'three ', 'four ', 'five'];
  world.engine('second').script(...Array.from({ length: 100 }, () => answers(...words)));
  const started = await Promise.all(
    Array.from({ length: 100 }, () => world.chat({ engine: 'second', wait: false })),
  );
  const all = await Promise.all(started.map(({ message }) => eventsOf(world, message.id)));
  for (const events of all)
    expect(events.at(-1)).toMatchObject({ message: { status: 'COMPLETE', content: words.join('') } });
});
