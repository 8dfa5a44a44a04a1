import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { createManualClock } from '../../platform/manual-clock.ts';
import { serveSubgraph } from '../../platform/graphql/serve-subgraph.ts';
import { SUBGRAPH_TOKEN_HEADER } from '../../platform/graphql/subgraph-http.ts';
import { createLogger } from '../../platform/log.ts';
import { HERMES_RESOURCES_PATH } from '../../schema/hermes.ts';
import { createResources } from '../../subgraphs/hermes/resources.ts';
import { serveHermes } from '../../subgraphs/hermes/serve-hermes.ts';
import { freePort } from '../support/free-port.ts';
import { pipeline, posting } from '../support/pipelined.ts';
import { tinySubgraph, type TinyContext } from '../support/tiny-subgraph.ts';

const TOKEN = 'between-us';
const WITH_TOKEN = `${SUBGRAPH_TOKEN_HEADER}: ${TOKEN}`;
const PATIENTLY = { timeout: 10_000 };
const log = createLogger('silent', 'test');

async function activeAt(url: string): Promise<unknown> {
  const activity = (await (await fetch(`${url}/health/activity`)).json()) as { readonly active: unknown };
  return activity.active;
}

it('a subgraph that runs alone leaves off what waits behind a pending request when its client goes', async () => {
  const signals: AbortSignal[] = [];
  const waits = (_parent: unknown, _args: unknown, { request }: TinyContext): Promise<never> => {
    signals.push(request.signal);
    return new Promise((_resolve, reject) =>
      request.signal.addEventListener('abort', () => reject(new Error('aborted'))),
    );
  };
  const subgraph = tinySubgraph('type Query { waits: String }', { Query: { waits } });
  const served = await serveSubgraph(subgraph, {
    host: '127.0.0.1',
    port: await freePort(),
    token: TOKEN,
    log,
    drainLimitMs: 1_000,
  });
  onTestFinished(() => served.close());
  const asked = posting('/graphql', '{"query":"{ waits }"}', WITH_TOKEN);
  const { socket } = pipeline(served.url, asked, asked, asked);
  await expect.poll(() => signals.length, PATIENTLY).toBe(3);
  expect(await activeAt(served.url)).toBe(3);
  socket.destroy();
  await expect.poll(() => activeAt(served.url), PATIENTLY).toBe(0);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
});

it('hermes counts what waits behind a pending request no longer when its client goes', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const models = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const served = await serveHermes({
    host: '127.0.0.1',
    port: await freePort(),
    subgraphToken: TOKEN,
    // With the real clock it would give the server up after a second.
    resources: createResources({ tools: [], servers: [models], path: '', clock: createManualClock() }),
    drainLimitMs: 1_000,
    clock: systemClock,
    log,
  });
  onTestFinished(() => served.close());
  const asked = posting(HERMES_RESOURCES_PATH, '', WITH_TOKEN);
  const { socket } = pipeline(served.url, asked, asked, asked);
  await expect.poll(() => activeAt(served.url), PATIENTLY).toBe(3);
  socket.destroy();
  await expect.poll(() => activeAt(served.url), PATIENTLY).toBe(0);
});
