import { WebSocket } from 'ws';
import { SUBSCRIPTION } from './tick.ts';

/** `clients-process.ts URL COUNT`: subscribes COUNT times, each on a socket of its own, and says whenever an event has reached all. */
const [, , url = '', count = ''] = process.argv;
const wanted = Number(count);
/** Opened at a time. */
const AT_ONCE = 100;
let received = 0;
let subscribed = 0;
process.on('disconnect', () => process.exit(0));

for (let opened = 0; opened < wanted; opened += AT_ONCE)
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, wanted - opened) }, open));
process.send?.({ subscribed });

function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    socket.on('error', reject);
    socket.on('close', (code) => {
      console.error(`a socket was closed with ${code}`);
      process.exit(1);
    });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data: Buffer) => {
      if (data.includes('"next"')) return take();
      if (!data.includes('connection_ack')) return;
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION } }));
      subscribed += 1;
      resolve();
    });
  });
}

function take(): void {
  received += 1;
  if (received % wanted === 0) process.send?.({ event: received / wanted });
}
