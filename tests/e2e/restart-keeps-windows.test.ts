import { expect, test } from 'vitest';
import { writeCatalog } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { spawnStack } from '../support/stack.ts';
import { openReadyWindow, reached, watchWindow } from '../support/windows.ts';

test(
  'kill -9 of the server: the window comes back with the same deadline and its service stops on it',
  { timeout: 60_000 },
  async () => {
    const port = await freePort();
    const before = await spawnStack({ services: [{ name: 'hermes', port }] });
    const window = await openReadyWindow(before, { services: ['hermes'], ttlSec: 15 });
    const again = await before.crash();
    expect(await isListening(port)).toBe(true); // the process outlives the crash, so somebody must still own it

    const after = await spawnStack(again);
    try {
      const { window: kept } = await after.data<{ window: unknown }>(
        'query ($id: ID!) { window(id: $id) { state deadline } }',
        {
          id: window.id,
        },
      );
      expect(kept).toMatchObject({ deadline: window.deadline });
      const changes = watchWindow(after, window.id);
      await changes.until(reached('CLOSED'), 25_000);
      await changes.close();
      // A window of which the banner knows, and not "only the core".
      expect(after.output()).toContain(`A window is OPEN for hermes, until ${window.deadline}.`);
      expect(after.output()).not.toContain('Only the core runs.');
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(window.deadline ?? ''));
      expect(await isListening(port)).toBe(false);
    } finally {
      await after.close();
    }
  },
);

test(
  'SIGTERM of the server: its services end with it, which they tell afterwards, and what is held starts again',
  { timeout: 60_000 },
  async () => {
    const port = await freePort();
    const before = await spawnStack({ services: [{ name: 'hermes', port }] });
    const window = await openReadyWindow(before, { services: ['hermes'], ttlSec: 600 });
    const again = await before.stopInOrder();
    expect(await isListening(port)).toBe(false);

    const after = await spawnStack(again);
    try {
      const told = () =>
        after.data(
          'query ($id: ID!) { window(id: $id) { state deadline } service(name: "hermes") { state lastStop { rule by } } }',
          { id: window.id },
        );
      await expect.poll(told).toEqual({
        window: { state: 'OPEN', deadline: window.deadline },
        service: { state: 'READY', lastStop: { rule: 'MADRE_CLOSED', by: 'system' } },
      });
    } finally {
      await after.close();
    }
  },
);

test(
  'a window whose deadline passed while the server was dead is closed at the next start',
  { timeout: 60_000 },
  async () => {
    const port = await freePort();
    const before = await spawnStack({ services: [{ name: 'hermes', port }] });
    const window = await openReadyWindow(before, { services: ['hermes'], ttlSec: 10 });
    const again = await before.crash();
    await new Promise((resolve) => setTimeout(resolve, Date.parse(window.deadline ?? '') - Date.now() + 100)); // nobody is there to tell us

    const after = await spawnStack(again);
    try {
      const changes = watchWindow(after, window.id);
      const closed = await changes.until(reached('CLOSED'));
      expect(closed.data?.windowChanged.window.closeReason).toBe('TTL_EXPIRED');
      await changes.close();
      expect(await isListening(port)).toBe(false);
    } finally {
      await after.close();
    }
  },
);

test(
  'a service that was renamed while the server was dead is ended, audited, and runs again under its new name',
  { timeout: 60_000 },
  async () => {
    const port = await freePort();
    const before = await spawnStack({ services: [{ name: 'deg', port }] });
    await openReadyWindow(before, { services: ['deg'], ttlSec: 600 });
    const { env = {}, ...again } = await before.crash();
    expect(await isListening(port)).toBe(true);

    const services = [{ name: 'renamed', port }];
    const VX11_CATALOG = writeCatalog(before.dataDir, { switchPort: before.switchPort, services });
    const after = await spawnStack({ ...again, env: { ...env, VX11_CATALOG } });
    try {
      expect(await isListening(port)).toBe(false);
      const { auditLog } = await after.data<{ auditLog: { edges: readonly unknown[] } }>(
        '{ auditLog(action: "service.stopped") { edges { node { target actor detail } } } }',
      );
      const stopped = { target: 'deg', actor: 'system', detail: { why: 'NOT_IN_CATALOG' } };
      expect(auditLog.edges).toContainEqual({ node: stopped });
      await openReadyWindow(after, { services: ['renamed'], ttlSec: 600 });
    } finally {
      await after.close();
    }
  },
);
