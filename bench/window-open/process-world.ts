import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tests/support/free-port.ts';
import type { BenchProgram, BenchService, BenchWorld } from './bench-world.ts';

const POLL_MS = 5;

/** Services as processes: busybox' web server, which is up in a few milliseconds, behind a shell that notes when it is told to end. */
export async function openProcessWorld(services: readonly BenchService[]): Promise<BenchWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'vx11-bench-'));
  mkdirSync(join(folder, 'www'));
  writeFileSync(join(folder, 'www', 'health'), 'ready\n');
  const ports = new Map<string, number>();
  const ownPorts = new Map<string, number>();
  for (const { name } of services) {
    ports.set(name, await freePort());
    ownPorts.set(name, await freePort());
  }
  const portOf = (name: string): number => ports.get(name) ?? 0;
  const ownPortOf = (name: string): number => ownPorts.get(name) ?? 0;
  const running = new Map<string, ChildProcess>();
  const stopFile = (name: string): string => join(folder, `${name}.stopped`);
  const noted = (name: string): string =>
    existsSync(stopFile(name)) ? readFileSync(stopFile(name), 'utf8').trim() : '';

  /** What the shell notes is late by the start of `date`, a millisecond or two. */
  function programOf({ name, bootMs }: BenchService, port: number): BenchProgram {
    const boot = bootMs === 0 ? '' : `sleep ${bootMs / 1_000}; `;
    const script = `${boot}busybox httpd -f -p 127.0.0.1:${port} -h ${join(folder, 'www')} & child=$!; trap 'date +%s%3N > ${stopFile(name)}; kill $child; exit 0' TERM; wait`;
    return { command: '/bin/sh', args: ['-c', script] };
  }

  async function stopOwn(name: string): Promise<void> {
    const child = running.get(name);
    if (child?.pid === undefined) return;
    running.delete(name);
    const ended = once(child, 'exit');
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  }

  async function stopIssuedAt(name: string): Promise<number> {
    while (noted(name) === '') await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const at = Number(noted(name));
    rmSync(stopFile(name));
    return at;
  }

  return {
    kind: 'PROCESS',
    version: `Node ${process.version}`,
    env: { VX11_RUNTIME: 'process' },
    portOf,
    ownPortOf,
    catalogEntry: (service) => ({ process: programOf(service, portOf(service.name)) }),
    async startOwn(name) {
      const service = services.find((each) => each.name === name);
      if (service === undefined) throw new Error(`${name} is no service of this bench`);
      const { command, args } = programOf({ ...service, name: `${name}.own` }, ownPortOf(name));
      // As a person would who wants its output: into a file, in a group of its own.
      const output = openSync(join(folder, `${name}.log`), 'a');
      const child = spawn(command, args, { detached: true, stdio: ['ignore', output, output] });
      closeSync(output);
      running.set(name, child);
      await once(child, 'spawn');
    },
    stopOwn,
    stopIssuedAt,
    async stopOwnIssuedAt(name) {
      await stopOwn(name);
      return stopIssuedAt(`${name}.own`);
    },
    async close() {
      for (const name of [...running.keys()]) await stopOwn(name);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
