import { createHub } from '../../../../gateway/subscriptions/hub/hub.ts';
import { systemClock } from '../../../../platform/clock.ts';
import { CodedError } from '../../../../platform/errors.ts';
import { createLogger } from '../../../../platform/log.ts';
import { readResults, readSubscription, seqsOf, turns } from '../../../support/read-subscription.ts';
import { startDoors, type Doors } from '../../../support/two-subgraphs.ts';
import { afterEach, expect, test } from 'vitest';

let doors: Doors;
afterEach(() => doors.close());

const FROM_START = 'subscription { doorChanged(afterSeq: 0) { seq } }';

test('another schema is taken on without a gap or a repeat, also by who is catching up', async () => {
  doors = await startDoors();
  const stream = await doors.subscribe(doors.operation(FROM_START));
  doors.publish('a');
  await readResults(stream, 1);
  doors.reload();
  doors.publish('b');
  const late = await doors.subscribe(doors.operation(FROM_START));
  doors.reload();
  doors.publish('c');
  expect(seqsOf(await readResults(stream, 2))).toEqual([2, 3]);
  expect(seqsOf(await readResults(late, 3))).toEqual([1, 2, 3]);
});

test.each(['doorPlain', 'doorChanged', 'statusChanged'])(
  'another schema by which the subgraph is asked the same of %s leaves the stream as it is',
  async (field) => {
    doors = await startDoors();
    const what = field === 'statusChanged' ? 'doors' : 'seq';
    const stream = await doors.subscribe(doors.operation(`subscription { ${field} { ${what} } }`));
    doors.hub.replan();
    await turns();
    doors.publish('a');
    expect(await readResults(stream, 1)).toEqual([{ data: { [field]: { [what]: 1 } } }]);
    expect(doors.streams).toEqual({ open: 1, ended: 0 });
  },
);

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
  for (const stream of streams) await readResults(stream, 3);
  expect(plans).toBe(1);
  hub.replan();
  doors.publish('d');
  for (const stream of streams) await readResults(stream, 1);
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
  await readResults(stream, 1);
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
  await readResults(ana, 1);
  await readResults(bo, 1);
  refused.add('bo');
  hub.replan();
  await expect(bo.next()).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  doors.publish('b');
  expect(seqsOf(await readResults(ana, 1))).toEqual([2]);
  hub.close();
});
