import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { within } from './graphql-client.ts';

/** One subgraph alone, as `npm run subgraph` runs it; resolves when it is up and ends with the test. */
export async function spawnSubgraph(
  name: 'madre' | 'operator' | 'switch',
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('dist/subgraphs/serve.js', packageRoot));
  const child = spawn(process.execPath, [file, name, '--port', String(port)], {
    env: { PATH: process.env['PATH'] ?? '', APOLLO_TELEMETRY_DISABLED: 'true', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  const up = new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('subgraph is up')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`${name} exited with ${code}: ${printed}`)));
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  });
  await within(20_000, up, () => `${name} is not up; it printed: ${printed}`);
  return child;
}
