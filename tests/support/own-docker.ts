import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Docker engine of this test alone, which it may stop and kill. It changes no network of the machine: its containers use the host's. */
export interface OwnDocker {
  /** As DOCKER_HOST. */
  readonly host: string;
  /** Ends it, by its own orderly stop or by SIGKILL, and starts it again on the same data; `downMs`: how long it stays away. */
  restart(how: 'SIGTERM' | 'SIGKILL', downMs: number): Promise<void>;
  close(): Promise<void>;
}

const UP_LIMIT_MS = 60_000;

/** Why there can be none here; undefined where there can. */
export function noOwnDocker(): string | undefined {
  if (process.getuid?.() !== 0) return 'dockerd needs root';
  const found = spawnSync('dockerd', ['--version']);
  return found.status === 0 ? undefined : 'there is no dockerd';
}

export async function startOwnDocker(): Promise<OwnDocker> {
  const folder = mkdtempSync(join(tmpdir(), 'vx11-dockerd-'));
  mkdirSync(join(folder, 'exec'));
  const socket = join(folder, 'docker.sock');
  let engine = await begin(folder, socket);
  return {
    host: `unix://${socket}`,
    async restart(how, downMs) {
      await end(engine, how);
      await new Promise((resolve) => setTimeout(resolve, downMs));
      // Killed, it leaves these behind, and takes them for living ones.
      for (const record of ['pid', 'exec/containerd/containerd.pid'])
        rmSync(join(folder, record), { force: true });
      engine = await begin(folder, socket);
    },
    async close() {
      await end(engine, 'SIGTERM');
      unmountAll(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function begin(folder: string, socket: string): Promise<ChildProcess> {
  const args = [
    ...['--host', `unix://${socket}`, '--data-root', join(folder, 'data')],
    ...['--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
    // Not `--bridge none`: that removes the bridge of every other engine of the machine.
    ...['--iptables=false', '--ip6tables=false'],
  ];
  const engine = spawn('dockerd', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  engine.stderr.pipe(createWriteStream(join(folder, 'log'), { flags: 'a' }));
  const limitAt = performance.now() + UP_LIMIT_MS;
  while (!(existsSync(socket) && (await answers(socket)))) {
    if (engine.exitCode !== null || performance.now() > limitAt)
      throw new Error(`dockerd is not up: see ${folder}/log`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return engine;
}

async function end(engine: ChildProcess, how: NodeJS.Signals): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  const ended = once(engine, 'exit');
  engine.kill(how);
  await ended;
}

/** dockerd leaves mounts behind: its network's, its data's, and those of the containers that it was ended over. */
function unmountAll(folder: string): void {
  const mounted = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const path of mounted.filter((each) => each.startsWith(`${folder}/`)).reverse())
    spawnSync('umount', ['-l', path]);
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/_ping', timeout: 1_000 });
    asked.once('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.end();
  });
}
