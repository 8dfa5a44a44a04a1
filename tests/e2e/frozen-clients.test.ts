import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createManualClock } from '../../platform/manual-clock.ts';
import { startDoorsServer, type DoorsServer } from '../support/doors-server.ts';

const EVENTS = 1_500;
const EVENT_BYTES = 6_000;
let server: DoorsServer | undefined;
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server?.close();
});

interface Client {
  readonly socket: WebSocket;
  readonly seqs: number[];
  /** As told by extensions.dropped. */
  dropped: number;
}

async function connect(url: string): Promise<Client> {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  sockets.push(socket);
  const client: Client = { socket, seqs: [], dropped: 0 };
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { token: 'right' } }));
  await once(socket, 'message');
  const query = 'subscription { doorChanged(afterSeq: 0) { seq door { id } } }';
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  socket.on('message', (data: Buffer) => {
    // Parsing all of it would take most of the test's time.
    const [head, tail] = [String(data.subarray(0, 200)), String(data.subarray(-100))];
    client.seqs.push(Number(/"seq":(\d+)/.exec(head)?.[1]));
    client.dropped += Number(/"extensions":\{"dropped":(\d+)\}/.exec(tail)?.[1] ?? 0);
  });
  return client;
}

test('of 200 subscribers 5 never read: the others get everything, memory stays, and the 5 learn what they missed', async () => {
  // Time stands still: who answers no ping would be cut.
  const clock = createManualClock();
  const running = await startDoorsServer(clock);
  server = running;
  const clients: Client[] = [];
  for (let n = 0; n < 200; n += 1) clients.push(await connect(running.webSocketUrl));
  await expect.poll(() => running.doors.hub.counts).toEqual({ topics: 1, subscribers: 200 });
  const [frozen, reading] = [clients.slice(0, 5), clients.slice(5)];
  for (const { socket } of frozen) socket.pause();

  const before = heldBytes();
  const filler = 'x'.repeat(EVENT_BYTES);
  for (let n = 1; n <= EVENTS; n += 1) {
    running.doors.publish(`${n} ${filler}`);
    // As fast as those who read can follow, so that only the frozen ones fall behind.
    if (n % 50 === 0)
      await expect.poll(() => reading.every(({ seqs }) => seqs.length === n), { interval: 5 }).toBe(true);
  }
  const all = Array.from({ length: EVENTS }, (_each, index) => index + 1);
  expect(reading.filter(({ seqs, dropped }) => dropped > 0 || seqs.join() !== all.join())).toEqual([]);
  // All that was published is 9 MB for each of them; 4 MB wait, and are the same bytes for all five. The rest is buffers of the readers.
  await expect.poll(() => heldBytes() - before).toBeLessThan(24 * 1024 * 1024);

  for (const { socket } of frozen) socket.resume();
  await expect.poll(() => frozen.every(({ seqs }) => seqs.at(-1) === EVENTS)).toBe(true);
  for (const { seqs, dropped } of frozen) {
    expect(dropped).toBeGreaterThan(0);
    expect(seqs.length + dropped).toBe(EVENTS);
    expect(seqs).toEqual([...seqs].sort((one, other) => one - other));
  }
}, 60_000);

/** Of buffers that something still holds. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().external;
}
