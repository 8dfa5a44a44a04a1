import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startDoorsServer, type DoorsServer } from '../support/doors-server.ts';
import { answersIn, asking, exchange, pipeline } from '../support/pipelined.ts';
import { UPGRADE } from '../support/raw-request.ts';

let server: DoorsServer;
beforeAll(async () => {
  server = await startDoorsServer();
});
afterAll(() => server.close());

const H2C = [
  'connection: Upgrade, HTTP2-Settings',
  'upgrade: h2c',
  'http2-settings: AAMAAABkAAQAoAAAAAIAAAAA',
];
const WEB_SOCKET = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}`);

test('a client that would rather speak HTTP/2 is answered in HTTP/1.1, and may go on', async () => {
  const connection = pipeline(server.url);
  for (const [index, name] of ['first', 'second', 'third'].entries()) {
    connection.socket.write(asking(`{ ${name}: __typename }`, ...(index === 2 ? [] : H2C)));
    await expect.poll(() => answersIn(connection.told).at(-1)).toBe(`{"data":{"${name}":"Query"}}`);
  }
  connection.socket.destroy();
  expect(connection.told).not.toContain('HTTP/1.1 101');
});

test('what else its connection header says still counts', async () => {
  const told = await exchange(
    server.url,
    asking('{ __typename }', 'connection: close, Upgrade', 'upgrade: h2c, websocket, TLS/1.0'),
  );
  expect(answersIn(told)).toEqual(['{"data":{"__typename":"Query"}}']);
});

test('it is refused as every other where it has no token', async () => {
  const stranger = asking('{ __typename }', ...H2C, 'connection: close').replace('right', 'wrong');
  expect(await exchange(server.url, stranger)).toMatch(/^HTTP\/1\.1 403 /);
});

test('one that sends the next before its answer harms nobody else', async () => {
  await exchange(server.url, asking('{ __typename }', ...H2C).repeat(3));
  const told = await exchange(server.url, asking('{ __typename }', 'connection: close'));
  expect(answersIn(told)).toEqual(['{"data":{"__typename":"Query"}}']);
});

test.each([
  ['HTTP/2', asking('{ guests(first: 7) { name } }', ...H2C)],
  ['a WebSocket', `GET /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n${WEB_SOCKET.join('\r\n')}\r\n\r\n`],
])(
  'one that asks for %s before its last answer is cut off, and nothing of it is done',
  async (_what, upgrade) => {
    const before = server.doors.sent.length;
    server.doors.guests.hangs = true;
    onTestFinished(() => void (server.doors.guests.hangs = false));
    const told = await exchange(server.url, asking('{ door(id: "a") { guests { name } } }') + upgrade);
    expect(server.doors.sent.slice(before).filter(({ query }) => query.includes('guests(first'))).toEqual([]);
    expect(told).toBe('');
    const next = await exchange(server.url, asking('{ __typename }', 'connection: close'));
    expect(answersIn(next)).toEqual(['{"data":{"__typename":"Query"}}']);
  },
);

test('one that goes on for long on one connection leaves nothing behind on it', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const connection = pipeline(server.url);
  for (let sent = 1; sent <= 30; sent += 1) {
    connection.socket.write(asking('{ __typename }', ...H2C));
    await expect.poll(() => answersIn(connection.told).length, { interval: 2 }).toBe(sent);
  }
  connection.socket.destroy();
  expect(warnings).toEqual([]);
});
