import { afterEach, describe, expect, test } from 'vitest';
import { request } from 'undici';
import { createRateLimits } from '../../gateway/limits/rate-limits.ts';
import { createTokenCounts } from '../../gateway/limits/token-counts.ts';
import { createHub } from '../../gateway/subscriptions/hub/hub.ts';
import { systemClock } from '../../platform/clock.ts';
import { createLogger } from '../../platform/log.ts';
import { startDoorsServer, type Counting, type DoorsServer } from '../support/doors-server.ts';
import { readSubscription } from '../support/read-subscription.ts';
import { openAcceptedWire, openWire, subscribeMessage } from '../support/wire.ts';

let server: DoorsServer;
afterEach(() => server.close());

const start = async (counting: Counting): Promise<void> => {
  server = await startDoorsServer(systemClock, undefined, counting);
};
const QUERY = '{ guests { name } }';
const EVENTS = 'subscription { doorChanged(afterSeq: 0) { seq } }';
const retryAfter = { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) as unknown };

/** The events of a stream that ends by itself. */
async function eventsOf(query: string): Promise<unknown[]> {
  const { body } = await request(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-vx11-token': 'right' },
    body: JSON.stringify({ query }),
  });
  const blocks = (await body.text()).split('\n\n').filter((block) => block.startsWith('event: next'));
  return blocks.map((block) => JSON.parse(block.replace(/^event: next\ndata: /, '')) as unknown);
}

describe('a token that asks too often', () => {
  test('is told so over WebSocket, for each class, and the connection stays', async () => {
    await start({
      rateLimits: createRateLimits({
        query: { points: 1, seconds: 3_600 },
        subscription: { points: 1, seconds: 3_600 },
      }),
    });
    const wire = await openAcceptedWire(server.webSocketUrl);
    const answerTo = async (id: string, query: string): Promise<unknown> => {
      wire.send(subscribeMessage(id, query));
      return wire.next();
    };
    expect(await answerTo('1', QUERY)).toMatchObject({ type: 'next', payload: { data: {} } });
    expect(await wire.next()).toEqual({ id: '1', type: 'complete' });
    expect(await answerTo('2', QUERY)).toMatchObject({ payload: { errors: [{ extensions: retryAfter }] } });
    expect(await wire.next()).toEqual({ id: '2', type: 'complete' });

    server.doors.publish('a');
    expect(await answerTo('3', EVENTS)).toMatchObject({
      id: '3',
      payload: { data: { doorChanged: { seq: 1 } } },
    });
    expect(await answerTo('4', EVENTS)).toMatchObject({
      id: '4',
      type: 'error',
      payload: [{ extensions: retryAfter }],
    });
    expect(server.doors.streams.open).toBe(1);
    wire.close();
  });

  test('is told so in an event stream', async () => {
    await start({
      rateLimits: createRateLimits({
        query: { points: 1, seconds: 60 },
        subscription: { points: 1, seconds: 60 },
      }),
    });
    expect(await eventsOf(QUERY)).toEqual([{ data: { guests: expect.anything() as unknown } }]);
    expect(await eventsOf(QUERY)).toMatchObject([{ errors: [{ extensions: retryAfter }] }]);
    const wire = await openAcceptedWire(server.webSocketUrl);
    wire.send(subscribeMessage('1', EVENTS));
    await expect.poll(() => server.doors.streams.open).toBe(1);
    expect(await eventsOf(EVENTS)).toMatchObject([{ errors: [{ extensions: retryAfter }] }]);
    wire.close();
  });

  test('whose subscription is completed while it is counted, opens nothing', async () => {
    let answer: () => void = () => undefined;
    const counted = new Promise<undefined>((resolve) => (answer = () => resolve(undefined)));
    await start({ rateLimits: { take: () => counted } });
    const wire = await openAcceptedWire(server.webSocketUrl);
    wire.send(subscribeMessage('1', EVENTS));
    wire.send({ id: '1', type: 'complete' });
    wire.send({ type: 'ping' });
    await wire.next();
    answer();
    await counted;
    wire.send({ type: 'ping' });
    expect(await wire.next()).toEqual({ type: 'pong' });
    expect(server.doors.streams).toEqual({ open: 0, ended: 0 });
    wire.close();
  });

  test('and loses a scope while it is counted, is judged as what it is then', async () => {
    let answer: () => void = () => undefined;
    const counted = new Promise<undefined>((resolve) => (answer = () => resolve(undefined)));
    await start({ rateLimits: { take: () => counted } });
    const wire = await openAcceptedWire(server.webSocketUrl);
    wire.send(subscribeMessage('1', 'subscription { lockedDoor { id } }'));
    wire.send({ type: 'ping' });
    await wire.next();
    server.tokens.set('right', []);
    server.sockets.revalidate();
    answer();
    expect(await wire.next()).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    wire.close();
  });
});

describe('a token that has too much at a time', () => {
  test('gets no further connection until one is closed', async () => {
    await start({ tokenSockets: createTokenCounts('connections', 2) });
    server.tokens.set('other', []);
    const [first] = [
      await openAcceptedWire(server.webSocketUrl),
      await openAcceptedWire(server.webSocketUrl),
    ];
    const third = await openWire(server.webSocketUrl);
    third.send({ type: 'connection_init', payload: { token: 'right' } });
    expect(await third.closed).toEqual([4429, 'Too many connections of this token']);
    await openAcceptedWire(server.webSocketUrl, { token: 'other' });
    first.close();
    await first.closed;
    await expect
      .poll(async () => {
        const again = await openWire(server.webSocketUrl);
        again.send({ type: 'connection_init', payload: { token: 'right' } });
        return Promise.race([again.next(), again.closed]);
      })
      .toEqual({ type: 'connection_ack' });
  });

  test('gets no further subscription until one has ended', async () => {
    await start({});
    const { doors } = server;
    const hub = createHub({
      graph: doors.graph,
      clock: systemClock,
      log: createLogger('silent', 'test'),
      eventLimitMs: 5_000,
      tokenCounts: createTokenCounts('live subscriptions', 2),
    });
    const subscribe = (name: string) =>
      readSubscription(hub, doors.operation(EVENTS, { actor: { name, scopes: [] } }));
    const first = subscribe('ana');
    subscribe('ana');
    expect(() => subscribe('ana')).toThrow(
      'one token may have 2 live subscriptions at a time, and this one has 2',
    );
    subscribe('bo');
    await first.return?.();
    subscribe('ana');
    expect(() => subscribe('ana')).toThrow(/live subscriptions/);
    hub.close();
  });
});
