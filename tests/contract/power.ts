import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { TestService } from '../support/catalog.ts';
import type { TestClient } from '../support/graphql-client.ts';
import { closeWindow, openReadyWindow, openWindow, reached, watchWindow } from '../support/windows.ts';

/** What a service of these tests does once it runs. */
export type Behaviour =
  | 'serves'
  /** Says "cannot work" and exits with 3 before it serves. */
  | 'fails'
  /** Serves for a second and exits with 7, each time. */
  | 'crashes';

export interface PowerService extends Pick<TestService, 'dependsOn' | 'drift' | 'startTimeoutSec'> {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly bootMs?: number;
}

/** A whole stack with real services, and their world as it is past madre. */
export interface PowerWorld {
  readonly client: TestClient;
  portOf(service: string): number;
  isRunning(service: string): Promise<boolean>;
  /** "NAME begins" and "NAME ends", in the order in which it happened. */
  history(): Promise<readonly string[]>;
  /** Kills it past madre. */
  kill(service: string): Promise<void>;
  /** Asks it to stop, past madre; it ends in order. */
  stopByHand(service: string): Promise<void>;
  /** What the runtime can tell of that: a program that heeds a signal leaves no trace of who sent it, an engine keeps one. */
  readonly reasonByHand: 'STOPPED_BY_HAND' | 'EXITED';
  close(): Promise<void>;
}

const services: readonly PowerService[] = [
  { name: 'base', behaviour: 'serves', bootMs: 200 },
  { name: 'middle', behaviour: 'serves', bootMs: 200, dependsOn: ['base'] },
  { name: 'top', behaviour: 'serves', dependsOn: ['middle'] },
  { name: 'side', behaviour: 'serves' },
  { name: 'failing', behaviour: 'fails', dependsOn: ['base'], startTimeoutSec: 2 },
  { name: 'above-failing', behaviour: 'serves', dependsOn: ['failing', 'side'], startTimeoutSec: 2 },
  { name: 'crashing', behaviour: 'crashes' },
  { name: 'left-down', behaviour: 'serves', drift: { stoppedByHand: 'degrade' } },
];

/** What windows promise, whatever runs the services: every runtime passes the same. */
export function powerContract(
  name: string,
  open: (services: readonly PowerService[]) => Promise<PowerWorld>,
): void {
  describe(name, { timeout: 60_000 }, () => {
    let world: PowerWorld;
    let client: TestClient;

    beforeEach(async () => {
      world = await open(services);
      client = world.client;
    });
    afterEach(() => world.close());

    const runningNow = async (): Promise<string[]> => {
      const all = await Promise.all(services.map(({ name: service }) => world.isRunning(service)));
      return services.filter((_service, index) => all[index]).map(({ name: service }) => service);
    };
    const untilRunning = (...expected: string[]): Promise<unknown> =>
      expect.poll(runningNow, { interval: 50 }).toEqual(expected);

    async function closeFully(id: string): Promise<void> {
      const changes = watchWindow(client, id);
      await closeWindow(client, id);
      await changes.until(reached('CLOSED'));
      await changes.close();
    }

    const FAILURE =
      'query ($id: ID!) { window(id: $id) { state closeReason deadline failure { code exitCode outOfMemory suggestion service { name } lastLogs { text } } results { outcome service { name } } } }';

    test('restarts are counted, after a crash and as asked for, and a later window makes none', async () => {
      const side = async (): Promise<unknown> => {
        const { service } = await client.data<{ service: { state: string; restartCount: number } }>(
          '{ service(name: "side") { state restartCount } }',
        );
        return service;
      };
      const first = await openReadyWindow(client, { services: ['side'], ttlSec: 600 });
      await closeFully(first.id);
      await openReadyWindow(client, { services: ['side'], ttlSec: 600 });
      expect(await side()).toEqual({ state: 'READY', restartCount: 0 });
      await world.kill('side');
      await expect.poll(side).toEqual({ state: 'READY', restartCount: 1 });
      await client.data('mutation { restartService(name: "side") { ok } }');
      await expect.poll(side).toEqual({ state: 'READY', restartCount: 2 });
    });

    test('the end of one window stops what it alone held, and never what another one holds', async () => {
      const one = await openReadyWindow(client, { services: ['top', 'side'], ttlSec: 600 });
      const two = await openReadyWindow(client, { services: ['middle'], ttlSec: 600 });
      const before = await world.history();
      await closeFully(one.id);
      expect(await runningNow()).toEqual(['base', 'middle']);
      const since = (await world.history()).slice(before.length);
      expect([...since].sort()).toEqual(['side ends', 'top ends']);
      await closeFully(two.id);
      expect(await runningNow()).toEqual([]);
    });

    test('a chain starts from what it depends on and stops from what depends on it', async () => {
      const window = await openReadyWindow(client, { services: ['top'], ttlSec: 600 });
      expect(await world.history()).toEqual(['base begins', 'middle begins', 'top begins']);
      await closeFully(window.id);
      expect((await world.history()).slice(3)).toEqual(['top ends', 'middle ends', 'base ends']);
    });

    test('a dependency that fails ends the opening, is named with its last words, and leaves what others hold', async () => {
      await openReadyWindow(client, { services: ['base'], ttlSec: 600 });
      const payload = await openWindow(client, {
        services: ['above-failing'],
        ttlSec: 600,
        waitUntilReady: true,
      });
      expect(payload.window?.state).toBe('FAILED');
      const { window } = await client.data(FAILURE, { id: payload.window?.id });
      expect(window).toMatchObject({
        closeReason: 'START_FAILED',
        failure: { code: 'EXITED', exitCode: 3, outOfMemory: false, service: { name: 'failing' } },
      });
      expect(JSON.stringify(window)).toContain('cannot work');
      expect(window).toMatchObject({
        results: expect.arrayContaining([
          { outcome: 'FAILED', service: { name: 'failing' } },
          { outcome: 'SKIPPED', service: { name: 'above-failing' } },
        ]) as unknown,
      });
      await untilRunning('base');
      expect(await world.history()).not.toContain('above-failing begins');
      expect(await world.history()).not.toContain('base ends');
    });

    test('a service that ends again and again is a crash loop, which its window tells, and stops for good with it', async () => {
      const window = await openReadyWindow(client, { services: ['crashing', 'side'], ttlSec: 600 });
      const state = async (): Promise<unknown> =>
        client.data('{ service(name: "crashing") { state reason } }');
      await expect
        .poll(state, { timeout: 30_000, interval: 20 })
        .toEqual({ service: { state: 'CRASH_LOOP', reason: 'EXITED' } });
      const told = async (): Promise<unknown> => (await client.data(FAILURE, { id: window.id }))['window'];
      await expect.poll(told, { interval: 20 }).toMatchObject({
        state: 'DEGRADED',
        deadline: window.deadline,
        failure: { code: 'EXITED', exitCode: 7, service: { name: 'crashing' } },
      });
      expect(await world.isRunning('side')).toBe(true);
      await closeFully(window.id);
      await untilRunning();
    });

    test('a port that another program has is told apart, at once, and left to that program', async () => {
      const port = world.portOf('side');
      const squatter = createServer((socket) => socket.end()).listen(port, '127.0.0.1');
      await once(squatter, 'listening');
      onTestFinished(() => void squatter.close());
      const payload = await openWindow(client, { services: ['side'], ttlSec: 600, waitUntilReady: true });
      expect(payload.window?.state).toBe('FAILED');
      const { window } = await client.data(FAILURE, { id: payload.window?.id });
      expect(window).toMatchObject({ failure: { code: 'PORT_IN_USE', service: { name: 'side' } } });
      expect(squatter.listening).toBe(true);
    });

    test('a service killed by hand while it is held runs again, and its window recovers', async () => {
      const window = await openReadyWindow(client, { services: ['side'], ttlSec: 600 });
      const changes = watchWindow(client, window.id);
      await changes.next();
      await world.kill('side');
      await changes.until(({ data }) => data?.windowChanged.type === 'RECOVERED', 30_000);
      await changes.close();
      await untilRunning('side');
      const begins = (await world.history()).filter((entry) => entry === 'side begins');
      expect(begins.length).toBeGreaterThan(0);
      expect((await client.data(FAILURE, { id: window.id }))['window']).toMatchObject({
        state: 'OPEN',
        deadline: window.deadline,
        failure: null,
      });
    });

    test('where the catalog says degrade, one stopped by hand stays down until somebody asks for it', async () => {
      const window = await openReadyWindow(client, { services: ['left-down'], ttlSec: 600 });
      const changes = watchWindow(client, window.id);
      await changes.next();
      await world.stopByHand('left-down');
      await changes.until(reached('DEGRADED'), 30_000);
      await changes.close();
      expect(await client.data('{ service(name: "left-down") { state reason } }')).toEqual({
        service: { state: 'STOPPED', reason: world.reasonByHand },
      });
      const { restartService } = await client.data(
        'mutation { restartService(name: "left-down") { ok code message } }',
      );
      expect(restartService).toMatchObject({ ok: true });
      await untilRunning('left-down');
    });
  });
}
