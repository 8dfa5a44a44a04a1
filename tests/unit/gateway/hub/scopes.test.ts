import { createHub, type Hub } from '../../../../gateway/subscriptions/hub/hub.ts';
import { systemClock } from '../../../../platform/clock.ts';
import { createLogger } from '../../../../platform/log.ts';
import { readResults, readSubscription, seqsOf, turns } from '../../../support/read-subscription.ts';
import { startDoors, type Doors } from '../../../support/two-subgraphs.ts';
import { afterEach, describe, expect, test } from 'vitest';

let doors: Doors;
afterEach(() => doors.close());

const LOCK = { name: 'a', scopes: ['door:lock'] };

describe('other scopes of the token', () => {
  const query = 'subscription { lockedDoor { id } }';
  test('that still suffice let the stream go on', async () => {
    doors = await startDoors();
    const stream = await doors.subscribe(doors.operation(query, { actor: LOCK }));
    stream.reauthorise(['door:look']);
    await turns();
    doors.publish('a');
    expect(await readResults(stream, 1)).toMatchObject([{ data: { lockedDoor: { id: 'a' } } }]);
    expect(doors.streams).toEqual({ open: 1, ended: 1 });
  });

  test('that do not suffice end it with FORBIDDEN', async () => {
    doors = await startDoors();
    const stream = await doors.subscribe(doors.operation(query, { actor: LOCK }));
    const refused = expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    stream.reauthorise(['logs:read']);
    await refused;
    expect(doors.streams).toEqual({ open: 0, ended: 1 });
  });
});

describe('a stream that goes on with other scopes', () => {
  let hub: Hub;
  afterEach(() => hub.close());

  /** Every scope makes a difference to what an operation answers. */
  async function startHub(): Promise<void> {
    doors = await startDoors();
    hub = createHub({
      graph: { ...doors.graph, scopesFor: ({ context }) => context.actor.scopes },
      clock: systemClock,
      log: createLogger('silent', 'test'),
      eventLimitMs: 1_000,
    });
  }
  const subscribe = (query: string, scopes = LOCK.scopes) =>
    readSubscription(hub, doors.operation(query, { actor: { name: 'a', scopes } }));

  test('says at its next event that others may be missing where it cannot be resumed, and to nobody else', async () => {
    await startHub();
    const query = 'subscription { doorPlain { seq } }';
    const [stream, other] = [subscribe(query), subscribe(query, ['door:look'])];
    await turns();
    doors.publish('a');
    expect(seqsOf(await readResults(stream, 1), 'doorPlain')).toEqual([1]);
    doors.publish('b');
    stream.reauthorise(['door:look']);
    await turns();
    doors.publish('c');
    doors.publish('d');
    const [first, ...others] = await readResults(stream, 2);
    expect(first).toEqual({
      data: { doorPlain: { seq: expect.any(Number) as number } },
      extensions: { gap: true },
    });
    expect(others.map(({ extensions }) => extensions)).toEqual([undefined]);
    expect((await readResults(other, 4)).map(({ extensions }) => extensions?.['gap'])).toEqual(
      Array(4).fill(undefined),
    );
  });

  test('says so where it was told no event yet from which it could go on', async () => {
    await startHub();
    const stream = subscribe('subscription { doorChanged { seq } }');
    await turns();
    doors.publish('a');
    stream.reauthorise(['door:look']);
    await turns();
    doors.publish('b');
    doors.publish('c');
    expect(await readResults(stream, 2)).toEqual([
      { data: { doorChanged: { seq: 2 } }, extensions: { gap: true } },
      { data: { doorChanged: { seq: 3 } } },
    ]);
  });

  test.each([
    ['that goes on after its last event', 'subscription { doorChanged { seq } }', 'a'],
    ['whose client says where it begins', 'subscription { doorChanged(afterSeq: 0) { seq } }', undefined],
    ['that begins with a snapshot', 'subscription { windowChanged { seq } }', undefined],
  ])('says nothing of the kind where it is one %s', async (_which, query, told) => {
    await startHub();
    const stream = subscribe(query);
    await turns();
    if (told !== undefined) {
      doors.publish(told);
      await readResults(stream, 1);
    }
    doors.publish('b');
    stream.reauthorise(['door:look']);
    await turns();
    doors.publish('c');
    const results = await readResults(stream, 2);
    expect(results.map(({ extensions }) => extensions)).toEqual([undefined, undefined]);
    const seqs = seqsOf(results, query.includes('window') ? 'windowChanged' : 'doorChanged');
    expect(seqs).toEqual(told === undefined ? [1, 2] : [2, 3]);
  });

  test('that had told a part of a snapshot says so: of what ended meanwhile the next one says nothing', async () => {
    await startHub();
    for (const id of ['a', 'b', 'c']) doors.publish(id);
    const stream = subscribe('subscription { windowChanged { seq resumeSeq } }');
    await readResults(stream, 1);
    stream.reauthorise(['door:look']);
    const [next] = await readResults(stream, 1);
    expect(next?.data).toEqual({ windowChanged: { seq: 3, resumeSeq: null } });
    expect(next?.extensions).toEqual({ gap: true });
  });
});

test('a stream that nobody could have is refused at once', async () => {
  doors = await startDoors(systemClock);
  const actor = { name: 'a', scopes: [] };
  await expect(
    doors.subscribe(doors.operation('subscription { lockedDoor { id } }', { actor })),
  ).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  expect(doors.streams).toEqual({ open: 0, ended: 0 });
});
