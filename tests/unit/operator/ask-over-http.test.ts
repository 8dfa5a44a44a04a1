import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askOverHttp } from '../../../subgraphs/operator/ask-over-http.ts';
import { freePort } from '../../support/free-port.ts';
import { startOperator } from '../../support/operator.ts';

/** Takes every connection and says nothing. */
async function startBlackHole(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${port}`;
}

test('status is answered in two and a half seconds although madre takes questions and answers none', async () => {
  const url = await startBlackHole();
  const operator = await startOperator({
    askMadre: askOverHttp({ service: 'madre', url, subgraphToken: 't' }),
  });
  const startedAt = performance.now();
  const { status } = await operator.data<{ status: { status: string; components: unknown } }>(
    '{ status { status components { service { name } state reason } policy features { key } } }',
  );
  expect(performance.now() - startedAt).toBeLessThan(2_500);
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
