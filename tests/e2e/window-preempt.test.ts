import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { startStack } from '../support/stack.ts';
import { openReadyWindow, openWindow, reached, watchWindow } from '../support/windows.ts';

test('PREEMPT ends the lower window, whose client is told so, and spares one that is in nobody’s way', async () => {
  const ports = { low: await freePort(), small: await freePort(), urgent: await freePort() };
  const stack = await startStack({
    env: { VX11_MEMORY_BUDGET_MB: '160' },
    services: Object.entries(ports).map(([name, port]) => ({
      ...{ name, port },
      memoryMb: name === 'small' ? 20 : 100,
    })),
  });
  onTestFinished(() => stack.close());
  const low = await openReadyWindow(stack, { services: ['low'], ttlSec: 60, priority: 3 });
  const small = await openReadyWindow(stack, { services: ['small'], ttlSec: 60, priority: 3 });
  const ofLow = watchWindow(stack, low.id);
  await ofLow.until(reached('OPEN'));

  const input = { services: ['urgent'], ttlSec: 60, onBusy: 'PREEMPT' };
  expect(await openWindow(stack, { ...input, priority: 3 })).toMatchObject({ code: 'BUDGET_EXCEEDED' });
  await openReadyWindow(stack, { ...input, priority: 7 });
  const closing = await ofLow.until(reached('CLOSING'));
  expect(closing.data?.windowChanged.window.closeReason).toBe('PREEMPTED');
  const closed = await ofLow.until(reached('CLOSED'));
  expect(closed.data?.windowChanged.window.closeReason).toBe('PREEMPTED');
  await ofLow.close();
  const listening = await Promise.all(Object.values(ports).map(isListening));
  expect(listening).toEqual([false, true, true]);
  expect(await stack.data('query ($id: ID!) { window(id: $id) { state } }', { id: small.id })).toEqual({
    window: { state: 'OPEN' },
  });
});
