import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDoorsServer, type DoorsServer } from '../support/doors-server.ts';
import { asking, pipeline } from '../support/pipelined.ts';

let server: DoorsServer;
beforeEach(async () => {
  server = await startDoorsServer();
  server.doors.guests.hangs = true;
});
afterEach(() => server.close());

const PENDING = '{ door(id: "a") { guests { name } } }';
const PATIENTLY = { timeout: 10_000 };
const EVENTS = 'subscription { doorPlain { seq } }';

const listening = (query: string): string => asking(query, 'accept: text/event-stream');

const logged = () => server.lines.filter(({ msg }) => msg === 'request');
async function countedInMetrics(): Promise<string> {
  const metrics = await (await fetch(new URL('/metrics', server.url))).text();
  return /http_request_seconds_count\{path="\/graphql",status="200"\} (\d+)/.exec(metrics)?.[1] ?? '0';
}

it('ends event streams that wait behind a pending request when their client goes', async () => {
  const { socket } = pipeline(server.url, asking(PENDING), listening(EVENTS), listening(EVENTS));
  await expect.poll(() => server.doors.streams.open, PATIENTLY).toBe(1);
  await expect.poll(() => server.doors.guests.signals.length, PATIENTLY).toBe(1);
  socket.destroy();
  await expect.poll(() => server.doors.streams.open, PATIENTLY).toBe(0);
  await expect.poll(logged, PATIENTLY).toHaveLength(3);
  expect(logged().map(({ answered }) => answered)).toEqual([false, false, false]);
  expect(await countedInMetrics()).toBe('3');
});

it('aborts queries that wait behind a pending one when their client goes', async () => {
  const { socket } = pipeline(server.url, asking(PENDING), asking(PENDING), asking(PENDING));
  await expect.poll(() => server.doors.guests.signals.length, PATIENTLY).toBe(3);
  socket.destroy();
  const reasons = () => server.doors.guests.signals.map(({ reason }) => String(reason));
  await expect.poll(reasons, PATIENTLY).toEqual(Array(3).fill('Error: the client left before its answer'));
  await expect.poll(logged, PATIENTLY).toHaveLength(3);
});

it('answers pipelined requests in their order, and logs each once', async () => {
  server.doors.guests.hangs = false;
  const connection = pipeline(
    server.url,
    asking(PENDING),
    listening('{ guests { name } }'),
    asking('{ __typename }'),
  );
  await expect
    .poll(() => connection.told, PATIENTLY)
    .toMatch(/"door".*event: complete.*"__typename":"Query"/s);
  connection.socket.destroy();
  await expect.poll(logged, PATIENTLY).toHaveLength(3);
  expect(logged().map(({ answered }) => answered)).toEqual([true, true, true]);
});
