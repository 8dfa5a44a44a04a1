import type { ExecutionResult } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { startApollo } from '../../../gateway/apollo.ts';
import { limitOperation } from '../../../gateway/door/operation/operation-limit.ts';
import { createRemoteLink } from '../../../gateway/links/remote/remote.ts';
import { createBoundedQueue } from '../../../platform/bounded-queue.ts';
import { systemClock } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import { createLogger } from '../../../platform/log.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { serveSubgraph } from '../../../platform/graphql/serve-subgraph.ts';
import { freePort } from '../../support/free-port.ts';
import { EVENT_LIMIT_MS, startDoors, type Doors } from '../../support/two-subgraphs.ts';

let doors: Doors;
afterEach(() => doors.close());

const JOINED = 'subscription { doorChanged { seq door { id name guests { name } } } }';
const asleep = new CodedError('SERVICE_ASLEEP', { service: 'guests', wake: { mutation: 'openWindow' } });

test('joins the fields of another subgraph to each event', async () => {
  doors = await startDoors();
  const stream = await doors.subscribe(doors.operation(JOINED));
  doors.publish('a');
  doors.publish('b');
  const events = [(await stream.next()).value, (await stream.next()).value];
  expect(events).toEqual(
    ['a', 'b'].map((id, index) => ({
      data: {
        doorChanged: {
          seq: index + 1,
          door: { id, name: `door ${id}`, guests: [{ name: `guest of ${id}` }] },
        },
      },
    })),
  );
  await stream.return?.();
});

test('gives only what the client asked for, in its order and under its names', async () => {
  doors = await startDoors();
  const stream = await doors.subscribe(
    doors.operation('subscription { it: doorChanged { where: door { who: guests { name } } } }'),
  );
  doors.publish('a');
  expect(JSON.stringify((await stream.next()).value)).toBe(
    '{"data":{"it":{"where":{"who":[{"name":"guest of a"}]}}}}',
  );
  await stream.return?.();
});

test('an error of one event is of that event alone', async () => {
  doors = await startDoors();
  const stream = await doors.subscribe(doors.operation(JOINED));
  doors.guests.failure = asleep;
  doors.publish('a');
  const path = ['doorChanged', 'door', 'guests'];
  const told = { service: 'guests', wake: { mutation: 'openWindow' } };
  expect((await stream.next()).value).toEqual({
    data: { doorChanged: { seq: 1, door: { id: 'a', name: 'door a', guests: null } } },
    errors: [
      {
        message: asleep.message,
        path,
        extensions: { code: 'SERVICE_ASLEEP', ...told, correlationId: 'cid-1' },
      },
    ],
    extensions: { asleep: [{ ...told, paths: [path] }] },
  });
  doors.guests.failure = undefined;
  doors.publish('b');
  expect((await stream.next()).value).toEqual({
    data: { doorChanged: { seq: 2, door: { id: 'b', name: 'door b', guests: [{ name: 'guest of b' }] } } },
  });
  await stream.return?.();
});

test('an event is never changed, so that any number of subscribers may be given the same one', async () => {
  const door = Object.freeze({ __typename: 'Door', id: 'a' });
  const event = Object.freeze({ data: Object.freeze({ doorChanged: Object.freeze({ seq: 1, door }) }) });
  doors = await startDoors(systemClock, () => ({
    execute: () => Promise.reject(new Error('nothing is asked of doors')),
    subscribe: () => {
      const events = createBoundedQueue<ExecutionResult>({ limit: 1, overflow: { policy: 'drop-oldest' } });
      events.push(event);
      return Promise.resolve(events);
    },
    close: () => Promise.resolve(),
  }));
  const query = 'subscription { doorChanged { seq door { guests { name } } } }';
  const expected = { data: { doorChanged: { seq: 1, door: { guests: [{ name: 'guest of a' }] } } } };
  for (let subscriber = 0; subscriber < 2; subscriber += 1) {
    const stream = await doors.subscribe(doors.operation(query));
    expect((await stream.next()).value).toEqual(expected);
    await stream.return?.();
  }
  expect(door).toEqual({ __typename: 'Door', id: 'a' });
});

test('a cancel during a pending next() closes the upstream exactly once', async () => {
  doors = await startDoors();
  const stream = await doors.subscribe(doors.operation(JOINED));
  const pending = stream.next();
  await stream.return?.();
  await stream.return?.();
  expect(await pending).toEqual({ done: true, value: undefined });
  expect(doors.streams).toEqual({ open: 0, ended: 1 });
});

test('@skip and @include at the root choose the field', async () => {
  doors = await startDoors();
  const query =
    'subscription ($plain: Boolean!) { a: doorChanged @skip(if: $plain) { seq } ... @include(if: $plain) { b: doorPlain { door { guests { name } } } } }';
  const plain = await doors.subscribe(doors.operation(query, { variables: { plain: true } }));
  const resumable = await doors.subscribe(doors.operation(query, { variables: { plain: false } }));
  doors.publish('x');
  expect((await plain.next()).value).toEqual({ data: { b: { door: { guests: [{ name: 'guest of x' }] } } } });
  expect((await resumable.next()).value).toEqual({ data: { a: { seq: 1 } } });
  await Promise.all([plain.return?.(), resumable.return?.()]);
});

test('@include deeper in the operation follows its variable', async () => {
  doors = await startDoors();
  const query =
    'subscription ($deep: Boolean! = false) { doorChanged { seq door @include(if: $deep) { guests { name } } } }';
  const shallow = await doors.subscribe(doors.operation(query));
  const deep = await doors.subscribe(doors.operation(query, { variables: { deep: true } }));
  doors.publish('x');
  expect((await shallow.next()).value).toEqual({ data: { doorChanged: { seq: 1 } } });
  expect((await deep.next()).value).toEqual({
    data: { doorChanged: { seq: 1, door: { guests: [{ name: 'guest of x' }] } } },
  });
  await Promise.all([shallow.return?.(), deep.return?.()]);
});

test('a resumable stream that breaks continues after its last event, without gap or repeat', async () => {
  const clock = createManualClock();
  doors = await startDoors(clock);
  const stream = await doors.subscribe(doors.operation('subscription { doorChanged { door { id } } }'));
  doors.publish('a');
  expect((await stream.next()).value).toEqual({ data: { doorChanged: { door: { id: 'a' } } } });
  doors.breakStreams();
  doors.publish('b');
  const afterBreak = stream.next();
  await clock.advance(1_000);
  expect((await afterBreak).value).toEqual({ data: { doorChanged: { door: { id: 'b' } } } });
  doors.publish('c');
  expect((await stream.next()).value).toEqual({ data: { doorChanged: { door: { id: 'c' } } } });
  expect(doors.openedAfter).toEqual([null, 1]);
  await stream.return?.();
  expect(doors.streams.open).toBe(0);
});

test('the members of a union carry the cursor too', async () => {
  const clock = createManualClock();
  doors = await startDoors(clock);
  const query =
    'subscription ($from: Int) { moved(afterSeq: $from) { ... on Opened { by } ... on Closed { __typename } } }';
  const stream = await doors.subscribe(doors.operation(query, { variables: { from: 0 } }));
  doors.publish('a');
  expect((await stream.next()).value).toEqual({ data: { moved: { by: 'ana' } } });
  doors.breakStreams();
  doors.publish('b');
  const afterBreak = stream.next();
  await clock.advance(1_000);
  expect((await afterBreak).value).toEqual({ data: { moved: { __typename: 'Closed' } } });
  expect(doors.openedAfter).toEqual([0, 1]);
  await stream.return?.();
});

test('a subgraph that restarts leaves its subscribers one unbroken stream', async () => {
  const port = await freePort();
  const log = createLogger('silent', 'test');
  let restart: () => Promise<void> = () => Promise.reject(new Error('nothing is served yet'));
  let stop: () => Promise<void> = () => Promise.resolve();
  doors = await startDoors(systemClock, async (subgraph) => {
    const serve = () => serveSubgraph(subgraph, { host: '127.0.0.1', port, token: 't', log });
    let server = await serve();
    stop = () => server.close();
    restart = async () => {
      await server.close();
      doors.publish('while it was away');
      server = await serve();
    };
    return createRemoteLink({ service: 'doors', url: server.url, subgraphToken: 't', clock: systemClock });
  });
  const stream = await doors.subscribe(
    doors.operation('subscription { doorChanged(afterSeq: 0) { door { id guests { name } } } }'),
  );
  const ids: unknown[] = [];
  const read = async (): Promise<void> =>
    void ids.push(((await stream.next()).value as ExecutionResult).data);
  doors.publish('a');
  await read();
  await restart();
  await read();
  doors.publish('b');
  await read();
  expect(ids).toEqual(
    ['a', 'while it was away', 'b'].map((id) => ({
      doorChanged: { door: { id, guests: [{ name: `guest of ${id}` }] } },
    })),
  );
  expect(doors.openedAfter).toEqual([0, 1]);
  await stream.return?.();
  await stop();
});

test('a cancel ends the wait for a stream that is broken', async () => {
  const clock = createManualClock();
  doors = await startDoors(clock);
  const stream = await doors.subscribe(doors.operation('subscription { doorChanged { seq } }'));
  doors.publish('a');
  await stream.next();
  doors.breakStreams();
  const pending = stream.next();
  await clock.advance(0);
  await stream.return?.();
  expect((await pending).done).toBe(true);
  await clock.advance(10_000);
  expect(doors.openedAfter).toEqual([null]);
  expect(clock.pendingTimers).toBe(0);
});

test('a stream that is not resumable ends with its error, never silently', async () => {
  doors = await startDoors();
  const stream = await doors.subscribe(doors.operation('subscription { doorPlain { seq } }'));
  doors.publish('a');
  await stream.next();
  doors.breakStreams();
  await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'INTERNAL_ERROR' } });
});

test('variables that do not fit are refused before anything is opened', async () => {
  doors = await startDoors();
  const operation = doors.operation('subscription ($from: Int) { doorChanged(afterSeq: $from) { seq } }', {
    variables: { from: 'soon' },
  });
  await expect(doors.subscribe(operation)).rejects.toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
  });
  expect(doors.openedAfter).toEqual([]);
});

test('a query on a failing subgraph answers the rest, and names the path of each missing field', async () => {
  doors = await startDoors();
  doors.guests.failure = asleep;
  const result = await doors.graph.execute(
    doors.operation('{ all: guests { name } door(id: "a") { name guests { name } } }'),
  );
  expect(result.data).toEqual({ all: null, door: { name: 'door a', guests: null } });
  expect(result.errors?.map((error) => error.path)).toEqual(
    expect.arrayContaining([['all'], ['door', 'guests']]),
  );
  expect(
    result.errors?.every(
      (error) => error.extensions['code'] === 'SERVICE_ASLEEP' && !('serviceName' in error.extensions),
    ),
  ).toBe(true);
});

test('a field whose scope the token lacks refuses the whole operation before anything runs', async () => {
  doors = await startDoors();
  const guest = { name: 'guest', scopes: ['door:look'] };
  const refused = await doors.graph.execute(doors.operation('mutation { lock(id: "a") }', { actor: guest }));
  expect(refused).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN', what: 'Mutation.lock', scope: 'door:lock' } }],
  });
  expect(doors.sent).toEqual([]);
  const porter = { name: 'porter', scopes: ['door:lock'] };
  expect(await doors.graph.execute(doors.operation('mutation { lock(id: "a") }', { actor: porter }))).toEqual(
    { data: { lock: true } },
  );
});

test('an event that is not completed in time lacks only what is missing, and the next one is whole', async () => {
  const clock = createManualClock();
  doors = await startDoors(clock);
  const stream = await doors.subscribe(doors.operation(JOINED));
  doors.guests.hangs = true;
  doors.publish('a');
  const pending = stream.next();
  await clock.advance(EVENT_LIMIT_MS);
  const late = (await pending).value as ExecutionResult;
  expect(late.data).toEqual({ doorChanged: { seq: 1, door: { id: 'a', name: 'door a', guests: null } } });
  expect(late.errors?.map(({ path, extensions }) => ({ path, ...extensions }))).toMatchObject([
    { path: ['doorChanged', 'door', 'guests'], code: 'DEADLINE_EXCEEDED', limitMs: EVENT_LIMIT_MS },
  ]);
  doors.guests.hangs = false;
  doors.publish('b');
  expect((await stream.next()).value).toMatchObject({
    data: { doorChanged: { door: { guests: [{ name: 'guest of b' }] } } },
  });
  await stream.return?.();
  expect(clock.pendingTimers).toBe(0);
});

test('a cancel ends the join of an event under way', async () => {
  const clock = createManualClock();
  doors = await startDoors(clock);
  const stream = await doors.subscribe(doors.operation(JOINED));
  doors.guests.hangs = true;
  doors.publish('a');
  const pending = stream.next();
  await clock.advance(0);
  expect(doors.guests.signals.map(({ aborted }) => aborted)).toEqual([false]);
  await stream.return?.();
  expect(await pending).toEqual({ done: true, value: undefined });
  await clock.advance(0);
  expect(doors.guests.signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(clock.pendingTimers).toBe(0);
});

test('an event whose completion fails in an unforeseen way does not end the stream', async () => {
  doors = await startDoors();
  const stream = await doors.subscribe(doors.operation(JOINED));
  doors.guests.answer = { data: { _entities: [] } };
  doors.publish('a');
  expect((await stream.next()).value).toMatchObject({
    errors: [{ extensions: { code: 'SUBGRAPH_ANSWER_INVALID', correlationId: 'cid-1' } }],
  });
  doors.guests.answer = undefined;
  doors.publish('b');
  expect((await stream.next()).value).toMatchObject({
    data: { doorChanged: { door: { guests: [{ name: 'guest of b' }] } } },
  });
  await stream.return?.();
});

describe('a variable with the name that plans use themselves', () => {
  const field = 'guests(named: $representations) { name }';
  const variables = { representations: 'eve' };

  test('is like any other in a subscription', async () => {
    doors = await startDoors();
    const query = `subscription ($representations: String) { doorChanged { door { ${field} } } }`;
    const stream = await doors.subscribe(doors.operation(query, { variables }));
    doors.publish('a');
    expect((await stream.next()).value).toEqual({
      data: { doorChanged: { door: { guests: [{ name: 'eve' }] } } },
    });
    await stream.return?.();
  });

  test.each([
    ['alone', 'query ($representations: String)', ''],
    ['beside the name it would get', 'query ($representations: String, $representations_: ID!)', '_'],
  ])('is like any other in a query, %s', async (_how, head, tail) => {
    doors = await startDoors();
    const id = tail === '' ? '"a"' : '$representations_';
    const query = `${head} { door(id: ${id}) { id ${field} } }`;
    const operation = doors.operation(query, { variables: { ...variables, representations_: 'a' } });
    expect(await doors.graph.execute(operation)).toEqual({
      data: { door: { id: 'a', guests: [{ name: 'eve' }] } },
    });
  });

  test('is like any other over HTTP', async () => {
    doors = await startDoors();
    const log = createLogger('silent', 'test');
    const clock = createManualClock();
    const apollo = await startApollo({ gateway: doors.graph.gateway, log, mutationDeadlineMs: 1_000 });
    const limit = limitOperation(clock, 1_000);
    const { context } = doors.operation('{ guests { name } }');
    const { body } = await apollo.executeOperation(
      { query: `query ($representations: String) { door(id: "a") { ${field} } }`, variables },
      { contextValue: { limit, request: { ...context, signal: limit.signal } } },
    );
    await apollo.stop();
    expect(body).toMatchObject({ singleResult: { data: { door: { guests: [{ name: 'eve' }] } } } });
  });
});

describe('names that the gateway itself would use upstream', () => {
  test('are like any other, also where the stream is continued', async () => {
    const clock = createManualClock();
    doors = await startDoors(clock);
    const query =
      'subscription ($vx11Cursor: Int) { doorChanged(afterSeq: $vx11Cursor) { vx11Cursor: door { id } } }';
    const stream = await doors.subscribe(doors.operation(query, { variables: { vx11Cursor: 0 } }));
    doors.publish('a');
    expect((await stream.next()).value).toEqual({ data: { doorChanged: { vx11Cursor: { id: 'a' } } } });
    doors.breakStreams();
    doors.publish('b');
    const afterBreak = stream.next();
    await clock.advance(1_000);
    expect((await afterBreak).value).toEqual({ data: { doorChanged: { vx11Cursor: { id: 'b' } } } });
    expect(doors.openedAfter).toEqual([0, 1]);
    await stream.return?.();
  });

  test('are like any other where the events are states', async () => {
    doors = await startDoors();
    doors.publish('a');
    const query =
      'subscription { windowChanged { vx11Kind: seq vx11Key: type window { vx11Key: __typename } } }';
    const stream = await doors.subscribe(doors.operation(query));
    const told = (seq: number, type: string) => ({
      data: { windowChanged: { vx11Kind: seq, vx11Key: type, window: { vx11Key: 'Door' } } },
    });
    expect((await stream.next()).value).toEqual(told(1, 'SNAPSHOT'));
    doors.publish('b');
    expect((await stream.next()).value).toEqual(told(2, 'CHANGED'));
    await stream.return?.();
  });
});
