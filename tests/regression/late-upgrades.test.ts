import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import WebSocket from 'ws';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { UPGRADE } from '../support/raw-request.ts';
import { startStack } from '../support/stack.ts';

const BURST = 50;

/** One that asks for a WebSocket and leaves its half open whatever it is told. */
function stubborn(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => undefined);
  const lines = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once('connect', () =>
    socket.write(`GET /graphql HTTP/1.1\r\nhost: ${hostname}\r\n${lines.join('')}\r\n`),
  );
  socket.resume();
  return socket;
}

it('ends in time although clients that were sent away come back at once', async () => {
  const stack = await startStack();
  const client = new WebSocket(`${stack.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(client, 'open');
  client.send(JSON.stringify({ type: 'connection_init', payload: { 'x-vx11-token': LOCAL_TOKEN } }));
  await once(client, 'message');
  const late: Socket[] = [];
  // What a browser's page does with code 1001, only faster, while the door is still about to close.
  client.once('close', () => {
    for (let sent = 0; sent < BURST; sent += 1) late.push(stubborn(stack.url));
  });
  const early = Array.from({ length: BURST }, () => stubborn(stack.url));
  const from = performance.now();
  await stack.close();
  expect(performance.now() - from).toBeLessThan(7_500);
  for (const socket of [...early, ...late]) socket.destroy();
});
