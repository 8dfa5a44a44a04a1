import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';

type Requirement = 'redis' | 'docker' | 'chromium' | 'openssl' | 'zsh';

/** Tests that need one of these are skipped with the reason printed, or fail where VX11_REQUIRE names it. */
export async function missing(requirement: Requirement): Promise<string | undefined> {
  const reason = await probes[requirement]();
  if (reason === undefined) return undefined;
  if ((process.env['VX11_REQUIRE'] ?? '').split(',').includes(requirement)) {
    throw new Error(`VX11_REQUIRE demands ${requirement}: ${reason}`);
  }
  console.warn(`skipped, ${requirement} is absent: ${reason}`);
  return reason;
}

export const testRedisUrl = process.env['VX11_TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
export const testDockerHost = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
export const chromiumPath = process.env['VX11_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

const probes: Record<Requirement, () => Promise<string | undefined>> = {
  redis: async () => {
    const url = new URL(testRedisUrl);
    return (await answers({ host: url.hostname, port: Number(url.port || 6379) }))
      ? undefined
      : `nothing listens at ${testRedisUrl}`;
  },
  docker: async () => {
    const path = testDockerHost.replace(/^unix:\/\//, '');
    return existsSync(path) && (await answers({ path }))
      ? undefined
      : `no Docker engine answers at ${testDockerHost}`;
  },
  openssl: async () => (spawnSync('openssl', ['version']).status === 0 ? undefined : 'no openssl in PATH'),
  zsh: async () => (spawnSync('zsh', ['--version']).status === 0 ? undefined : 'no zsh in PATH'),
  chromium: async () => (existsSync(chromiumPath) ? undefined : `no browser at ${chromiumPath}`),
};

function answers(target: { host: string; port: number } | { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(target);
    socket.setTimeout(1_000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    function done(yes: boolean): void {
      socket.destroy();
      resolve(yes);
    }
  });
}
