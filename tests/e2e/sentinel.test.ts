import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { writeCatalog, type TestService } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { sentinelsOf } from '../support/sentinels.ts';
import { spawnMadre, type SpawnedMadre } from '../support/spawn-madre.ts';
import { tempDir } from '../support/temp-dir.ts';
import { closeWindow, openReadyWindow } from '../support/windows.ts';

const GRACE_SEC = 2;
/** After the deadline, on a machine that has much else to do. */
const LATEST_STOP_MS = (GRACE_SEC + 20) * 1_000;

interface Setting {
  readonly dataDir: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<SpawnedMadre>;
}

/** Whatever is left when the test ends is stopped by a madre that comes back and closes in order. */
async function prepare(names: readonly string[], more: Partial<TestService> = {}): Promise<Setting> {
  const dataDir = tempDir();
  const ports = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await freePort()] as const)),
  );
  const services = names.map((name) => ({ name, port: ports[name] ?? 0, stopGraceSec: 2, ...more }));
  const catalogFile = writeCatalog(dataDir, { services });
  let newest: SpawnedMadre | undefined;
  const start: Setting['start'] = async (env = {}) => {
    newest = await spawnMadre({
      dataDir,
      catalogFile,
      env: { VX11_SENTINEL_GRACE_SEC: String(GRACE_SEC), ...env },
    });
    return newest;
  };
  onTestFinished(async () => {
    await newest?.crash();
    expect(await (await start()).stop()).toBe(0);
  });
  return { dataDir, ports, start };
}

const untilOneSentinel = (dataDir: string): Promise<unknown> =>
  expect.poll(() => sentinelsOf(dataDir).length).toBe(1);

function untilGone(port: number | undefined, limitMs: number): Promise<unknown> {
  return expect.poll(() => isListening(port ?? 0), { timeout: limitMs, interval: 50 }).toBe(false);
}

test(
  'madre killed and not started again: what is overdue stops, and what a longer window or a HOLD holds runs on',
  { timeout: 180_000 },
  async () => {
    const { dataDir, ports, start } = await prepare(['short', 'shared', 'kept']);
    const madre = await start();
    const first = await openReadyWindow(madre, { services: ['short', 'shared'], ttlSec: 10 });
    await openReadyWindow(madre, { services: ['shared'], ttlSec: 600 });
    await openReadyWindow(madre, { services: ['kept'], mode: 'HOLD' });
    await untilOneSentinel(dataDir);
    await madre.crash();

    const deadline = Date.parse(first.deadline ?? '');
    await untilGone(ports['short'], deadline - Date.now() + LATEST_STOP_MS);
    expect(Date.now()).toBeGreaterThanOrEqual(deadline);
    expect(await isListening(ports['shared'] ?? 0)).toBe(true);
    expect(await isListening(ports['kept'] ?? 0)).toBe(true);

    // A madre that comes back finds it stopped on purpose, the window over, and everything else as it was.
    const back = await start();
    const query =
      '{ service(name: "short") { state reason } windows(first: 5) { edges { node { state } } } }';
    await expect
      .poll(() => back.data(query))
      .toMatchObject({
        service: { state: 'STOPPED', reason: null },
        windows: {
          edges: [{ node: { state: 'OPEN' } }, { node: { state: 'OPEN' } }, { node: { state: 'CLOSED' } }],
        },
      });
    expect(await isListening(ports['shared'] ?? 0)).toBe(true);
    const stop =
      '{ service(name: "short") { lastStop { rule by } } auditLog(first: 9, actor: "sentinel") { edges { node { action target } } } }';
    expect(await back.data(stop)).toEqual({
      service: { lastStop: { rule: 'TTL_EXPIRED', by: 'sentinel' } },
      auditLog: { edges: [{ node: { action: 'service.stopped', target: 'short' } }] },
    });
  },
);

test(
  'madre only paused: what the sentinel stopped meanwhile stays its stop when she goes on',
  { timeout: 180_000 },
  async () => {
    const { dataDir, ports, start } = await prepare(['hermes']);
    const madre = await start();
    const { deadline } = await openReadyWindow(madre, { services: ['hermes'], ttlSec: 10 });
    await untilOneSentinel(dataDir);
    madre.process.kill('SIGSTOP');
    await untilGone(ports['hermes'], Date.parse(deadline ?? '') - Date.now() + LATEST_STOP_MS);
    madre.process.kill('SIGCONT');
    const stop =
      '{ service(name: "hermes") { state lastStop { rule by } } auditLog(first: 9, actor: "sentinel") { edges { node { action target } } } }';
    await expect
      .poll(() => madre.data(stop))
      .toEqual({
        service: { state: 'STOPPED', lastStop: { rule: 'TTL_EXPIRED', by: 'sentinel' } },
        auditLog: { edges: [{ node: { action: 'service.stopped', target: 'hermes' } }] },
      });
  },
);

test(
  'what does not end when asked is ended by force, and then the sentinel has nothing left to do',
  { timeout: 180_000 },
  async () => {
    const { dataDir, ports, start } = await prepare(['deaf'], {
      args: ['--ignore-sigterm', '--child'],
      stopGraceSec: 1,
    });
    const madre = await start();
    const { deadline } = await openReadyWindow(madre, { services: ['deaf'], ttlSec: 10 });
    await untilOneSentinel(dataDir);
    await madre.crash();
    await untilGone(ports['deaf'], Date.parse(deadline ?? '') - Date.now() + LATEST_STOP_MS);
    // With nothing left to stop it is not needed any more.
    await expect.poll(() => sentinelsOf(dataDir)).toEqual([]);
    const log = readFileSync(join(dataDir, 'logs', 'sentinel.log'), 'utf8');
    expect(log).toContain('stopped: madre is away and no window holds it any more');
  },
);

test(
  'madre back before the grace is over: nothing is touched, and her own sentinel follows the first',
  { timeout: 180_000 },
  async () => {
    const { dataDir, ports, start } = await prepare(['hermes']);
    const madre = await start();
    await openReadyWindow(madre, { services: ['hermes'], ttlSec: 600 });
    await untilOneSentinel(dataDir);
    const [first] = sentinelsOf(dataDir);
    await madre.crash();
    await start();
    await expect.poll(() => sentinelsOf(dataDir)).not.toContain(first);
    await untilOneSentinel(dataDir);
    expect(await isListening(ports['hermes'] ?? 0)).toBe(true);
    expect(readFileSync(join(dataDir, 'logs', 'sentinel.log'), 'utf8')).not.toContain('madre is silent');
  },
);

test('no window, no sentinel; and a madre that closes in order ends hers', { timeout: 180_000 }, async () => {
  const { dataDir, start } = await prepare(['hermes']);
  const idle = await start();
  expect(await idle.stop()).toBe(0);
  // Nobody looked after the folder so far.
  expect(existsSync(join(dataDir, 'logs', 'sentinel.log'))).toBe(false);

  const madre = await start();
  const window = await openReadyWindow(madre, { services: ['hermes'], ttlSec: 600 });
  await untilOneSentinel(dataDir);
  await closeWindow(madre, window.id);
  expect(await madre.stop()).toBe(0);
  expect(sentinelsOf(dataDir)).toEqual([]);
});

test(
  'one that is run apart stands in for whichever madre is away, and stays',
  { timeout: 180_000 },
  async () => {
    const { dataDir, ports, start } = await prepare(['hermes']);
    const program = fileURLToPath(new URL('dist/subgraphs/sentinel.js', packageRoot));
    const sentinel = spawn(process.execPath, [program, '--data-dir', dataDir], { stdio: 'ignore' });
    const ended = once(sentinel, 'exit') as Promise<[number | null]>;
    const madre = await start({ VX11_SENTINEL: 'apart' });
    const { deadline } = await openReadyWindow(madre, { services: ['hermes'], ttlSec: 10 });
    await madre.crash();
    await untilGone(ports['hermes'], Date.parse(deadline ?? '') - Date.now() + LATEST_STOP_MS);
    expect(sentinelsOf(dataDir)).toEqual([sentinel.pid]);
    sentinel.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  },
);
