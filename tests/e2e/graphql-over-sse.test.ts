import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { request, type Dispatcher } from 'undici';
import { createManualClock } from '../../platform/manual-clock.ts';
import { startDoorsServer, type DoorsServer } from '../support/doors-server.ts';

let server: DoorsServer;
beforeEach(async () => {
  server = await startDoorsServer();
});
afterEach(() => server.close());

const EVENTS = 'subscription { doorChanged(afterSeq: 0) { seq door { guests { name } } } }';

function post(
  body: object,
  headers: Record<string, string> = {},
  url = server.url,
): Promise<Dispatcher.ResponseData> {
  return request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-vx11-token': 'right',
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

/** The blocks of the stream, without comments. */
async function* blocks(response: Dispatcher.ResponseData): AsyncGenerator<string, void, undefined> {
  let text = '';
  for await (const chunk of response.body) {
    text += String(chunk);
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      if (block !== ':') yield block;
    }
  }
}
async function take(from: AsyncGenerator<string, void, undefined>): Promise<unknown> {
  const step = await from.next();
  if (step.done === true) return 'the end';
  const [event, data] = step.value.split('\n');
  if (event === 'event: complete') return 'complete';
  return JSON.parse(data?.replace(/^data: /, '') ?? '') as unknown;
}
async function whenOpen(count: number): Promise<void> {
  await expect.poll(() => server.doors.streams.open).toBe(count);
}

describe('an operation that asks for an event stream', () => {
  test('that is a subscription gets each event, joined, and shares the stream of WebSocket clients', async () => {
    const response = await post({ query: EVENTS });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-correlation-id': expect.any(String) as unknown,
    });
    await whenOpen(1);
    const events = blocks(response);
    server.doors.publish('a');
    const expected = { data: { doorChanged: { seq: 1, door: { guests: [{ name: 'guest of a' }] } } } };
    expect(await take(events)).toEqual(expected);
    const other = blocks(await post({ query: EVENTS }));
    expect(await take(other)).toEqual(expected);
    await whenOpen(1);
    server.doors.endStreams();
    expect([await take(events), await take(events)]).toEqual(['complete', 'the end']);
    expect([await take(other), await take(other)]).toEqual(['complete', 'the end']);
  });

  test.each([
    ['a query', '{ guests { name } }', { data: { guests: [{ name: 'ana' }] } }],
    [
      'a mutation beyond the token',
      'mutation { lock(id: "a") }',
      { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    ],
    ['no GraphQL', '{', { errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] }],
    ['unknown', '{ nothing }', { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }],
    [
      'a subscription with a variable that does not fit',
      'subscription ($n: Int!) { doorChanged(afterSeq: $n) { seq } }',
      { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    ],
    [
      'a subscription with a condition on its root that chooses what the subgraph refuses',
      'subscription { doorPlain @include(if: false) { seq } refusedDoor @skip(if: false) { id } }',
      { errors: [{ extensions: { code: 'BAD_USER_INPUT', correlationId: 'mine' } }] },
    ],
    [
      'a subscription that the subgraph refuses',
      'subscription { refusedDoor { id } }',
      { errors: [{ extensions: { code: 'BAD_USER_INPUT', correlationId: 'mine' } }] },
    ],
  ])('and is %s gets one answer, then complete', async (_what, query, expected) => {
    const response = await post({ query, variables: { n: 'x' } }, { 'x-correlation-id': 'mine' });
    expect(response.statusCode).toBe(200);
    const events = blocks(response);
    expect(await take(events)).toMatchObject(expected);
    expect([await take(events), await take(events)]).toEqual(['complete', 'the end']);
  });

  test.each([
    ['no token', { 'x-vx11-token': '' }, {}, 401],
    ['a wrong token', { 'x-vx11-token': 'wrong' }, {}, 403],
    ['variables that are a list', {}, { query: EVENTS, variables: [] }, 400],
    ['no query', {}, { extensions: 1 }, 400],
  ])('with %s is refused by the status', async (_what, headers, body, status) => {
    const response = await post(Object.keys(body).length === 0 ? { query: EVENTS } : body, headers);
    await response.body.dump();
    expect(response.statusCode).toBe(status);
  });

  test.each([
    ['application/json, text/event-stream;q=0.5'],
    ['application/graphql-response+json, application/json, text/event-stream'],
    ['*/*'],
  ])('is answered with JSON where "%s" puts it first', async (accept) => {
    const response = await post({ query: '{ guests { name } }' }, { accept });
    expect(response.headers['content-type']).toMatch(/json/);
    await response.body.dump();
  });
});

test('a client that is gone ends its upstream exactly once', async () => {
  const response = await post({ query: EVENTS });
  await whenOpen(1);
  response.body.on('error', () => undefined);
  response.body.destroy();
  await expect.poll(() => server.doors.streams).toEqual({ open: 0, ended: 1 });
  expect(server.doors.hub.counts).toEqual({ topics: 0, subscribers: 0 });
});

test('a stream without events says from time to time that it lives', async () => {
  const clock = createManualClock();
  const quiet = await startDoorsServer(clock);
  const response = await post({ query: EVENTS }, {}, quiet.url);
  let text = '';
  response.body.on('data', (chunk: Buffer) => (text += String(chunk)));
  await expect.poll(() => text).toBe(':\n\n');
  await clock.advance(12_000);
  await expect.poll(() => text).toBe(':\n\n:\n\n');
  response.body.on('error', () => undefined);
  response.body.destroy();
  const leaving = quiet.close();
  await clock.advance(5_000);
  await leaving;
});

test('a server that stops ends streams without calling them complete', async () => {
  const response = await post({ query: EVENTS });
  await whenOpen(1);
  const events = blocks(response);
  server.eventStreams.close();
  expect(await take(events)).toBe('the end');
  await whenOpen(0);
});

test('a token that is revoked ends its streams with FORBIDDEN', async () => {
  const events = blocks(await post({ query: EVENTS }));
  await whenOpen(1);
  server.tokens.clear();
  server.eventStreams.revalidate();
  expect(await take(events)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect(await take(events)).toBe('complete');
  await whenOpen(0);
});
