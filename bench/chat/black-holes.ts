import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { stringify } from 'yaml';
import { LOCAL_TOKEN } from '../../tests/support/graphql-client.ts';
import { spawnStack, type SpawnedStack } from '../../tests/support/stack.ts';
import { summarise, TABLE_HEAD, toRow } from '../statistics.ts';

const ROUNDS = Math.max(5, Math.round(20 * Number(process.env['BENCH_SCALE'] ?? 1)));
const STATUS = `{ status { status wokeServices policy activeWindowCount
  components { service { name } state reason } subgraphs { name state reason } } }`;

/** How long `status` takes where something takes every connection and never says a word. */
export async function measureBlackHoles(): Promise<void> {
  const hole = await openBlackHole();
  const folder = mkdtempSync(join(tmpdir(), 'vx11-bench-holes-'));
  const file = join(folder, 'engines.yaml');
  const engine = { id: 'hole', provider: 'openai-compatible', baseUrl: `${hole.url}/v1`, model: 'any' };
  writeFileSync(file, stringify({ engines: [engine] }));
  const token = { VX11_SUBGRAPH_TOKEN: 'between-the-two' };
  console.log(`\n${TABLE_HEAD}`);
  try {
    await measureStatus('everything answers', {});
    await measureStatus('madre is a black hole', { MADRE_URL: hole.url, ...token });
    await measureStatus('switch is a black hole', { SWITCH_URL: hole.url, ...token });
    await measureStatus('an engine is a black hole', { VX11_ENGINES: file }, askTheEngine);
  } finally {
    await hole.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureStatus(
  what: string,
  env: Readonly<Record<string, string>>,
  prepare: (stack: SpawnedStack) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const stack = await spawnStack({ env });
  const pool = new Pool(stack.url, { connections: 1 });
  try {
    await prepare(stack);
    // It finds code and connections cold.
    const first = await timeOf(pool);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timeOf(pool));
    console.log(toRow(`status: ${what}, the first of the server`, summarise([first])));
    console.log(toRow(`status: ${what}, those after it`, summarise(times)));
  } finally {
    await pool.close();
    await stack.close();
  }
}

/** switch is awake then, and in the middle of a call. */
async function askTheEngine(stack: SpawnedStack): Promise<void> {
  await stack.data(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 600, waitUntilReady: true }) { ok } }',
  );
  await stack.data('mutation { chat(input: { message: "hi", wait: false }) { ok } }');
}

async function timeOf(pool: Pool): Promise<number> {
  const startedAt = performance.now();
  const { body } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vx11-token': LOCAL_TOKEN },
    body: JSON.stringify({ query: STATUS }),
  });
  const { data } = (await body.json()) as { readonly data?: { readonly status?: object | null } | null };
  if (!data?.status) throw new Error('there was no status');
  return performance.now() - startedAt;
}

async function openBlackHole(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
