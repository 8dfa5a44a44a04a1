import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import { WebSocket } from 'ws';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { UPGRADE } from '../support/raw-request.ts';
import { startStack, type Stack } from '../support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

async function open(headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${stack.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers,
  });
  await once(socket, 'open');
  return socket;
}
async function closing(socket: WebSocket): Promise<readonly unknown[]> {
  socket.on('error', () => undefined);
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, String(reason)];
}
const init = JSON.stringify({ type: 'connection_init', payload: { token: LOCAL_TOKEN } });
const ask = (id: string, query: string): string =>
  JSON.stringify({ id, type: 'subscribe', payload: { query } });
const deep = `{"type":"ping","payload":${'{"a":'.repeat(101)}1${'}'.repeat(101)}}`;

test.each([
  [
    'a long ping before the token',
    JSON.stringify({ type: 'ping', payload: { a: 'x'.repeat(20_000) } }),
    [4400, 'Before the token is accepted a message must be at most 16384 bytes'],
  ],
  ['a deep message', deep, [4400, 'A message must be nested at most 100 levels deep']],
])('closes on %s', async (_what, message, expected) => {
  const socket = await open();
  socket.send(message);
  expect(await closing(socket)).toEqual(expected);
});

test('closes on pieces of a message that together are more than a connection may send before its token', async () => {
  const socket = await open();
  const closed = closing(socket);
  for (let n = 0; n < 40; n += 1) socket.send('x'.repeat(1_000), { fin: false });
  expect(await closed).toEqual([
    4400,
    'Before the token is accepted a connection may send at most 32768 bytes',
  ]);
});

test('counts nothing of what follows the token, be it in the same packet', async () => {
  const { hostname, port, host } = new URL(stack.url);
  const upgrade = Object.entries({ host, ...UPGRADE, 'sec-websocket-protocol': 'graphql-transport-ws' });
  const lines = upgrade.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const socket = connect(Number(port), hostname);
  const long = ask('1', `{ __typename } # ${'x'.repeat(50_000)}`);
  socket.write(
    Buffer.concat([Buffer.from(`GET /graphql HTTP/1.1\r\n${lines}\r\n`), masked(init), masked(long)]),
  );
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += String(chunk)));
  await expect.poll(() => answer).toContain('{"id":"1","type":"complete"}');
  socket.destroy();
});

test('closes on a message in more than 1,024 pieces', async () => {
  const socket = await open();
  socket.send(init);
  await once(socket, 'message');
  const closed = closing(socket);
  for (let n = 0; n <= 1_024; n += 1) socket.send(' ', { fin: false });
  expect((await closed)[0]).toBe(1008);
});

/** A text as a client's frame, with a mask that changes nothing. */
function masked(message: string): Buffer {
  const bytes = Buffer.from(message);
  const header = Buffer.alloc(14);
  header[0] = 0x81;
  header[1] = 0x80 | 127;
  header.writeBigUInt64BE(BigInt(bytes.length), 2);
  return Buffer.concat([header, bytes]);
}

test('a wrong token closes with 4403, whatever follows it at once', async () => {
  const socket = await open();
  socket.send(JSON.stringify({ type: 'connection_init', payload: { token: 'wrong' } }));
  socket.send(ask('1', '{ __typename }'));
  expect(await closing(socket)).toEqual([4403, 'Forbidden']);
});

test('who asks much and reads nothing is cut off, and others are answered', async () => {
  const socket = await open();
  socket.send(init);
  await once(socket, 'message');
  socket.pause();
  const closed = closing(socket);
  const query =
    '{ __schema { types { name description fields { name description args { name description } } } } }';
  for (let n = 0; n < 900; n += 1) socket.send(ask(String(n), query));
  expect(await stack.data('{ __typename }')).toEqual({ __typename: 'Query' });
  // Longer than the door waits for its leave.
  const cut = new Promise((resolve) => setTimeout(resolve, 4_000));
  await cut;
  socket.resume();
  expect([1006, 4429]).toContain((await closed)[0]);
  expect(await stack.data('{ __typename }')).toEqual({ __typename: 'Query' });
});

test('of 257 connections without a token the first one goes, and the last is served', async () => {
  const sockets: WebSocket[] = [];
  const [first] = [await open()];
  const closed = closing(first);
  for (let n = 0; n < 256; n += 1) sockets.push(await open());
  expect(await closed).toEqual([4429, 'Too many connections wait for connection_init']);
  const last = sockets.at(-1);
  last?.send(init);
  const [answer] = last === undefined ? [] : ((await once(last, 'message')) as [Buffer]);
  expect(String(answer)).toBe('{"type":"connection_ack"}');
  for (const socket of sockets) socket.terminate();
});

test('the 1,001st operation of a connection is refused, and the others stay', async () => {
  const socket = await open();
  socket.send(init);
  await once(socket, 'message');
  const refused = new Promise((resolve) =>
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(String(data)) as { type: string };
      if (message.type === 'error') resolve(message);
    }),
  );
  for (let n = 0; n <= 1_000; n += 1) socket.send(ask(String(n), 'subscription { windowChanged { seq } }'));
  expect(await refused).toMatchObject({ id: '1000', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.terminate();
});

test.each([
  ['a page of another origin', { origin: 'http://elsewhere.example' }],
  ['a sandboxed page', { origin: 'null' }],
  ['a name made to point here', { host: 'elsewhere.example', origin: 'http://elsewhere.example' }],
])('%s is refused over HTTP and WebSocket', async (_who, headers) => {
  const answer = await request(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'x-vx11-token': LOCAL_TOKEN, 'content-type': 'application/json', ...headers },
    body: '{"query":"{ __typename }"}',
  });
  expect([answer.statusCode, await answer.body.json()]).toMatchObject([
    403,
    { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
  ]);
  await expect(open(headers)).rejects.toThrow('403');
});

test.each([['itself'], ['http://localhost:8011'], ['http://127.0.0.1:8020']])(
  'a page of %s is served',
  async (page) => {
    const origin = page === 'itself' ? stack.url : page;
    const answer = await request(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { 'x-vx11-token': LOCAL_TOKEN, 'content-type': 'application/json', origin },
      body: '{"query":"{ __typename }"}',
    });
    expect([answer.statusCode, await answer.body.json()]).toMatchObject([200, { data: {} }]);
    (await open({ origin })).terminate();
  },
);

test.each([
  ['headers that are too long', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, '431'],
  ['an unknown method', 'BREW / HTTP/1.1\r\nhost: x\r\n\r\n', '400'],
])('%s are answered as everything is, with a code', async (_what, sent, status) => {
  const { hostname, port } = new URL(stack.url);
  const socket = connect(Number(port), hostname, () => socket.write(sent));
  const answer = await text(socket);
  expect(answer).toContain(`HTTP/1.1 ${status} `);
  expect(answer).toContain('"code":"BAD_USER_INPUT"');
});
