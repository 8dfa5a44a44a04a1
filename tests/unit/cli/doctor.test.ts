import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkDataFolder } from '../../../cli/doctor/checks/data-folder.ts';
import { checkConfiguration } from '../../../cli/doctor/checks/configuration.ts';
import { checkDocker } from '../../../cli/doctor/checks/docker.ts';
import { checkNode } from '../../../cli/doctor/checks/node.ts';
import { checkOwnPorts, checkPortsOf } from '../../../cli/doctor/checks/ports.ts';
import { checkRedis } from '../../../cli/doctor/checks/redis.ts';
import { checkTokens } from '../../../cli/doctor/checks/tokens.ts';
import { readConfig, type Config } from '../../../gateway/config.ts';
import { takeLock } from '../../../platform/store/exclusive-lock.ts';
import { freePort } from '../../support/free-port.ts';
import { tempDir } from '../../support/temp-dir.ts';

const NEVER = new AbortController().signal;
const config = (env: Readonly<Record<string, string>> = {}): Config => readConfig(env);
const statesOf = (checks: readonly { readonly state: string }[]) => checks.map(({ state }) => state);

test.each([
  ['20.19.0', 'ok'],
  ['24.1.0', 'ok'],
  ['20.18.9', 'fails'],
  ['18.20.0', 'fails'],
])('Node %s: %s', (version, state) => {
  expect(checkNode(version).state).toBe(state);
});

test('every problem of the configuration is a line of its own', () => {
  const { checks, config: none } = checkConfiguration({ PORT: 'high', HOST: '0.0.0.0' });
  expect(none).toBeUndefined();
  expect(checks.map(({ found }) => found.split(' is ')[0]).sort()).toEqual([
    'environment: PORT',
    'environment: VX11_TOKEN',
  ]);
});

describe('Docker', () => {
  async function serve(answer: string): Promise<string> {
    const path = join(tempDir(), 'engine.sock');
    const server = createServer((_request, response) => response.end(answer));
    server.listen(path);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return `unix://${path}`;
  }

  test('answers with its version', async () => {
    const DOCKER_HOST = await serve('{"Version":"20.10.24"}');
    expect(await checkDocker(config({ DOCKER_HOST }), NEVER)).toMatchObject({
      state: 'ok',
      found: `engine 20.10.24 at ${DOCKER_HOST}`,
    });
  });

  test('that is absent fails only where the runtime is docker; what is none fails too', async () => {
    const DOCKER_HOST = `unix://${join(tempDir(), 'nothing.sock')}`;
    expect((await checkDocker(config({ DOCKER_HOST }), NEVER)).state).toBe('skipped');
    expect(await checkDocker(config({ DOCKER_HOST, VX11_RUNTIME: 'docker' }), NEVER)).toMatchObject({
      state: 'fails',
      found: expect.stringContaining('ENOENT') as string,
    });
    const other = { DOCKER_HOST: await serve('hello'), VX11_RUNTIME: 'docker' };
    expect((await checkDocker(config(other), NEVER)).state).toBe('fails');
    expect((await checkDocker(config({ VX11_RUNTIME: 'process' }), NEVER)).state).toBe('skipped');
  });
});

test('Redis that does not answer fails, without its password; none is needed', async () => {
  expect((await checkRedis(config())).state).toBe('skipped');
  const check = await checkRedis(config({ REDIS_URL: `redis://:secret@127.0.0.1:${await freePort()}` }));
  expect(check.state).toBe('fails');
  expect(JSON.stringify(check)).not.toContain('secret');
});

test('a port that somebody has fails, where no gateway answers', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const taken = config({ PORT: String(port) });
  expect(await checkOwnPorts(taken)).toMatchObject([
    { state: 'fails', found: expect.stringContaining('EADDRINUSE') as string },
  ]);
});

test('behind a gateway that answers, only the port of what sleeps is looked at', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const look = (state: 'READY' | 'STOPPED' | 'START_FAILED', url = 'http://127.0.0.1:9000') =>
    checkPortsOf({ url, isHere: url.includes('127'), services: [{ name: 'switch', state, port }] });
  expect(await look('READY')).toEqual([
    {
      name: 'ports',
      state: 'ok',
      found: `127.0.0.1:9000 is taken by the gateway that answers, ${port} by switch`,
    },
  ]);
  for (const state of ['STOPPED', 'START_FAILED'] as const)
    expect(await look(state)).toMatchObject([
      { state: 'ok' },
      { state: 'warns', found: `${port}, that of switch, is taken (EADDRINUSE)` },
    ]);
  expect(statesOf(await look('STOPPED', 'https://elsewhere'))).toEqual(['skipped']);
});

test('a token that has expired, or soon will, is told by name', () => {
  const now = Date.UTC(2026, 0, 10);
  const token = (name: string, days: number | undefined) => ({
    name,
    sha256: '',
    scopes: [],
    expiresAt: days === undefined ? undefined : now + days * 86_400_000,
  });
  const tokens = [token('old', -1), token('ending', 2), token('long', 90), token('ever', undefined)];
  const checks = checkTokens({ ...config(), usesLocalToken: false, tokens, tokensFile: '/etc/tokens' }, now);
  expect(checks.map(({ found }) => found)).toEqual([
    '4 in /etc/tokens: old, ending, long, ever',
    'old expired 1 d ago',
    'ending expires in 2 d',
  ]);
});

test('a data folder that a madre has is told where no gateway answers; one that is not there is not made', async () => {
  const dataDir = join(tempDir(), 'data');
  expect(statesOf(await checkDataFolder({ ...config(), dataDir }, false))).toEqual(['skipped']);
  mkdirSync(dataDir);
  const lock = await takeLock(join(dataDir, 'madre.lock'));
  expect((await checkDataFolder({ ...config(), dataDir }, false)).at(-1)).toMatchObject({
    name: 'lock',
    state: 'warns',
  });
  expect((await checkDataFolder({ ...config(), dataDir }, true)).at(-1)).toMatchObject({
    name: 'lock',
    state: 'ok',
  });
  lock?.release();
  expect((await checkDataFolder({ ...config(), dataDir }, false)).at(-1)).toMatchObject({
    name: 'lock',
    state: 'ok',
  });
});
