import { expect, test } from 'vitest';
import { collectGarbage } from '../../../support/collect-garbage.ts';
import { startMadre } from '../../../support/follow-changes.ts';

const OPEN =
  'mutation { openWindow(input: { services: ["top"], ttlSec: 60, reason: "flood" }) { window { id } } }';
const CLOSE = 'mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }';

test('windows that were opened and closed leave nothing in memory beyond the newest events', async () => {
  const madre = await startMadre();
  const flood = async (windows: number): Promise<number> => {
    for (let count = 0; count < windows; count += 1) {
      const { openWindow } = await madre.ask<{ openWindow: { window: { id: string } } }>(OPEN);
      await madre.ask(CLOSE, { id: openWindow.window.id });
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  // What is kept is full by then.
  const before = await flood(300);
  const grownBy = (await flood(500)) - before;
  expect(grownBy / 500).toBeLessThan(3_000);
}, 60_000);
