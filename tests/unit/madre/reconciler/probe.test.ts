import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { probeOnce } from '../../../../subgraphs/madre/probe.ts';
import { freePort } from '../../../support/free-port.ts';

describe('a probe', () => {
  const { signal } = new AbortController();
  const tcp = { kind: 'tcp', timeoutMs: 1_000 } as const;
  const http = { kind: 'http', path: '/health', timeoutMs: 1_000, expectStatus: 200 } as const;

  test('by TCP succeeds where something accepts, and closes the connection', async () => {
    const server = createServer();
    const closed = once(server, 'connection').then(([socket]) => once((socket as Socket).resume(), 'close'));
    const port = await listen(server);
    expect(await probeOnce({ host: '127.0.0.1', port }, tcp, signal)).toBe(true);
    await closed;
  });

  test.each([tcp, http])('by $kind fails where nothing listens', async (probe) => {
    expect(await probeOnce({ host: '127.0.0.1', port: await freePort() }, probe, signal)).toBe(false);
  });

  test.each([
    [200, true],
    [204, false],
    [503, false],
  ])('by HTTP that expects 200 is given %i: %s', async (status, expected) => {
    const port = await serve((_request, response) => response.writeHead(status).end());
    expect(await probeOnce({ host: '127.0.0.1', port }, http, signal)).toBe(expected);
  });

  test('by HTTP follows no redirect', async () => {
    const asked: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await probeOnce({ host: '127.0.0.1', port }, http, signal)).toBe(false);
    expect(await probeOnce({ host: '127.0.0.1', port }, { ...http, expectStatus: 302 }, signal)).toBe(true);
    expect(asked).toEqual(['/health', '/health']);
  });

  test('by HTTP needs the head alone, not a body that never ends', async () => {
    const port = await serve((_request, response) => response.writeHead(200).write('and so on'));
    expect(await probeOnce({ host: '127.0.0.1', port }, http, signal)).toBe(true);
  });

  test('fails at its limit where the service accepts and says nothing', async () => {
    const port = await listen(createServer());
    expect(await probeOnce({ host: '127.0.0.1', port }, { ...http, timeoutMs: 50 }, signal)).toBe(false);
  });

  test('fails where what answers is not HTTP', async () => {
    const port = await listen(createServer((socket) => socket.end('hello\r\n')));
    expect(await probeOnce({ host: '127.0.0.1', port }, http, signal)).toBe(false);
  });

  test('rejects with the reason of its signal', async () => {
    const port = await listen(createServer());
    const caller = new AbortController();
    const probing = probeOnce({ host: '127.0.0.1', port }, http, caller.signal);
    caller.abort(new Error('the window ended'));
    await expect(probing).rejects.toThrow('the window ended');
  });
});

function serve(listener: RequestListener): Promise<number> {
  return listen(createHttpServer(listener));
}

async function listen(server: Server): Promise<number> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return port;
}
