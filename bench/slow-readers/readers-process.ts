import { WebSocket } from 'ws';
import { SUBSCRIPTION } from '../fan-out/tick.ts';

/**
 * `readers-process.ts URL COUNT SLOW`: COUNT subscribers, of which the last SLOW never read an event, but say that they live: else they
 * would be cut off before anything is measured. Each event carries the monotonic clock of when it was published, in nanoseconds. The
 * message `{ expect }` of the parent is answered with the milliseconds that events took to the others, once there are so many.
 */
const [, , url = '', count = '', slow = ''] = process.argv;
const SAYS_IT_LIVES_EVERY_MS = 5_000;
let latencies: number[] = [];
let expected = Infinity;
process.on('disconnect', () => process.exit(0));
process.on('message', (message: { readonly expect: number }) => {
  expected = message.expect;
  report();
});

for (let index = 0; index < Number(count); index += 1) await open(index < Number(count) - Number(slow));
process.send?.({ subscribed: Number(count) });

function open(reads: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    socket.on('error', reject);
    socket.on('close', (code) => {
      console.error(`a socket was closed with ${code}`);
      process.exit(1);
    });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data: Buffer) => {
      if (!data.includes('connection_ack')) return take(data);
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION } }));
      if (!reads) stopReading(socket);
      resolve();
    });
  });
}

function stopReading(socket: WebSocket): void {
  socket.pause();
  setInterval(() => socket.pong(), SAYS_IT_LIVES_EVERY_MS);
}

function take(data: Buffer): void {
  const at = /"at":"(\d+)"/.exec(data.toString('latin1', Math.max(0, data.length - 64)))?.[1];
  if (at !== undefined) latencies.push(Number(process.hrtime.bigint() - BigInt(at)) / 1e6);
  report();
}

function report(): void {
  if (latencies.length < expected) return;
  process.send?.({ latencies });
  latencies = [];
  expected = Infinity;
}
