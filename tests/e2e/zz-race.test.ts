import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStack, type Stack } from '../support/stack.ts';
import { closeWindow, openReadyWindow } from '../support/windows.ts';
let stack: Stack;
beforeAll(async () => { stack = await startStack(); });
afterAll(() => stack.close());
test('race', async () => {
  const out: unknown[] = [];
  for (let i = 0; i < 12; i += 1) {
    const w = await openReadyWindow(stack, { services: ['switch'], ttlSec: 60 });
    const r = await stack.send('{ engines { id } }');
    out.push(r.errors?.[0]?.extensions ?? r.data);
    await closeWindow(stack, w.id);
    const c = await stack.send('{ engines { id } }');
    out.push(c.errors?.[0]?.extensions?.['code'] ?? c.data);
  }
  console.log(JSON.stringify(out));
  expect(1).toBe(1);
});
