import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { openReadyWindow, reached, watchWindow } from '../support/windows.ts';

let stack: Stack;
let port: number;

beforeAll(async () => {
  port = await freePort();
  stack = await startStack({ services: [{ name: 'hermes', port }] });
});
afterAll(() => stack.close());

test('a window ends on its deadline and its service is gone', async () => {
  const window = await openReadyWindow(stack, { services: ['hermes'], ttlSec: 10 });
  const changes = watchWindow(stack, window.id);
  const closing = await changes.until(reached('CLOSING'), 15_000);
  const lateMs = Date.now() - Date.parse(window.deadline ?? '');
  // Generous for a loaded machine; the exact figure is a benchmark's.
  expect(lateMs).toBeGreaterThanOrEqual(0);
  expect(lateMs).toBeLessThan(2_000);
  expect(closing.data?.windowChanged.window.deadline).toBe(window.deadline);

  const closed = await changes.until(reached('CLOSED'));
  expect(closed.data?.windowChanged.window.closeReason).toBe('TTL_EXPIRED');
  await changes.close();
  expect(await isListening(port)).toBe(false);
});
