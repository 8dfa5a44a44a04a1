import { expect, it, onTestFinished } from 'vitest';
import { createMemoryMadre } from '../support/memory-madre.ts';
import { tempDir } from '../support/temp-dir.ts';

it('tries the failing stop of a restart a few times with pauses, then gives up and says so', async () => {
  let stops = 0;
  const madre = await createMemoryMadre({
    dataDir: tempDir(),
    watch: (runtime) => ({
      ...runtime,
      stop: async (service, signal) => {
        stops += 1;
        await new Promise<void>((resolve) => madre.clock.after(1, resolve));
        return runtime.stop(service, signal);
      },
    }),
  });
  onTestFinished(() => madre.subgraph.close());
  await madre.ask('mutation { openWindow(input: { services: ["alone"], ttlSec: 600 }) { ok } }');
  await madre.clock.advance(1_000);
  madre.world.behave('alone', { stop: 'fails' });
  await madre.ask('mutation { restartService(name: "alone") { ok } }');

  await madre.clock.advance(100);
  madre.world.hint('alone');
  await madre.clock.advance(100);
  expect(stops).toBe(1);
  await madre.clock.advance(60_000);
  expect(stops).toBe(5);
  const found = await madre.ask(
    '{ service(name: "alone") { state } windows { edges { node { state } } } auditLog(first: 100) { edges { node { action target actor } } } }',
  );
  expect(found).toEqual({
    service: { state: 'READY' },
    windows: { edges: [{ node: { state: 'OPEN' } }] },
    auditLog: {
      edges: expect.arrayContaining([
        { node: { action: 'service.restart-failed', target: 'alone', actor: 'tester' } },
      ]) as unknown,
    },
  });

  madre.world.behave('alone', { stop: 'works' });
  await madre.ask('mutation { restartService(name: "alone") { ok } }');
  await madre.clock.advance(1_000);
  expect(stops).toBe(6);
  expect(await madre.ask('{ service(name: "alone") { state lastStop { rule } } }')).toEqual({
    service: { state: 'READY', lastStop: { rule: 'RESTART' } },
  });
});
