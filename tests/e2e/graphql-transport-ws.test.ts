import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createManualClock } from '../../platform/manual-clock.ts';
import { startDoorsServer, type DoorsServer } from '../support/doors-server.ts';
import { openAcceptedWire, openWire, subscribeMessage, type Wire } from '../support/wire.ts';

let server: DoorsServer;
beforeEach(async () => {
  server = await startDoorsServer();
});
afterEach(() => server.close());

const EVENTS = 'subscription { doorChanged(afterSeq: 0) { seq } }';
const init = { type: 'connection_init', payload: { 'x-vx11-token': 'right' } };
const open = (): Promise<Wire> => openWire(server.webSocketUrl);
const accepted = (): Promise<Wire> => openAcceptedWire(server.webSocketUrl);
async function whenOpen(count: number): Promise<void> {
  await expect.poll(() => server.doors.streams.open).toBe(count);
}

describe('closes', () => {
  test.each<[string, readonly unknown[], readonly [number, string]]>([
    ['4400 for what is not JSON', ['hello'], [4400, 'Invalid message received']],
    ['4400 for JSON that is no object', ['[]'], [4400, 'Invalid message received']],
    ['4400 for a message without a type', [{ id: '1' }], [4400, 'Invalid message received']],
    ['4400 for an unknown type', [{ type: 'start' }], [4400, 'Invalid message received']],
    [
      '4400 for a payload that is no object',
      [{ type: 'ping', payload: 1 }],
      [4400, 'Invalid message received'],
    ],
    ['4400 for an empty id', [init, subscribeMessage('', EVENTS)], [4400, 'Invalid message received']],
    [
      '4400 for a subscribe without a query',
      [init, { id: '1', type: 'subscribe', payload: {} }],
      [4400, 'Invalid message received'],
    ],
    [
      '4400 for a message that only servers send',
      [init, { type: 'connection_ack' }],
      [4400, 'Unexpected message of type connection_ack received'],
    ],
    ['4401 for no token', [{ type: 'connection_init' }], [4401, 'Unauthenticated']],
    ['4401 for an operation before connection_init', [subscribeMessage('1', EVENTS)], [4401, 'Unauthorized']],
    [
      '4403 for a wrong token',
      [{ type: 'connection_init', payload: { token: 'wrong' } }, subscribeMessage('1', EVENTS)],
      [4403, 'Forbidden'],
    ],
    [
      '4409 for an id that is in use',
      [init, subscribeMessage('one', EVENTS), subscribeMessage('one', EVENTS)],
      [4409, 'Subscriber for one already exists'],
    ],
    [
      '4409 for a long id that is in use, with as much of it as a close frame takes',
      [init, subscribeMessage('x'.repeat(500), EVENTS), subscribeMessage('x'.repeat(500), EVENTS)],
      [4409, `Subscriber for ${'x'.repeat(36)} already exists`],
    ],
    [
      '4409 for a long id of letters that take many bytes',
      [init, subscribeMessage('😀'.repeat(36), EVENTS), subscribeMessage('😀'.repeat(36), EVENTS)],
      [4409, `Subscriber for ${'😀'.repeat(18)} already exists`],
    ],
    ['4429 for a second connection_init', [init, init], [4429, 'Too many initialisation requests']],
  ])('%s', async (_what, messages, expected) => {
    const wire = await open();
    for (const message of messages) wire.send(message);
    expect(await wire.closed).toEqual(expected);
    await whenOpen(0);
  });

  test.each([[''], ['graphql-ws'], ['graphql-ws, other']])('4406 for subprotocol "%s"', async (protocol) => {
    const names = protocol === '' ? [] : protocol.split(', ');
    const socket = new WebSocket(server.webSocketUrl, names);
    const outcome = await new Promise((resolve) => {
      socket.on('close', (code) => resolve(code));
      socket.on('error', (error) => resolve(error.message));
    });
    // A client that offered protocols ends by itself when the server takes none.
    expect(outcome).toBe(protocol === '' ? 4406 : 'Server sent no subprotocol');
  });

  test('of the subprotocols of a client takes the one it speaks', async () => {
    const socket = new WebSocket(server.webSocketUrl, ['graphql-ws', 'graphql-transport-ws']);
    await once(socket, 'open');
    expect(socket.protocol).toBe('graphql-transport-ws');
    socket.close();
  });

  test('4408 where connection_init does not come in time', async () => {
    const clock = createManualClock();
    const late = await startDoorsServer(clock);
    const wire = await openWire(late.webSocketUrl);
    const punctual = await openAcceptedWire(late.webSocketUrl);
    await clock.advance(10_000);
    expect(await wire.closed).toEqual([4408, 'Connection initialisation timeout']);
    expect(punctual.socket.readyState).toBe(WebSocket.OPEN);
    punctual.close();
    const leaving = late.close();
    await clock.advance(5_000);
    await leaving;
  });

  test('cuts a client that answers no ping', async () => {
    const clock = createManualClock();
    const patient = await startDoorsServer(clock);
    const [silent, living] = await Promise.all([1, 2].map(() => openAcceptedWire(patient.webSocketUrl)));
    if (silent === undefined || living === undefined) throw new Error('two were opened');
    silent.socket.pause();
    const pinged = once(living.socket, 'ping');
    await clock.advance(12_000);
    await pinged;
    living.send({ type: 'ping' });
    await living.next();
    await clock.advance(12_000);
    silent.socket.resume();
    expect((await silent.closed)[0]).toBe(1006);
    expect(living.socket.readyState).toBe(WebSocket.OPEN);
    living.close();
    const leaving = patient.close();
    await clock.advance(5_000);
    await leaving;
  });
});

describe('messages', () => {
  test('ping is answered with its payload, also before connection_init', async () => {
    const wire = await open();
    wire.send({ type: 'ping' });
    wire.send({ type: 'ping', payload: { at: 1 } });
    wire.send({ type: 'pong', payload: { at: 1 } });
    expect([await wire.next(), await wire.next()]).toEqual([
      { type: 'pong' },
      { type: 'pong', payload: { at: 1 } },
    ]);
    wire.close();
  });

  test('a completed id may be used again at once', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', EVENTS));
    await whenOpen(1);
    wire.send({ id: '1', type: 'complete' });
    wire.send(subscribeMessage('1', 'subscription { doorPlain { seq } }'));
    await expect.poll(() => server.doors.streams).toEqual({ open: 1, ended: 1 });
    server.doors.publish('a');
    expect(await wire.next()).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { doorPlain: { seq: 1 } } },
    });
    wire.close();
  });

  test('complete of a query under way keeps its answer away from whoever takes the id', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', '{ guests { name } }'));
    wire.send({ id: '1', type: 'complete' });
    wire.send(subscribeMessage('1', '{ door(id: "a") { name } }'));
    expect(await wire.next()).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { door: { name: 'door a' } } },
    });
    expect(await wire.next()).toEqual({ id: '1', type: 'complete' });
    wire.send({ type: 'ping' });
    expect(await wire.next()).toEqual({ type: 'pong' });
    wire.close();
  });

  test('complete is not echoed, and complete of an unknown id means nothing', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', EVENTS));
    await whenOpen(1);
    for (const id of ['1', '1', 'never']) wire.send({ id, type: 'complete' });
    await whenOpen(0);
    wire.send({ type: 'ping' });
    expect(await wire.next()).toEqual({ type: 'pong' });
    wire.close();
  });

  test.each([['__proto__'], ['constructor'], ['"\\u2028'], ['ü€😀'], ['x'.repeat(70_000)]])(
    'id %j is an id like any other',
    async (id) => {
      const wire = await accepted();
      wire.send(subscribeMessage(id, EVENTS));
      await whenOpen(1);
      server.doors.publish('a');
      expect(await wire.next()).toEqual({
        id,
        type: 'next',
        payload: { data: { doorChanged: { seq: 1 } } },
      });
      wire.close();
    },
  );

  test.each([[1], [100], [10_000], [20_000], [200_000]])(
    'an event of %i bytes arrives whole, between messages of other kinds',
    async (size) => {
      const wire = await accepted();
      wire.send(subscribeMessage('1', 'subscription { doorPlain { door { id } } }'));
      await whenOpen(1);
      const id = 'ä'.repeat(size);
      for (let n = 0; n < 5; n += 1) {
        wire.send({ type: 'ping' });
        server.doors.publish(id);
      }
      const messages = [];
      for (let n = 0; n < 10; n += 1) messages.push(await wire.next());
      const events = messages.filter(({ type }) => type === 'next');
      expect(events).toEqual(
        Array.from({ length: 5 }, () => ({
          id: '1',
          type: 'next',
          payload: { data: { doorPlain: { door: { id } } } },
        })),
      );
      wire.close();
    },
  );

  test('a stream that ends in order is completed', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', EVENTS));
    await whenOpen(1);
    server.doors.publish('a');
    server.doors.endStreams();
    expect((await wire.next())['type']).toBe('next');
    expect(await wire.next()).toEqual({ id: '1', type: 'complete' });
    wire.close();
  });
});

describe('a client that is gone', () => {
  test.each([
    ['says so', (wire: Wire) => wire.close()],
    ['breaks off', (wire: Wire) => wire.socket.terminate()],
  ])('and %s ends its upstreams exactly once', async (_how, leave) => {
    const wire = await accepted();
    wire.send(subscribeMessage('1', EVENTS));
    wire.send(subscribeMessage('2', 'subscription { doorPlain { seq } }'));
    await whenOpen(2);
    leave(wire);
    await expect.poll(() => server.doors.streams).toEqual({ open: 0, ended: 2 });
    expect(server.doors.hub.counts).toEqual({ topics: 0, subscribers: 0 });
  });

  test('ends its query in the subgraph', async () => {
    server.doors.guests.hangs = true;
    const wire = await accepted();
    wire.send(subscribeMessage('1', '{ door(id: "a") { guests { name } } }'));
    await expect.poll(() => server.doors.guests.signals.length).toBe(1);
    wire.close();
    await expect.poll(() => server.doors.guests.signals[0]?.aborted).toBe(true);
  });
});

describe('a token that changes', () => {
  const LOCKED = 'subscription { lockedDoor { id } }';

  test('and is revoked closes its connections with 4403, and no others', async () => {
    server.tokens.set('other', ['door:look']);
    const revoked = await accepted();
    const other = await openAcceptedWire(server.webSocketUrl, { token: 'other' });
    for (const wire of [revoked, other]) wire.send(subscribeMessage('1', LOCKED));
    await whenOpen(1);
    server.tokens.delete('right');
    server.sockets.revalidate();
    expect(await revoked.closed).toEqual([4403, 'Forbidden']);
    server.doors.publish('a');
    expect(await other.next()).toMatchObject({
      type: 'next',
      payload: { data: { lockedDoor: { id: 'a' } } },
    });
    other.close();
  });

  test('and loses a scope ends only what needs it, with FORBIDDEN', async () => {
    const wire = await accepted();
    wire.send(subscribeMessage('locked', LOCKED));
    wire.send(subscribeMessage('open', EVENTS));
    await whenOpen(2);
    server.tokens.set('right', []);
    server.sockets.revalidate();
    expect(await wire.next()).toMatchObject({
      id: 'locked',
      type: 'error',
      payload: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    server.doors.publish('a');
    expect(await wire.next()).toMatchObject({ id: 'open', type: 'next' });
    wire.close();
  });
});
