import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { createApp, type AppParts } from '../../gateway/app.ts';
import { readConfig } from '../../gateway/config.ts';
import { packageRoot } from '../../schema/package-root.ts';
import { writeCatalog } from './catalog.ts';
import { freePort } from './free-port.ts';
import { createTestClient, within, type TestClient } from './graphql-client.ts';

/** The whole product on free loopback ports and a folder of its own, runtime PROCESS unless told otherwise. */
export interface Stack extends TestClient {
  readonly url: string;
  readonly dataDir: string;
  readonly switchPort: number;
  close(): Promise<void>;
}

export interface StackOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Beside the real switch. */
  readonly services?: Parameters<typeof writeCatalog>[1]['services'];
  /** Environment of switch's process, which inherits none of the server's. */
  readonly switchEnv?: Readonly<Record<string, string>>;
  /** Kept when the stack closes, for a second stack on the same data. */
  readonly dataDir?: string;
  readonly parts?: Partial<AppParts>;
}

/** Gateway, madre and operator inside the test's process; switch and the catalog's services as real children. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const setting = await prepare(options);
  // Its log would go to the test runner's own output; VX11_TEST_LOG_LEVEL shows it.
  const logLevel = process.env['VX11_TEST_LOG_LEVEL'] ?? 'silent';
  const app = await createApp(readConfig({ LOG_LEVEL: logLevel, ...setting.env }), options.parts);
  return {
    ...createTestClient(app.url),
    url: app.url,
    dataDir: setting.dataDir,
    switchPort: setting.switchPort,
    async close() {
      await app.close();
      setting.remove();
    },
  };
}

export interface SpawnedStack extends Stack {
  readonly process: ChildProcess;
  /** Everything printed on both streams so far. */
  output(): string;
  /** kill -9, as a crash; the data folder stays. Returns what a second spawnStack needs to come back on the same data and ports. */
  crash(): Promise<StackOptions>;
  /** SIGTERM; the data folder stays, and is handed on in the same way. */
  stopInOrder(): Promise<StackOptions>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** The built server as users run it: `node dist/gateway/main.js` in a process of its own. */
export async function spawnStack(options: StackOptions = {}): Promise<SpawnedStack> {
  const setting = await prepare(options);
  const child = spawn(process.execPath, [fileURLToPath(new URL('dist/gateway/main.js', packageRoot))], {
    env: { PATH: process.env['PATH'] ?? '', HOME: setting.dataDir, LOG_LEVEL: 'warn', ...setting.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const url = `http://127.0.0.1:${setting.env['PORT']}`;
  await within(20_000, untilLive(url, exited), () => `the server is not live; it printed: ${printed}`);

  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    return within(20_000, exited, () => `the server does not stop; it printed: ${printed}`);
  };
  const again = { ...options, dataDir: setting.dataDir, env: { ...options.env, ...setting.env } };
  return {
    ...createTestClient(url),
    url,
    dataDir: setting.dataDir,
    switchPort: setting.switchPort,
    process: child,
    output: () => printed,
    async crash() {
      child.kill('SIGKILL');
      await exited;
      return again;
    },
    async stopInOrder() {
      await stop();
      return again;
    },
    stop,
    async close() {
      await stop();
      setting.remove();
    },
  };
}

async function prepare(options: StackOptions): Promise<{
  readonly env: Record<string, string>;
  readonly dataDir: string;
  readonly switchPort: number;
  remove(): void;
}> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'vx11-stack-'));
  const switchPort = Number(options.env?.['VX11_TEST_SWITCH_PORT'] ?? (await freePort()));
  const env: Record<string, string> = {
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    VX11_DATA_DIR: dataDir,
    VX11_RUNTIME: 'process',
    APOLLO_TELEMETRY_DISABLED: 'true',
    ...options.env,
    VX11_TEST_SWITCH_PORT: String(switchPort),
  };
  env['VX11_CATALOG'] ??= writeCatalog(dataDir, {
    switchPort,
    switchEnv: options.switchEnv ?? {},
    services: options.services ?? [],
  });
  return {
    env,
    dataDir,
    switchPort,
    remove: () => options.dataDir ?? rmSync(dataDir, { recursive: true, force: true }),
  };
}

async function untilLive(url: string, exited: Promise<number | null>): Promise<void> {
  const gone = exited.then((code) => {
    throw new Error(`the server exited with ${code} before it was live`);
  });
  for (;;) {
    const live = request(`${url}/health/live`).then(
      async (response) => {
        await response.body.dump();
        return response.statusCode === 200;
      },
      () => false,
    );
    if (await Promise.race([live, gone])) return;
    await Promise.race([new Promise((resolve) => setTimeout(resolve, 25)), gone]);
  }
}
