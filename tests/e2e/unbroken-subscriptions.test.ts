import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createRemoteLink } from '../../gateway/links/remote/remote.ts';
import { systemClock } from '../../platform/clock.ts';
import { startDoorsServer, type DoorsServer } from '../support/doors-server.ts';
import { freePort } from '../support/free-port.ts';

const INTERVAL_MS = 200;
let server: DoorsServer | undefined;
let subgraph: ChildProcess | undefined;
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server?.close();
  subgraph?.kill('SIGKILL');
});

async function startSubgraph(port: number, epochMs: number): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../support/services/ticking-doors.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', file, String(port), String(epochMs), String(INTERVAL_MS)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  return child;
}

/** What one client has received: the seq of each event, and everything that was no event in order. */
interface Listener {
  readonly seqs: number[];
  readonly problems: unknown[];
}

async function listen(url: string, query: string): Promise<Listener> {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  sockets.push(socket);
  const listener: Listener = { seqs: [], problems: [] };
  const begun = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(String(data)) as {
        type: string;
        payload?: { data?: { it?: { seq: number } }; errors?: unknown; extensions?: unknown };
      };
      const seq = message.payload?.data?.it?.seq;
      if (message.type === 'connection_ack')
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      else if (seq === undefined || message.payload?.errors !== undefined || message.payload?.extensions)
        listener.problems.push(message);
      else listener.seqs.push(seq);
      if (listener.seqs.length > 0) resolve();
    });
  });
  socket.on('close', (code) => listener.problems.push(code));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { token: 'right' } }));
  await begun;
  return listener;
}

test('1,000 subscriptions live through kill -9 of their subgraph and a reload: no error, no gap, no repeat', async () => {
  const port = await freePort();
  const epochMs = Date.now();
  subgraph = await startSubgraph(port, epochMs);
  const link = createRemoteLink({
    service: 'doors',
    url: `http://127.0.0.1:${port}`,
    subgraphToken: 't',
    clock: systemClock,
  });
  server = await startDoorsServer(systemClock, () => link);
  const { webSocketUrl } = server;

  // Ten different operations, a hundred subscribers of each.
  const listeners: Listener[] = [];
  for (let batch = 0; batch < 20; batch += 1) {
    const batchOf = Array.from({ length: 50 }, (_each, index) =>
      listen(
        webSocketUrl,
        `subscription { it: doorChanged { seq door { n${index % 10}: id guests { name } } } }`,
      ),
    );
    listeners.push(...(await Promise.all(batchOf)));
  }
  await expect
    .poll(() => server?.doors.hub.counts, { timeout: 5_000 })
    .toEqual({ topics: 10, subscribers: 1_000 });

  const exited = once(subgraph, 'exit');
  subgraph.kill('SIGKILL');
  await exited;
  server.doors.hub.replan();
  subgraph = await startSubgraph(port, epochMs);
  const seqNow = (): number => Math.floor((Date.now() - epochMs) / INTERVAL_MS);
  const afterRestart = seqNow() + 5;
  const allReached = (seq: number) => () => listeners.filter(({ seqs }) => (seqs.at(-1) ?? 0) < seq).length;
  await expect.poll(allReached(afterRestart), { timeout: 20_000 }).toBe(0);
  server.doors.hub.replan();
  const afterReload = seqNow() + 5;
  await expect.poll(allReached(afterReload), { timeout: 20_000 }).toBe(0);

  const broken = listeners.filter(
    ({ seqs, problems }) =>
      problems.length > 0 || seqs.some((seq, index) => index > 0 && seq !== (seqs[index - 1] ?? 0) + 1),
  );
  expect(broken).toEqual([]);
}, 90_000);
