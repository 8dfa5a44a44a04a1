import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { startStack } from '../support/stack.ts';

/** Takes every connection and everything that is sent, and never says a word. */
async function startBlackHole(): Promise<{ readonly url: string; readonly received: () => string }> {
  const sockets = new Set<Socket>();
  let received = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('error', () => undefined);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${port}`, received: () => received };
}

/** A request to the gateway may take 30 s, and a busy machine takes a while: far from both. */
const WITHIN_MS = 12_000;

test('status is answered after two seconds where madre is a black hole, and says how long she was waited for', async () => {
  const hole = await startBlackHole();
  const stack = await startStack({ env: { MADRE_URL: hole.url, VX11_SUBGRAPH_TOKEN: 'between-the-two' } });
  onTestFinished(() => stack.close());
  const startedAt = performance.now();
  const { status } = await stack.data<{
    status: unknown;
  }>(`{ status { status wokeServices policy activeWindowCount
    components { service { name } state reason } subgraphs { name state reason } } }`);
  const tookMs = performance.now() - startedAt;
  const waited = expect.stringMatching(/madre.*2000 ms/) as string;
  expect(status).toMatchObject({
    status: 'DEGRADED',
    wokeServices: false,
    policy: null,
    activeWindowCount: null,
    components: [
      { service: { name: 'tentaculo_link' }, state: 'ON', reason: null },
      { service: { name: 'madre' }, state: 'ERROR', reason: waited },
    ],
  });
  expect((status as { subgraphs: unknown[] }).subgraphs).toContainEqual({
    name: 'madre',
    state: 'UNREACHABLE',
    reason: waited,
  });
  // She was asked, and did not answer.
  expect(hole.received()).toContain('OperatorServices');
  expect(tookMs).toBeLessThan(WITHIN_MS);
});
