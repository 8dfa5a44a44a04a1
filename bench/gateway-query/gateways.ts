import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { freePort } from '../../tests/support/free-port.ts';
import { cpuMsOf, residentKbOf } from '../process-usage.ts';

/** A gateway in a process of its own, before the same subgraphs. */
export interface Gateway {
  readonly name: string;
  readonly url: string;
  /** Milliseconds on the processor since its start, of all its threads. */
  cpuMs(): number;
  residentMb(): number;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 30_000;
const hiveFolder = fileURLToPath(new URL('hive/', import.meta.url));
const hiveBin = `${hiveFolder}node_modules/@graphql-hive/gateway/dist/bin.js`;

/** Ours, the stock one and, where `npm ci` was run in bench/gateway-query/hive, Hive Gateway. */
export async function startGateways(supergraphFile: string): Promise<readonly Gateway[]> {
  const gateways = [
    await start('tentaculo_link', (port) => [
      path('../../dist/gateway/any-supergraph/main.js'),
      ...['--supergraph', supergraphFile, '--port', port, '--forward-header', 'authorization'],
    ]),
    await start('@apollo/gateway', (port) => [
      '--import',
      'tsx',
      path('stock-process.ts'),
      supergraphFile,
      port,
    ]),
  ];
  if (!existsSync(hiveBin)) return gateways;
  const config = path('hive/gateway.config.mjs');
  gateways.push(
    await start('Hive Gateway', (port) => [
      hiveBin,
      ...['supergraph', supergraphFile, '--host', '127.0.0.1', '--port', port, '--config-path', config],
    ]),
  );
  return gateways;
}

async function start(name: string, argsOf: (port: string) => readonly string[]): Promise<Gateway> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}/graphql`;
  const child = spawn(process.execPath, argsOf(port), {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      APOLLO_TELEMETRY_DISABLED: 'true',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilAnswered(name, url, child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} did not start`);
  return {
    name,
    url,
    cpuMs: () => cpuMsOf(pid),
    residentMb: () => residentKbOf(pid) / 1_024,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function untilAnswered(name: string, url: string, child: ChildProcess): Promise<void> {
  const dueAt = performance.now() + START_LIMIT_MS;
  while (performance.now() < dueAt && child.exitCode === null) {
    const status = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    }).then(
      async ({ statusCode, body }) => (await body.dump(), statusCode),
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`${name} does not answer at ${url}`);
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
