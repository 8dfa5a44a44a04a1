import { readResults, seqsOf, upTo } from '../../../support/read-subscription.ts';
import { startDoors, type Doors } from '../../../support/two-subgraphs.ts';
import { afterEach, describe, expect, test } from 'vitest';

let doors: Doors;
afterEach(() => doors.close());

const LIVE = 'subscription { doorChanged { seq door { guests { name } } } }';

describe('equal subscriptions', () => {
  test('share one upstream, one execution per event and its bytes', async () => {
    doors = await startDoors();
    const streams = await Promise.all(upTo(50).map(() => doors.subscribe(doors.operation(LIVE))));
    expect(doors.streams.open).toBe(1);
    doors.publish('a');
    doors.publish('b');
    for (const stream of streams) expect(seqsOf(await readResults(stream, 2))).toEqual([1, 2]);
    expect(doors.guests.calls).toBe(2);
    expect(new Set(streams.flatMap(({ bytes }) => bytes)).size).toBe(2);
    for (const stream of streams) await stream.return?.();
    expect(doors.streams).toEqual({ open: 0, ended: 1 });
    expect(doors.hub.counts).toEqual({ topics: 0, subscribers: 0 });
  });

  const base = 'subscription ($id: ID) { doorPlain(id: $id) { seq } }';
  test.each<[string, number, Parameters<Doors['operation']>[]]>([
    ['written differently', 1, [[base], ['subscription($id:ID){doorPlain(id:$id){seq}}']]],
    ['of tokens with the same rights', 1, [[base], [base, { actor: { name: 'bo', scopes: ['door:lock'] } }]]],
    [
      'with other variables',
      2,
      [
        [base, { variables: { id: '1' } }],
        [base, { variables: { id: '2' } }],
      ],
    ],
    [
      'with variables in another order',
      1,
      [
        [base, { variables: { id: '1', other: { a: 1, b: 2 } } }],
        [base, { variables: { other: { b: 2, a: 1 }, id: '1' } }],
      ],
    ],
    [
      'with other variables that it does not declare',
      1,
      [
        [base, { variables: { id: '1', trace: 1 } }],
        [base, { variables: { id: '1', trace: 2 } }],
      ],
    ],
    [
      'with other scopes that matter',
      2,
      [
        ['subscription { lockedDoor { id } }', { actor: { name: 'a', scopes: ['door:lock'] } }],
        ['subscription { lockedDoor { id } }', { actor: { name: 'a', scopes: ['door:look'] } }],
      ],
    ],
    [
      'with other scopes that make no difference',
      1,
      [
        ['subscription { lockedDoor { id } }', { actor: { name: 'a', scopes: ['door:lock'] } }],
        ['subscription { lockedDoor { id } }', { actor: { name: 'b', scopes: ['door:lock', 'logs:read'] } }],
      ],
    ],
  ])('%s: upstreams are %i', async (_what, upstreams, operations) => {
    doors = await startDoors();
    const streams = await Promise.all(operations.map((each) => doors.subscribe(doors.operation(...each))));
    expect(doors.streams.open).toBe(upstreams);
    for (const stream of streams) await stream.return?.();
  });

  test('one that leaves during an event takes nothing from the others', async () => {
    doors = await startDoors();
    const [leaving, staying] = await Promise.all([1, 2].map(() => doors.subscribe(doors.operation(LIVE))));
    if (leaving === undefined || staying === undefined) throw new Error('two were opened');
    doors.publish('a');
    await leaving.return?.();
    expect(seqsOf(await readResults(staying, 1))).toEqual([1]);
    expect(doors.streams).toEqual({ open: 1, ended: 0 });
  });

  test('fail together when the stream breaks for good', async () => {
    doors = await startDoors();
    const query = 'subscription { doorPlain { seq } }';
    const streams = await Promise.all([1, 2, 3].map(() => doors.subscribe(doors.operation(query))));
    doors.breakStreams();
    for (const stream of streams)
      await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'INTERNAL_ERROR' } });
    expect(doors.hub.counts).toEqual({ topics: 0, subscribers: 0 });
  });
});
