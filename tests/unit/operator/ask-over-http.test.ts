import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askOverHttp } from '../../../subgraphs/operator/ask-over-http.ts';
import { freePort } from '../../support/free-port.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { startOperator } from '../../support/operator.ts';

/** Takes every connection and answers none. */
async function startBlackHole(): Promise<{ readonly url: string; readonly sockets: ReadonlySet<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${port}`, sockets };
}

test('status is answered after two seconds although madre takes questions and answers none', async () => {
  const { url, sockets } = await startBlackHole();
  const clock = createManualClock();
  const operator = await startOperator({
    clock,
    askMadre: askOverHttp({ service: 'madre', url, subgraphToken: 't' }),
  });
  const reading = operator.data<{ status: { status: string; components: unknown } }>(
    '{ status { status components { service { name } state reason } policy features { key } } }',
  );
  // Services, power and flags are each asked alone.
  await expect.poll(() => sockets.size).toBe(3);
  await clock.advance(2_000);
  const { status } = await reading;
  expect(status).toMatchObject({
    status: 'DEGRADED',
    policy: null,
    features: null,
    components: [
      { service: { name: 'tentaculo_link' }, state: 'ON' },
      { service: { name: 'madre' }, state: 'ERROR', reason: expect.stringContaining('2000 ms') as string },
    ],
  });
});
