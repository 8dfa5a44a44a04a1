import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';
import { tempDir } from './temp-dir.ts';

/** A redis-server of this test alone, which it may stop and start again on the same port. */
export interface OwnRedis {
  readonly url: string;
  /** Every write is on the disk before it is answered, unless `keepData` is false. */
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly folder: string;
}

export async function ownRedis(options: { readonly keepData: boolean }): Promise<OwnRedis> {
  const port = await freePort();
  const folder = tempDir();
  let server: ChildProcess | undefined;

  async function stop(): Promise<void> {
    if (server === undefined) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
    server = undefined;
  }
  onTestFinished(stop);

  const persistence = options.keepData ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--save', ''];
  const owned: OwnRedis = {
    url: `redis://127.0.0.1:${port}`,
    folder,
    stop,
    async start() {
      server = spawn(
        'redis-server',
        ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...persistence],
        { stdio: 'ignore' },
      );
      await listening(port, Date.now() + 10_000);
    },
  };
  await owned.start();
  return owned;
}

async function listening(port: number, untilMs: number): Promise<void> {
  while (!(await accepts(port))) {
    if (Date.now() > untilMs) throw new Error(`redis-server does not listen on ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (yes: boolean) => (): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (answer) => done(answer.toString().startsWith('+PONG'))());
    socket.once('error', done(false));
  });
}
