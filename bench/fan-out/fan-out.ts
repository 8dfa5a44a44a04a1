import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composed, fed2 } from '../../tests/support/federation.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { cpuMsOf, residentKbOf } from '../process-usage.ts';
import { summarise } from '../statistics.ts';
import { TICK_SDL } from './tick.ts';

const COUNTS = [1_000, 5_000];
const EVENTS = 30;
const WARM_UP_EVENTS = 10;
const EVENT_LIMIT_MS = 30_000;

/** A server in a process of its own. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  publish(change?: object): void;
  stop(): void;
}

const kinds: Readonly<Record<string, () => Promise<Server>>> = {
  tentaculo_link: startOurs,
  'graphql-ws': () => startServer('graphql-ws'),
  'raw ws': () => startServer('raw'),
};

/** One event to a thousand and to five thousand sockets: ours, a stock graphql-ws server, and ws alone with one text for all. */
export async function measureFanOut(): Promise<void> {
  console.log('| server | sockets | CPU µs/delivery | last client, median ms | p99 ms | KB/subscriber |');
  console.log('|---|---|---|---|---|---|');
  for (const count of COUNTS)
    for (const [name, start] of Object.entries(kinds)) {
      const server = await start();
      try {
        console.log(`| ${name} | ${count} | ${await measure(server, count)} |`);
      } finally {
        server.stop();
      }
    }
}

async function measure(server: Server, count: number): Promise<string> {
  const residentBefore = residentKbOf(server.pid);
  const clients = forkFile('clients-process.ts', [server.url, String(count)]);
  await once(clients, 'message');
  try {
    // Only then is the last one sure to be subscribed behind the gateway too.
    await publishUntilAll(server, clients, WARM_UP_EVENTS);
    const residentEach = (residentKbOf(server.pid) - residentBefore) / count;
    const cpuBefore = cpuMsOf(server.pid);
    const times = await publishUntilAll(server, clients, EVENTS);
    const cpuEach = ((cpuMsOf(server.pid) - cpuBefore) * 1_000) / (EVENTS * count);
    const { median, p99 } = summarise(times);
    return [cpuEach, median, p99, residentEach].map((value) => value.toFixed(1)).join(' | ');
  } finally {
    clients.kill('SIGKILL');
  }
}

async function publishUntilAll(server: Server, clients: ChildProcess, events: number): Promise<number[]> {
  const times: number[] = [];
  for (let event = 0; event < events; event += 1) {
    const publishedAt = performance.now();
    server.publish();
    await once(clients, 'message', { signal: AbortSignal.timeout(EVENT_LIMIT_MS) });
    times.push(performance.now() - publishedAt);
  }
  return times;
}

async function startServer(kind: string): Promise<Server> {
  const child = forkFile('server-process.ts', [kind]);
  const [{ url }] = (await once(child, 'message')) as [{ readonly url: string }];
  return {
    name: kind,
    url,
    pid: child.pid ?? 0,
    publish: (change) => void child.send(change ?? 'tick'),
    stop: () => void child.kill('SIGKILL'),
  };
}

/** The gateway, with the stock server as the subgraph that has the events. */
export async function startOurs(): Promise<Server> {
  const source = await startServer('graphql-ws');
  const folder = mkdtempSync(join(tmpdir(), 'vx11-bench-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(
    file,
    composed({ ticks: fed2(TICK_SDL) }, () => source.url.replace('ws', 'http')),
  );
  const port = await freePort();
  const main = fileURLToPath(new URL('../../dist/gateway/any-supergraph/main.js', import.meta.url));
  const child = fork(main, ['--supergraph', file, '--port', String(port)], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (child.stdout !== null) await once(child.stdout, 'data');
  return {
    name: 'tentaculo_link',
    url: `ws://127.0.0.1:${port}/graphql`,
    pid: child.pid ?? 0,
    publish: (change) => source.publish(change),
    stop() {
      child.kill('SIGKILL');
      source.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function forkFile(file: string, args: readonly string[]): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), [...args], { execArgv: ['--import', 'tsx'] });
}
