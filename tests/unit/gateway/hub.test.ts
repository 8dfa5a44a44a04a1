import type { FormattedExecutionResult } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { CodedError } from '../../../platform/errors.ts';
import { createManualClock, type ManualClock } from '../../../platform/manual-clock.ts';
import { systemClock } from '../../../platform/clock.ts';
import { createLocalLink } from '../../../gateway/links/local.ts';
import { createExecutor } from '../../../platform/graphql/execute.ts';
import { createHub } from '../../../gateway/subscriptions/hub/hub.ts';
import { createLogger } from '../../../platform/log.ts';
import { readSubscription, type ReadSubscription } from '../../support/read-subscription.ts';
import { startDoors, type Doors } from '../../support/two-subgraphs.ts';

let doors: Doors;
afterEach(() => doors.close());

const FROM_START = 'subscription { doorChanged(afterSeq: 0) { seq } }';
const LIVE = 'subscription { doorChanged { seq door { guests { name } } } }';

async function read(stream: ReadSubscription, count: number): Promise<FormattedExecutionResult[]> {
  const results: FormattedExecutionResult[] = [];
  while (results.length < count) {
    const step = await stream.next();
    if (step.done === true) throw new Error(`the stream ended after ${results.length}`);
    results.push(step.value);
  }
  return results;
}
const seqsOf = (results: readonly FormattedExecutionResult[], field = 'doorChanged'): unknown[] =>
  results.map(({ data }) => (data?.[field] as { seq: number } | undefined)?.seq);
const upTo = (last: number): number[] => Array.from({ length: last }, (_each, index) => index + 1);
async function turns(count = 10): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('equal subscriptions', () => {
  test('share one upstream, one execution per event and its bytes', async () => {
    doors = await startDoors();
    const streams = await Promise.all(upTo(50).map(() => doors.subscribe(doors.operation(LIVE))));
    expect(doors.streams.open).toBe(1);
    doors.publish('a');
    doors.publish('b');
    for (const stream of streams) expect(seqsOf(await read(stream, 2))).toEqual([1, 2]);
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
    expect(seqsOf(await read(staying, 1))).toEqual([1]);
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

describe('who comes late', () => {
  test('to a resumable stream gets all it asked for, and then shares', async () => {
    doors = await startDoors();
    const first = await doors.subscribe(doors.operation(FROM_START));
    for (const id of ['a', 'b', 'c']) doors.publish(id);
    await read(first, 3);
    const late = await doors.subscribe(doors.operation(FROM_START));
    expect(seqsOf(await read(late, 3))).toEqual([1, 2, 3]);
    await turns();
    expect(doors.streams.open).toBe(1);
    doors.publish('d');
    expect([seqsOf(await read(first, 1)), seqsOf(await read(late, 1))]).toEqual([[4], [4]]);
    expect(doors.openedAfter).toEqual([0, 0]);
  });

  test('to a stream that begins with a snapshot gets the snapshot first, all of it, and then shares', async () => {
    const clock = createManualClock();
    doors = await startDoors(clock);
    for (const id of ['a', 'b']) doors.publish(id);
    const query = 'subscription { windowChanged { seq window { id } } }';
    const first = await doors.subscribe(doors.operation(query));
    await read(first, 2);
    doors.publish('a');
    await read(first, 1);
    const late = await doors.subscribe(doors.operation(query));
    const told = (id: string) => ({ data: { windowChanged: { seq: 3, window: { id } } } });
    expect(await read(late, 2)).toEqual([told('a'), told('b')]);
    expect(doors.streams.open).toBe(2);
    await clock.advance(2_000);
    expect(doors.streams.open).toBe(1);
    doors.publish('b');
    expect(seqsOf([...(await read(first, 1)), ...(await read(late, 1))], 'windowChanged')).toEqual([4, 4]);
  });

  test('and sees a change before its snapshot counts as whole, is told it once', async () => {
    const clock = createManualClock();
    doors = await startDoors(clock);
    doors.publish('a');
    const query = 'subscription { windowChanged { seq } }';
    const first = await doors.subscribe(doors.operation(query));
    await read(first, 1);
    doors.publish('a');
    await read(first, 1);
    const late = await doors.subscribe(doors.operation(query));
    doors.publish('a');
    await turns();
    expect(doors.streams.open).toBe(1);
    doors.publish('a');
    expect(seqsOf(await read(late, 3), 'windowChanged')).toEqual([2, 3, 4]);
    expect(seqsOf(await read(first, 2), 'windowChanged')).toEqual([3, 4]);
  });

  test('to a log that cannot be resumed joins it as it is', async () => {
    doors = await startDoors();
    const query = 'subscription { doorPlain { seq } }';
    const first = await doors.subscribe(doors.operation(query));
    doors.publish('a');
    await read(first, 1);
    const late = await doors.subscribe(doors.operation(query));
    doors.publish('b');
    expect([seqsOf(await read(first, 1), 'doorPlain'), seqsOf(await read(late, 1), 'doorPlain')]).toEqual([
      [2],
      [2],
    ]);
    expect(doors.streams.open).toBe(1);
  });

  test('to a state that cannot be resumed is told the present one first', async () => {
    doors = await startDoors();
    const query = 'subscription { statusChanged { doors } }';
    const first = await doors.subscribe(doors.operation(query));
    doors.publish('a');
    doors.publish('b');
    await read(first, 2);
    const late = await doors.subscribe(doors.operation(query));
    expect(await read(late, 1)).toEqual([{ data: { statusChanged: { doors: 2 } } }]);
    doors.publish('c');
    expect(await read(late, 1)).toEqual([{ data: { statusChanged: { doors: 3 } } }]);
    expect(doors.streams.open).toBe(1);
  });

  test('stays whole when the stream it catches up to ends first', async () => {
    doors = await startDoors();
    const first = await doors.subscribe(doors.operation(FROM_START));
    doors.publish('a');
    await read(first, 1);
    const late = doors.subscribe(doors.operation(FROM_START));
    await first.return?.();
    doors.publish('b');
    expect(seqsOf(await read(await late, 2))).toEqual([1, 2]);
  });

  test('any number of subscribers at any time, over any breaks, see every event once and in order', async () => {
    const clock = createManualClock();
    doors = await startDoors(clock);
    const random = randomNumbers(7);
    const streams: ReadSubscription[] = [];
    for (let step = 0; step < 400; step += 1) {
      const dice = random();
      if (dice < 0.25) streams.push(await doors.subscribe(doors.operation(FROM_START)));
      else if (dice < 0.3) doors.breakStreams();
      else if (dice < 0.35) await streams[Math.floor(random() * streams.length)]?.return?.();
      else doors.publish(`door ${step}`);
      if (random() < 0.5) await clock.advance(100);
    }
    await clock.advance(10_000);
    const last = await doors.subscribe(doors.operation(FROM_START));
    await clock.advance(10_000);
    doors.publish('the last');
    await clock.advance(100);
    const total = last.bytes.length;
    expect(total).toBeGreaterThan(200);
    const whole = streams.filter(({ bytes }) => bytes.length === total);
    expect(whole.length).toBeGreaterThan(60);
    for (const stream of streams) {
      const seqs = seqsOf(await read(stream, 0).then(() => stream.bytes.map(parsed)));
      expect(seqs).toEqual(upTo(seqs.length));
    }
    expect(doors.streams.open).toBe(1);
  });

  test.each([
    ['after a cursor', FROM_START, 'doorChanged'],
    ['after a snapshot', 'subscription { windowChanged { seq type } }', 'windowChanged'],
  ])(
    'and changes over %s from a stream that is ahead or behind, sees each change once',
    async (_how, query, field) => {
      for (let seed = 1; seed <= 20; seed += 1) {
        const clock = createManualClock();
        doors = await startDoors(clock);
        const random = randomNumbers(seed);
        const hub = createHub({
          graph: withUnevenCompletion(doors, random),
          clock,
          log: createLogger('silent', 'test'),
          eventLimitMs: 60_000,
        });
        const streams: ReadSubscription[] = [];
        for (let step = 0; step < 60; step += 1) {
          if (random() < 0.2) streams.push(readSubscription(hub, doors.operation(query)));
          else doors.publish(random() < 0.5 ? 'a' : 'b');
          const dice = random();
          if (dice < 0.3) await clock.advance(50);
          else if (dice < 0.4) await clock.advance(2_500);
          if (dice > 0.95) await streams.splice(Math.floor(random() * streams.length), 1)[0]?.return?.();
        }
        for (let round = 0; round < 10; round += 1) {
          await turns(100);
          await clock.advance(1_000);
        }
        for (const { bytes } of streams) {
          const events = bytes.map(parsed).map(({ data }) => data?.[field] as { seq: number; type?: string });
          const told = events.filter(({ type }) => type === 'SNAPSHOT').length;
          const start = events[0]?.seq ?? 0;
          const seqs = events.slice(told).map(({ seq }) => seq);
          const first = told === 0 ? start : start + 1;
          expect(seqs).toEqual(seqs.map((_seq, index) => first + index));
          expect(events.slice(0, told).every(({ seq }) => seq === start)).toBe(true);
        }
        const ends = new Set(streams.map(({ bytes }) => seqsOf(bytes.slice(-1).map(parsed), field)[0]));
        expect(ends.size).toBe(1);
        hub.close();
        await doors.close();
      }
    },
  );
});

describe('a slow reader', () => {
  test('delays nobody, is told how many events it missed, and gets the latest ones', async () => {
    doors = await startDoors();
    const [slow, quick] = await Promise.all([1, 2].map(() => doors.subscribe(doors.operation(FROM_START))));
    if (slow === undefined || quick === undefined) throw new Error('two were opened');
    slow.reading(false);
    for (const id of upTo(1_500)) doors.publish(String(id));
    expect(seqsOf(await read(quick, 1_500))).toEqual(upTo(1_500));
    slow.reading(true);
    const got = await read(slow, 1_000);
    expect(got[0]).toEqual({ data: { doorChanged: { seq: 501 } }, extensions: { dropped: 500 } });
    expect(seqsOf(got)).toEqual(upTo(1_500).slice(500));
    expect(got[1]).toEqual({ data: { doorChanged: { seq: 502 } } });
  });

  test('of a state stream gets the latest state of each subject, and is told how many it missed', async () => {
    doors = await startDoors();
    const slow = await doors.subscribe(
      doors.operation('subscription { windowChanged(afterSeq: 0) { seq window { id } } }'),
    );
    slow.reading(false);
    for (const id of ['a', 'b', 'a', 'c', 'a']) doors.publish(id);
    await turns();
    slow.reading(true);
    expect(await read(slow, 3)).toEqual([
      { data: { windowChanged: { seq: 2, window: { id: 'b' } } }, extensions: { dropped: 2 } },
      { data: { windowChanged: { seq: 4, window: { id: 'c' } } } },
      { data: { windowChanged: { seq: 5, window: { id: 'a' } } } },
    ]);
  });

  test('learns the end after what waits for it', async () => {
    doors = await startDoors();
    const slow = await doors.subscribe(doors.operation('subscription { doorPlain { seq } }'));
    slow.reading(false);
    doors.publish('a');
    await turns();
    doors.breakStreams();
    await turns();
    slow.reading(true);
    expect(seqsOf(await read(slow, 1), 'doorPlain')).toEqual([1]);
    await expect(slow.next()).rejects.toMatchObject({ extensions: { code: 'INTERNAL_ERROR' } });
  });
});

describe('a break', () => {
  async function behindGate(clock: ManualClock): Promise<{ fail: (error: CodedError | undefined) => void }> {
    let failure: CodedError | undefined;
    doors = await startDoors(clock, (subgraph) => {
      const link = createLocalLink('doors', createExecutor(subgraph, createLogger('silent', 'test')));
      return {
        ...link,
        subscribe: (request) => (failure === undefined ? link.subscribe(request) : Promise.reject(failure)),
      };
    });
    return { fail: (error) => (failure = error) };
  }

  test('by sleep is waited out for as long as the client is there', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation(FROM_START));
    doors.publish('a');
    await read(stream, 1);
    gate.fail(new CodedError('SERVICE_ASLEEP', { service: 'doors' }));
    doors.breakStreams();
    await clock.advance((24 * 3_600_000) / 60);
    doors.publish('b');
    gate.fail(undefined);
    await clock.advance(2_000);
    expect(await read(stream, 1)).toEqual([{ data: { doorChanged: { seq: 2 } } }]);
  });

  test('of an unreachable subgraph ends the stream after ten minutes, with its error', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation(FROM_START));
    doors.publish('a');
    await read(stream, 1);
    gate.fail(new CodedError('SERVICE_UNREACHABLE', { service: 'doors', url: 'x', problem: 'gone' }));
    doors.breakStreams();
    await clock.advance(9 * 60_000);
    expect(doors.hub.counts.topics).toBe(1);
    const failed = expect(stream.next()).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNREACHABLE' },
    });
    await clock.advance(2 * 60_000);
    await failed;
  });

  test('after a long quiet time has all the patience of a first one', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation(FROM_START));
    doors.publish('a');
    await read(stream, 1);
    for (let round = 0; round < 3; round += 1) {
      gate.fail(new CodedError('SERVICE_UNREACHABLE', { service: 'doors', url: 'x', problem: 'gone' }));
      doors.breakStreams();
      await clock.advance(8 * 60_000);
      gate.fail(undefined);
      await clock.advance(60_000);
    }
    doors.publish('b');
    expect(seqsOf(await read(stream, 1))).toEqual([2]);
  });

  test('before any cursor was told is repaired, and the next event says that others may be missing', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation('subscription { doorChanged { seq } }'));
    gate.fail(new CodedError('SERVICE_ASLEEP', { service: 'doors' }));
    doors.hub.replan();
    await clock.advance(1_000);
    gate.fail(undefined);
    await clock.advance(2_000);
    doors.publish('a');
    doors.publish('b');
    expect(await read(stream, 2)).toEqual([
      { data: { doorChanged: { seq: 1 } }, extensions: { gap: true } },
      { data: { doorChanged: { seq: 2 } } },
    ]);
  });

  test('before any change was told brings the snapshot, which needs no such word', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation('subscription { windowChanged { seq type } }'));
    gate.fail(new CodedError('SERVICE_ASLEEP', { service: 'doors' }));
    doors.hub.replan();
    doors.publish('a');
    await clock.advance(1_000);
    gate.fail(undefined);
    await clock.advance(2_000);
    expect(await read(stream, 1)).toEqual([{ data: { windowChanged: { seq: 1, type: 'SNAPSHOT' } } }]);
  });
});

test('another schema is taken on without a gap or a repeat, also by who is catching up', async () => {
  doors = await startDoors();
  const stream = await doors.subscribe(doors.operation(FROM_START));
  doors.publish('a');
  await read(stream, 1);
  doors.hub.replan();
  doors.publish('b');
  const late = await doors.subscribe(doors.operation(FROM_START));
  doors.hub.replan();
  doors.publish('c');
  expect(seqsOf(await read(stream, 2))).toEqual([2, 3]);
  expect(seqsOf(await read(late, 3))).toEqual([1, 2, 3]);
});

test('a stream is planned once, however many events and subscribers it has, and once more for another schema', async () => {
  doors = await startDoors();
  let plans = 0;
  const graph = {
    ...doors.graph,
    sourceOf: (operation: Parameters<typeof doors.graph.sourceOf>[0]) => {
      plans += 1;
      return doors.graph.sourceOf(operation);
    },
  };
  const hub = createHub({
    graph,
    clock: systemClock,
    log: createLogger('silent', 'test'),
    eventLimitMs: 1_000,
  });
  const streams = [1, 2, 3].map(() => readSubscription(hub, doors.operation(FROM_START)));
  for (const id of ['a', 'b', 'c']) doors.publish(id);
  for (const stream of streams) await read(stream, 3);
  expect(plans).toBe(1);
  hub.replan();
  doors.publish('d');
  for (const stream of streams) await read(stream, 1);
  expect(plans).toBe(2);
  hub.close();
});

test('an operation that does not fit another schema fails with what is wrong', async () => {
  doors = await startDoors();
  const failures: Error[] = [];
  const graph = {
    ...doors.graph,
    sourceOf: (operation: Parameters<typeof doors.graph.sourceOf>[0]) => {
      for (const failure of failures) throw failure;
      return doors.graph.sourceOf(operation);
    },
  };
  const hub = createHub({
    graph,
    clock: systemClock,
    log: createLogger('silent', 'test'),
    eventLimitMs: 1_000,
  });
  const stream = readSubscription(hub, doors.operation(FROM_START));
  doors.publish('a');
  await read(stream, 1);
  failures.push(new CodedError('GRAPHQL_VALIDATION_FAILED', { problem: 'there is no doorChanged any more' }));
  hub.replan();
  await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  expect(hub.counts).toEqual({ topics: 0, subscribers: 0 });
});

test('another schema that asks for another scope ends the streams of who lacks it, and no others', async () => {
  doors = await startDoors();
  const refused = new Set<string>();
  const graph = {
    ...doors.graph,
    admitSubscription: (operation: Parameters<typeof doors.graph.admitSubscription>[0]) => {
      if (refused.has(operation.context.actor.name))
        throw new CodedError('FORBIDDEN', { what: 'Subscription.doorChanged', scope: 'door:see' });
    },
  };
  const hub = createHub({
    graph,
    clock: systemClock,
    log: createLogger('silent', 'test'),
    eventLimitMs: 1_000,
  });
  const [ana, bo] = ['ana', 'bo'].map((name) =>
    readSubscription(hub, doors.operation(FROM_START, { actor: { name, scopes: [] } })),
  );
  if (ana === undefined || bo === undefined) throw new Error('two were opened');
  doors.publish('a');
  await read(ana, 1);
  await read(bo, 1);
  refused.add('bo');
  hub.replan();
  await expect(bo.next()).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  doors.publish('b');
  expect(seqsOf(await read(ana, 1))).toEqual([2]);
  hub.close();
});

describe('other scopes of the token', () => {
  const query = 'subscription { lockedDoor { id } }';
  test('that still suffice leave the stream as it is', async () => {
    doors = await startDoors();
    const actor = { name: 'a', scopes: ['door:lock'] };
    const stream = await doors.subscribe(doors.operation(query, { actor }));
    stream.reauthorise(['door:look']);
    await turns();
    doors.publish('a');
    expect(await read(stream, 1)).toEqual([{ data: { lockedDoor: { id: 'a' } } }]);
    expect(doors.streams).toEqual({ open: 1, ended: 1 });
  });

  test('that do not suffice end it with FORBIDDEN', async () => {
    doors = await startDoors();
    const actor = { name: 'a', scopes: ['door:lock'] };
    const stream = await doors.subscribe(doors.operation(query, { actor }));
    const refused = expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    stream.reauthorise(['logs:read']);
    await refused;
    expect(doors.streams).toEqual({ open: 0, ended: 1 });
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

function parsed(bytes: Buffer): FormattedExecutionResult {
  return JSON.parse(String(bytes)) as FormattedExecutionResult;
}

/** The same ones each time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Of two streams of the same events now the one is ahead, now the other. */
function withUnevenCompletion({ graph }: Doors, random: () => number): Doors['graph'] {
  return {
    ...graph,
    sourceOf(operation) {
      const source = graph.sourceOf(operation);
      const { plan } = source;
      return {
        ...source,
        plan: {
          ...plan,
          async complete(event, of) {
            for (let turn = Math.floor(random() * 12); turn > 0; turn -= 1)
              await new Promise((resolve) => setImmediate(resolve));
            return plan.complete(event, of);
          },
        },
      };
    },
  };
}
