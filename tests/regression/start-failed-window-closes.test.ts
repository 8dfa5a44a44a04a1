import { expect, it, onTestFinished } from 'vitest';
import { createMemoryMadre } from '../support/memory-madre.ts';
import { tempDir } from '../support/temp-dir.ts';

it('closes a window at once whose service failed to start and so needs no stop', async () => {
  const madre = await createMemoryMadre({ dataDir: tempDir() });
  onTestFinished(() => madre.subgraph.close());
  madre.world.behave('alone', { start: 'fails' });
  await madre.ask('mutation { openWindow(input: { services: ["alone"], ttlSec: 600 }) { ok } }');
  // Half-way between two looks at everything.
  await madre.clock.advance(14_000);
  expect(await madre.ask('{ service(name: "alone") { state } }')).toEqual({
    service: { state: 'START_FAILED' },
  });
  await madre.ask('mutation { closeWindow(input: {}) { ok } }');
  await madre.clock.advance(10);
  expect(
    await madre.ask('{ service(name: "alone") { state } windows { edges { node { state } } } }'),
  ).toEqual({ service: { state: 'STOPPED' }, windows: { edges: [{ node: { state: 'CLOSED' } }] } });
});
