import { expect, onTestFinished, test } from 'vitest';
import { writeEngines } from '../support/engines-file.ts';
import { stallsAfter, startScriptedEngine } from '../support/scripted-engine.ts';
import { startStack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openReadyWindow } from '../support/windows.ts';

interface Warned {
  readonly windowChanged: {
    readonly type: string;
    readonly at: string;
    readonly inUse: readonly { readonly service: { readonly name: string }; readonly active: number }[];
  };
}

test('10 s before the end of a window its watchers are told, and that switch is in the middle of an answer', async () => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  const stack = await startStack({ env: { VX11_ENGINES: writeEngines(tempDir(), { local: engine }) } });
  onTestFinished(() => stack.close());
  const { id, deadline } = await openReadyWindow(stack, { services: ['switch'], ttlSec: 15 });
  const changes = stack.subscribe<Warned>(
    'subscription ($id: ID!) { windowChanged(id: $id) { type at inUse { service { name } active } } }',
    { id },
  );
  await changes.next();
  engine.script(stallsAfter('so far'));
  await stack.data('mutation { chat(input: { message: "hi", wait: false }) { message { id } } }');
  await engine.request(0);

  const warned = await changes.until(({ data }) => data?.windowChanged.type === 'EXPIRING', 10_000);
  const { at, inUse } = warned.data?.windowChanged ?? { at: '', inUse: [] };
  const leftMs = Date.parse(deadline ?? '') - Date.parse(at);
  expect(leftMs).toBeLessThanOrEqual(10_000);
  // Generous for a loaded machine.
  expect(leftMs).toBeGreaterThan(7_000);
  expect(inUse).toEqual([{ service: { name: 'switch' }, active: 1 }]);
  await changes.close();
});
