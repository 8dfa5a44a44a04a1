import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { followResponses, hasPendingResponse } from '../../../platform/http/pending-responses.ts';

const EXPECTS_TOO_MUCH = 'GET /first HTTP/1.1\r\nhost: x\r\nexpect: the impossible\r\n\r\n';
const UPGRADE = 'GET /second HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n';
const PATIENTLY = { timeout: 10_000 };

let server: Server;
let inside: Duplex[];
/** What was found at each upgrade. */
let pendingAtUpgrade: boolean[];
beforeEach(async () => {
  inside = [];
  pendingAtUpgrade = [];
  server = createServer();
  followResponses(server);
  server.on('connection', (socket) => inside.push(socket));
  server.on('upgrade', (_request, socket) => {
    pendingAtUpgrade.push(hasPendingResponse(socket));
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

function open(): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  return socket;
}

test('one that expects too much is told so, and has its answer before the next is looked at', async () => {
  const socket = open();
  let told = '';
  socket.on('data', (chunk: Buffer) => (told += String(chunk)));
  socket.write(EXPECTS_TOO_MUCH + UPGRADE);
  await expect.poll(() => pendingAtUpgrade, PATIENTLY).toEqual([false]);
  await expect.poll(() => told, PATIENTLY).toMatch(/^HTTP\/1\.1 417 Expectation Failed\r\n/);
});

test('such answers that their client does not read are pending', async () => {
  const socket = open();
  socket.pause();
  const waits = (): boolean => inside.some(({ writableLength }) => writableLength > 0);
  // Until nothing more fits between the two.
  for (let sent = 0; !waits() && sent < 2_000; sent += 1) {
    await new Promise<void>((resolve) => socket.write(EXPECTS_TOO_MUCH.repeat(50), () => resolve()));
    await new Promise(setImmediate);
  }
  expect(waits()).toBe(true);
  socket.write(UPGRADE);
  await expect.poll(() => pendingAtUpgrade, PATIENTLY).toEqual([true]);
});
