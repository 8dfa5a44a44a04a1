import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../schema/package-root.ts';
import { createTestClient, within, type TestClient } from './graphql-client.ts';
import { freePort } from './free-port.ts';

const TOKEN = 'between-the-two';

/** madre alone, as `npm run subgraph -- madre` runs her, spoken to as a gateway does: half the start of the whole server. */
export interface SpawnedMadre extends TestClient {
  readonly process: ChildProcess;
  /** Everything she logged so far. */
  output(): string;
  /** kill -9. What she started lives on. */
  crash(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export async function spawnMadre(options: {
  readonly dataDir: string;
  readonly catalogFile: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Kept over a crash where it is given. */
  readonly port?: number;
  /** Called before she is up. */
  readonly onSpawn?: (child: ChildProcess) => void;
}): Promise<SpawnedMadre> {
  const port = options.port ?? (await freePort());
  const file = fileURLToPath(new URL('dist/subgraphs/serve.js', packageRoot));
  const child = spawn(process.execPath, [file, 'madre', '--port', String(port)], {
    env: {
      PATH: process.env['PATH'] ?? '',
      APOLLO_TELEMETRY_DISABLED: 'true',
      LOG_LEVEL: 'info',
      VX11_RUNTIME: 'process',
      VX11_DATA_DIR: options.dataDir,
      VX11_CATALOG: options.catalogFile,
      VX11_SUBGRAPH_TOKEN: TOKEN,
      ...options.env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  options.onSpawn?.(child);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const output = await untilUp(child, exited).catch(async (error: unknown) => {
    // Nobody else has it: it would run on, and hold its data folder.
    child.kill('SIGKILL');
    await exited;
    throw error;
  });
  return {
    ...createTestClient(`http://127.0.0.1:${port}`, TOKEN, 'x-vx11-subgraph-token'),
    process: child,
    output,
    async crash() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      return within(20_000, exited, () => `madre does not stop; she logged: ${output()}`);
    },
  };
}

async function untilUp(child: ChildProcess, exited: Promise<number | null>): Promise<() => string> {
  let printed = '';
  const up = new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('subgraph is up')) resolve();
    });
  });
  const gone = exited.then((code) => {
    throw new Error(`madre exited with ${code}: ${printed}`);
  });
  await within(20_000, Promise.race([up, gone]), () => `madre is not up; she logged: ${printed}`);
  // From here on an exit is the caller's to look at.
  gone.catch(() => undefined);
  return () => printed;
}
