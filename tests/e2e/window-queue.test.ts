import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { startStack } from '../support/stack.ts';
import { closeWindow, openReadyWindow, openWindow, reached, watchWindow } from '../support/windows.ts';

test('a window for which there is no memory waits, holds nothing, and opens with its whole ttl when the holder closes', async () => {
  const ports = { holder: await freePort(), waiter: await freePort() };
  const stack = await startStack({
    env: { VX11_MEMORY_BUDGET_MB: '150' },
    services: Object.entries(ports).map(([name, port]) => ({ name, port, memoryMb: 100 })),
  });
  onTestFinished(() => stack.close());
  const holder = await openReadyWindow(stack, { services: ['holder'], ttlSec: 60 });
  const waiter = { services: ['waiter'], ttlSec: 60 };
  expect(await openWindow(stack, waiter)).toMatchObject({ code: 'BUDGET_EXCEEDED', window: null });

  const queued = await openWindow(stack, { ...waiter, onBusy: 'QUEUE' });
  expect(queued).toMatchObject({ ok: true, window: { state: 'QUEUED', deadline: null } });
  const id = queued.window?.id ?? '';
  expect(await stack.data('query ($id: ID!) { window(id: $id) { queuePosition } }', { id })).toEqual({
    window: { queuePosition: 1 },
  });
  const changes = watchWindow(stack, id);
  await changes.until(reached('QUEUED'));
  expect(await isListening(ports.waiter)).toBe(false);

  await closeWindow(stack, holder.id);
  const opening = await changes.until(reached('OPENING'));
  const leftMs = Date.parse(opening.data?.windowChanged.window.deadline ?? '') - Date.now();
  expect(leftMs).toBeGreaterThan(50_000);
  expect(leftMs).toBeLessThanOrEqual(60_000);
  await changes.until(reached('OPEN'));
  await changes.close();
  expect(await isListening(ports.waiter)).toBe(true);
  expect(await isListening(ports.holder)).toBe(false);
});
