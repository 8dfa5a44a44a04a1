import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createOriginPolicy } from '../../../gateway/door/origins/origin.ts';
import { attachWebSocket, type WebSocketDoor } from '../../../gateway/subscriptions/websocket.ts';
import { createVerifier, hashToken } from '../../../platform/auth.ts';
import { systemClock } from '../../../platform/clock.ts';
import { fragmentsInFragments } from '../../support/deep-documents.ts';
import { freePort } from '../../support/free-port.ts';
import { recordingLog } from '../../support/recording-log.ts';
import {
  openAcceptedWire,
  openWire,
  subscribeMessage,
  type Wire,
  type WireMessage,
} from '../../support/wire.ts';
import { startDoors, type Doors } from '../../support/two-subgraphs.ts';

let doors: Doors;
let server: Server;
let door: WebSocketDoor;
let url: string;
let lines: Record<string, unknown>[];
/** Set to make the graph fail as only a bug would. */
let executionFailure: Error | undefined;

beforeEach(async () => {
  const recording = recordingLog();
  lines = recording.lines;
  executionFailure = undefined;
  doors = await startDoors();
  server = createServer();
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  url = `ws://127.0.0.1:${port}/graphql`;
  door = attachWebSocket({
    server,
    hub: doors.hub,
    graph: {
      ...doors.graph,
      execute: (operation) =>
        executionFailure === undefined ? doors.graph.execute(operation) : Promise.reject(executionFailure),
    },
    verify: createVerifier(
      [{ name: 'ana', sha256: hashToken('right'), scopes: ['door:look'], expiresAt: undefined }],
      systemClock,
    ),
    clock: systemClock,
    log: recording.log,
    limits: { queryDeadlineMs: 5_000, mutationDeadlineMs: 5_000 },
    origins: createOriginPolicy('127.0.0.1', []),
  });
});
afterEach(async () => {
  await door.close();
  server.close();
  await doors.close();
});

const open = (protocol?: string, headers?: Record<string, string>): Promise<Wire> =>
  openWire(url, protocol, headers);
const accepted = (payload?: WireMessage): Promise<Wire> => openAcceptedWire(url, payload);

describe('the door over WebSocket', () => {
  test.each([
    ['x-vx11-token', { 'x-vx11-token': 'right' }],
    ['the same in another case', { 'X-VX11-Token': 'right' }],
    ['token', { token: 'right' }],
    ['authorization', { authorization: 'Bearer right' }],
  ])('takes the token of the payload as %s', async (_name, payload) => {
    (await accepted(payload)).close();
  });

  test('takes the token of the upgrade request', async () => {
    const wire = await open('graphql-transport-ws', { 'x-vx11-token': 'right' });
    wire.send({ type: 'connection_init' });
    expect(await wire.next()).toEqual({ type: 'connection_ack' });
    wire.close();
  });

  test.each([
    ['no token', { type: 'connection_init' }, [4401, 'Unauthenticated']],
    ['a wrong token', { type: 'connection_init', payload: { token: 'wrong' } }, [4403, 'Forbidden']],
    ['an operation before the token', subscribeMessage('1', '{ guests { name } }'), [4401, 'Unauthorized']],
    ['a message of no known type', { type: 'hello' }, [4400, 'Invalid message received']],
    ['what is not JSON', 'hello', [4400, 'Invalid message received']],
  ])('closes on %s', async (_what, message, expected) => {
    const wire = await open();
    wire.send(message);
    expect(await wire.closed).toEqual(expected);
  });

  test.each([[''], ['graphql-ws']])('refuses subprotocol "%s"', async (protocol) => {
    const socket = protocol === '' ? new WebSocket(url) : new WebSocket(url, protocol);
    const outcome = new Promise((resolve) => {
      socket.on('close', (code) => resolve(code));
      socket.on('error', (error) => resolve(error.message));
    });
    expect(await outcome).toBe(protocol === '' ? 4406 : 'Server sent no subprotocol');
  });

  test('answers 404 to an upgrade elsewhere, and stays up', async () => {
    for (const path of ['/elsewhere', '//', '/graphqlx']) {
      const socket = new WebSocket(url.replace('/graphql', path), 'graphql-transport-ws');
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toContain('404');
    }
    (await accepted()).close();
  });
});

describe('operations over WebSocket', () => {
  test('a subscription joins both subgraphs, and complete ends it upstream', async () => {
    const wire = await accepted();
    wire.send(
      subscribeMessage('1', 'subscription { doorChanged(afterSeq: 0) { seq door { guests { name } } } }'),
    );
    doors.publish('a');
    expect(await wire.next()).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { doorChanged: { seq: 1, door: { guests: [{ name: 'guest of a' }] } } } },
    });
    wire.send({ id: '1', type: 'complete' });
    wire.send({ type: 'ping' });
    expect(await wire.next()).toEqual({ type: 'pong' });
    expect(doors.streams).toEqual({ open: 0, ended: 1 });
    wire.close();
  });

  test('a client that is gone ends its streams upstream', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', 'subscription { doorChanged(afterSeq: 0) { seq } }'));
    doors.publish('a');
    await wire.next();
    wire.close();
    await wire.closed;
    await expect.poll(() => doors.streams).toEqual({ open: 0, ended: 1 });
  });

  test('queries go through the same graph, and say what slept', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', '{ door(id: "a") { name } guests { name } }'));
    expect(await wire.next()).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { door: { name: 'door a' }, guests: [{ name: 'ana' }] } },
    });
    expect(await wire.next()).toEqual({ id: '1', type: 'complete' });
    wire.close();
  });

  test('introspection works', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', '{ __schema { subscriptionType { name } } }'));
    expect(await wire.next()).toMatchObject({
      payload: { data: { __schema: { subscriptionType: { name: 'Subscription' } } } },
    });
    wire.close();
  });

  test.each([
    ['that does not parse', '{', 'GRAPHQL_PARSE_FAILED'],
    ['with an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with a condition on its root and no value for it',
      'subscription ($x: Boolean!) { doorChanged @include(if: $x) { seq } }',
      'BAD_USER_INPUT',
    ],
    ['without an operation', 'fragment F on Door { id }', 'BAD_USER_INPUT'],
  ])('an operation %s gets one error message with its code', async (_what, query, code) => {
    const wire = await accepted({ token: 'right', 'x-correlation-id': 'mine' });
    wire.send(subscribeMessage('1', query));
    expect(await wire.next()).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ extensions: { code, correlationId: 'mine.1' } }],
    });
    wire.close();
  });

  test.each([
    ['fields', 'PARSE', 'nested more than 100 levels deep', `${'{a'.repeat(100_000)}`],
    [
      'fragments',
      'PARSE',
      'nested more than 100 levels deep',
      `{${'...{'.repeat(3_000)}guests{name}${'}'.repeat(3_001)}`,
    ],
    ['names', 'PARSE', 'more than 10000 tokens', `{ guests { ${'name '.repeat(20_000)}} }`],
    [
      'fragments of fragments',
      'VALIDATION',
      'Cannot query field "nothing"',
      fragmentsInFragments(1_200, 'nothing'),
    ],
    [
      'fragments of fragments under a condition',
      'VALIDATION',
      'Cannot query field "nothing"',
      fragmentsInFragments(1_200, 'nothing', {
        head: 'subscription ($x: Boolean!) { doorChanged @skip(if: $x) { seq } ...F0 }',
        type: 'Subscription',
      }),
    ],
  ])('%s without end are refused, and the connection goes on', async (_what, phase, message, query) => {
    const wire = await accepted();
    wire.send(subscribeMessage('running', 'subscription { doorChanged(afterSeq: 0) { seq } }'));
    wire.send(subscribeMessage('1', query, { x: true }));
    const refused = await wire.next();
    expect(refused).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ extensions: { code: `GRAPHQL_${phase}_FAILED` } }],
    });
    expect(JSON.stringify(refused)).toContain(JSON.stringify(message).slice(1, -1));
    doors.publish('a');
    expect(await wire.next()).toMatchObject({ id: 'running', type: 'next' });
    wire.close();
  });

  test('an operation that fails inside is an error of its own, and the connection goes on', async () => {
    const wire = await accepted();
    executionFailure = new Error('inner secret');
    wire.send(subscribeMessage('1', '{ guests { name } }'));
    expect(await wire.next()).toMatchObject({
      id: '1',
      type: 'next',
      payload: { errors: [{ extensions: { code: 'INTERNAL_ERROR' } }] },
    });
    expect(lines).toMatchObject([{ err: { message: 'inner secret' } }]);
    expect(await wire.next()).toEqual({ id: '1', type: 'complete' });
    wire.send({ type: 'ping' });
    expect(await wire.next()).toEqual({ type: 'pong' });
    wire.close();
  });

  test('a message too long ends the connection, and is told to the log alone', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => printed.mockRestore());
    const wire = await accepted();
    wire.send(subscribeMessage('1', ' '.repeat(512 * 1024)));
    expect((await wire.closed)[0]).toBe(1009);
    expect(printed.mock.calls).toEqual([]);
    expect(lines).toMatchObject([{ problem: 'Max payload size exceeded' }]);
  });

  test('an operation beside a subscription with a condition on its root is told what is wrong', async () => {
    const wire = await accepted();
    const query =
      'query Q { guests { name } } subscription S($x: Boolean!) { doorChanged @include(if: $x) { seq } }';
    wire.send({ id: '1', type: 'subscribe', payload: { query, operationName: 'Q' } });
    expect(await wire.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    wire.close();
  });

  test('a stream that cannot begin gets an error message, not next and complete', async () => {
    const wire = await accepted({ token: 'right', 'x-correlation-id': 'mine' });
    wire.send(
      subscribeMessage('1', 'subscription ($n: Int) { doorChanged(afterSeq: $n) { seq } }', { n: 'x' }),
    );
    expect(await wire.next()).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT', correlationId: 'mine.1' } }],
    });
    wire.close();
  });

  test('a stream that breaks for good ends in an error message', async () => {
    const wire = await accepted({ token: 'right', 'x-correlation-id': 'mine' });
    wire.send(subscribeMessage('1', 'subscription { doorPlain { seq } }'));
    await expect.poll(() => doors.streams.open).toBe(1);
    doors.breakStreams();
    expect(await wire.next()).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ extensions: { code: 'INTERNAL_ERROR', correlationId: 'mine.1' } }],
    });
    wire.close();
  });

  test('a mutation beyond the scopes of the token is refused', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', 'mutation { lock(id: "a") }'));
    expect(await wire.next()).toMatchObject({
      payload: { errors: [{ extensions: { code: 'FORBIDDEN', scope: 'door:lock' } }] },
    });
    wire.close();
  });

  test('close() tells clients to come back, and ends their streams', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', 'subscription { doorChanged { seq } }'));
    await expect.poll(() => doors.streams.open).toBe(1);
    await door.close();
    expect(await wire.closed).toEqual([1001, 'Going away']);
    await expect.poll(() => doors.streams.open).toBe(0);
  });
});
