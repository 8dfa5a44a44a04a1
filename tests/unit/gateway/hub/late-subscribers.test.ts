import { createHub } from '../../../../gateway/subscriptions/hub/hub.ts';
import { createLogger } from '../../../../platform/log.ts';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { createRandom } from '../../../support/random.ts';
import {
  readResults,
  readSubscription,
  seqsOf,
  turns,
  upTo,
  type ReadSubscription,
} from '../../../support/read-subscription.ts';
import { EVENT_LIMIT_MS, startDoors, type Doors } from '../../../support/two-subgraphs.ts';
import type { FormattedExecutionResult } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';

let doors: Doors;
afterEach(() => doors.close());

interface ToldWindow {
  readonly data: {
    readonly windowChanged: {
      readonly seq: number;
      readonly type: string;
      readonly window: { readonly id: string };
    };
  };
}

const FROM_START = 'subscription { doorChanged(afterSeq: 0) { seq } }';

describe('who comes late', () => {
  test('to a resumable stream gets all it asked for, and then shares', async () => {
    doors = await startDoors();
    const first = await doors.subscribe(doors.operation(FROM_START));
    for (const id of ['a', 'b', 'c']) doors.publish(id);
    await readResults(first, 3);
    const late = await doors.subscribe(doors.operation(FROM_START));
    expect(seqsOf(await readResults(late, 3))).toEqual([1, 2, 3]);
    await turns();
    expect(doors.streams.open).toBe(1);
    doors.publish('d');
    expect([seqsOf(await readResults(first, 1)), seqsOf(await readResults(late, 1))]).toEqual([[4], [4]]);
    expect(doors.openedAfter).toEqual([0, 0]);
  });

  test('to a stream that begins with a snapshot gets the snapshot first, all of it, and then shares', async () => {
    const clock = createManualClock();
    doors = await startDoors(clock);
    for (const id of ['a', 'b']) doors.publish(id);
    const query = 'subscription { windowChanged { seq window { id } } }';
    const first = await doors.subscribe(doors.operation(query));
    await readResults(first, 2);
    doors.publish('a');
    await readResults(first, 1);
    const late = await doors.subscribe(doors.operation(query));
    const told = (id: string) => ({ data: { windowChanged: { seq: 3, window: { id } } } });
    expect(await readResults(late, 2)).toEqual([told('a'), told('b')]);
    expect(doors.streams.open).toBe(2);
    await clock.advance(2_000);
    expect(doors.streams.open).toBe(1);
    doors.publish('b');
    expect(
      seqsOf([...(await readResults(first, 1)), ...(await readResults(late, 1))], 'windowChanged'),
    ).toEqual([4, 4]);
  });

  test('while another is in the middle of its snapshot is told nothing that its own has told', async () => {
    const clock = createManualClock();
    doors = await startDoors(clock);
    for (const id of ['a', 'b', 'c']) doors.publish(id);
    doors.guests.hangs = true;
    const query = 'subscription { windowChanged { seq type window { id guests { name } } } }';
    const told = ({ bytes }: ReadSubscription): readonly string[] =>
      bytes.map((each) => {
        const { data } = JSON.parse(String(each)) as ToldWindow;
        return `${data.windowChanged.type} ${data.windowChanged.window.id} @${data.windowChanged.seq}`;
      });
    const first = await doors.subscribe(doors.operation(query));
    await turns(20);
    // The second event of its snapshot waits for its guests now.
    await clock.advance(EVENT_LIMIT_MS);
    await turns(20);
    doors.guests.hangs = false;
    doors.publish('b');
    const late = await doors.subscribe(doors.operation(query));
    await turns(50);
    for (let second = 0; second < 30; second += 1) {
      await clock.advance(1_000);
      await turns(20);
    }
    expect(told(late)).toEqual(['SNAPSHOT a @4', 'SNAPSHOT b @4', 'SNAPSHOT c @4']);
    expect(told(first)).toEqual(['SNAPSHOT a @3', 'SNAPSHOT b @3', 'SNAPSHOT c @3', 'CHANGED b @4']);
    expect(doors.streams.open).toBe(1);
    doors.publish('c');
    await turns(50);
    expect([told(first).at(-1), told(late).at(-1)]).toEqual(['CHANGED c @5', 'CHANGED c @5']);
  });

  test('and sees a change before its snapshot counts as whole, is told it once', async () => {
    const clock = createManualClock();
    doors = await startDoors(clock);
    doors.publish('a');
    const query = 'subscription { windowChanged { seq } }';
    const first = await doors.subscribe(doors.operation(query));
    await readResults(first, 1);
    doors.publish('a');
    await readResults(first, 1);
    const late = await doors.subscribe(doors.operation(query));
    doors.publish('a');
    await turns();
    expect(doors.streams.open).toBe(1);
    doors.publish('a');
    expect(seqsOf(await readResults(late, 3), 'windowChanged')).toEqual([2, 3, 4]);
    expect(seqsOf(await readResults(first, 2), 'windowChanged')).toEqual([3, 4]);
  });

  test('to a log that cannot be resumed joins it as it is', async () => {
    doors = await startDoors();
    const query = 'subscription { doorPlain { seq } }';
    const first = await doors.subscribe(doors.operation(query));
    doors.publish('a');
    await readResults(first, 1);
    const late = await doors.subscribe(doors.operation(query));
    doors.publish('b');
    expect([
      seqsOf(await readResults(first, 1), 'doorPlain'),
      seqsOf(await readResults(late, 1), 'doorPlain'),
    ]).toEqual([[2], [2]]);
    expect(doors.streams.open).toBe(1);
  });

  test('to a state that cannot be resumed is told the present one first', async () => {
    doors = await startDoors();
    const query = 'subscription { statusChanged { doors } }';
    const first = await doors.subscribe(doors.operation(query));
    doors.publish('a');
    doors.publish('b');
    await readResults(first, 2);
    const late = await doors.subscribe(doors.operation(query));
    expect(await readResults(late, 1)).toEqual([{ data: { statusChanged: { doors: 2 } } }]);
    doors.publish('c');
    expect(await readResults(late, 1)).toEqual([{ data: { statusChanged: { doors: 3 } } }]);
    expect(doors.streams.open).toBe(1);
  });

  test('stays whole when the stream it catches up to ends first', async () => {
    doors = await startDoors();
    const first = await doors.subscribe(doors.operation(FROM_START));
    doors.publish('a');
    await readResults(first, 1);
    const late = doors.subscribe(doors.operation(FROM_START));
    await first.return?.();
    doors.publish('b');
    expect(seqsOf(await readResults(await late, 2))).toEqual([1, 2]);
  });

  test('any number of subscribers at any time, over any breaks, see every event once and in order', async () => {
    const clock = createManualClock();
    doors = await startDoors(clock);
    const numbers = createRandom(7);
    const random = (): number => numbers.fraction();
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
      const seqs = seqsOf(await readResults(stream, 0).then(() => stream.bytes.map(parsed)));
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
        const numbers = createRandom(seed);
        const random = (): number => numbers.fraction();
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

function parsed(bytes: Buffer): FormattedExecutionResult {
  return JSON.parse(String(bytes)) as FormattedExecutionResult;
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
