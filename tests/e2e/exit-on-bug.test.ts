import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { freePort } from '../support/free-port.ts';
import { within } from '../support/graphql-client.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A bug on demand: what is loaded before the program throws where nobody catches it. */
const BUG =
  "data:text/javascript,process.once('SIGUSR2', () => { throw new Error('a bug of our own'); });" +
  "process.once('SIGWINCH', () => { void Promise.reject(new Error('a bug of our own')); });";

test.each([
  ['the server', ['gateway/main.js'], 'up', 'SIGUSR2', 'uncaughtException'],
  ['the server', ['gateway/main.js'], 'up', 'SIGWINCH', 'unhandledRejection'],
  ['a subgraph alone', ['subgraphs/serve.js', 'switch'], 'subgraph is up', 'SIGUSR2', 'uncaughtException'],
  ['a subgraph alone', ['subgraphs/serve.js', 'switch'], 'subgraph is up', 'SIGWINCH', 'unhandledRejection'],
] as const)(
  '%s (%j) ends with 1 and logs why, after "%s" and %s',
  async (_what, program, up, signal, event) => {
    const { child, untilLogged } = await start(program);
    await untilLogged((line) => line['msg'] === up);
    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await untilLogged((line) => line['msg'] === event)).toMatchObject({
      level: 60,
      err: { message: 'a bug of our own' },
    });
    expect(await exited).toEqual([1, null]);
  },
);

type Line = Readonly<Record<string, unknown>>;

async function start([file, ...words]: readonly [string, ...string[]]) {
  const port = String(await freePort());
  const path = fileURLToPath(new URL(`dist/${file}`, packageRoot));
  const args = words.length === 0 ? [] : [...words, '--port', port];
  const child = spawn(process.execPath, ['--import', BUG, path, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      APOLLO_TELEMETRY_DISABLED: 'true',
      LOG_LEVEL: 'info',
      PORT: port,
      VX11_DATA_DIR: tempDir(),
      VX11_RUNTIME: 'memory',
      VX11_SUBGRAPH_TOKEN: 'between-the-two-of-us',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, untilLogged: (claim: (line: Line) => boolean) => untilLogged(child, claim) };
}

function untilLogged(child: ChildProcess, claim: (line: Line) => boolean): Promise<Line> {
  let printed = '';
  const found = new Promise<Line>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      for (const text of printed.split('\n').slice(0, -1)) {
        const line = text.startsWith('{') ? (JSON.parse(text) as Line) : {};
        if (claim(line)) resolve(line);
      }
    });
  });
  return within(20_000, found, () => `not logged; it printed: ${printed}`);
}
