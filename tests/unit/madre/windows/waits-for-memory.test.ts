import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryWaitOf } from '../../../../subgraphs/madre/reconciler/plan/memory-gate.ts';
import { catalogService, createMemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

describe('a start waits for memory', () => {
  const waiting = { name: 'new', reservationMb: 300, occupies: false, leftAlone: false };
  const old = { name: 'old', reservationMb: 400, occupies: true, leftAlone: false };
  const held = { ...old, name: 'held', reservationMb: 100 };
  it.each<[string, Parameters<typeof memoryWaitOf>[1], number | undefined, ReturnType<typeof memoryWaitOf>]>([
    ['that what nobody holds has not freed', [waiting, old], 500, { missingMb: 200, heldBy: ['old'] }],
    ['beside what is held', [waiting, old, held], 500, { missingMb: 300, heldBy: ['old'] }],
    ['not where there is enough', [waiting, old], 700, null],
    ['not without a budget', [waiting, old], undefined, null],
    ['not where all that runs is held', [waiting, { ...held, reservationMb: 400 }], 500, null],
    ['not for what is left alone', [waiting, { ...old, leftAlone: true }], 500, null],
    ['not once it runs', [{ ...waiting, occupies: true }, old], 500, null],
  ])('%s', (_title, services, budgetMb, expected) => {
    expect(memoryWaitOf('new', services, new Set(['new', 'held']), budgetMb)).toEqual(expected);
  });
});

it('a window whose start waited for memory in vain says what held it', async () => {
  const catalog = new Map(
    [catalogService('hermes', { memoryMb: 400 }), catalogService('shub', { memoryMb: 300 })].map(
      (service) => [service.name, service] as const,
    ),
  );
  const madre = await createMemoryMadre({ dataDir: tempDir(), catalog, memoryBudgetMb: 500 });
  onTestFinished(() => madre.crash());
  await madre.ask('mutation { startService(name: "hermes") { ok } }');
  await madre.clock.advance(1_000);
  madre.world.behave('hermes', { stopMs: 3_600_000 });
  await madre.ask('mutation { stopService(name: "hermes") { ok } }');
  await madre.clock.advance(1_000);
  await madre.ask('mutation { openWindow(input: { services: ["shub"], ttlSec: 600 }) { ok } }');
  await madre.clock.advance(120_000);
  const { windows } = await madre.ask<{
    windows: { edges: readonly { node: { failure: { message: string } | null } }[] };
  }>('{ windows(first: 1) { edges { node { state failure { code message suggestion } } } } }');
  expect(windows.edges[0]?.node).toEqual({
    state: 'FAILED',
    failure: {
      code: 'START_TIMEOUT',
      message: expect.stringContaining('it waited for 200 MB that hermes (STOPPING) still holds') as string,
      suggestion: expect.stringContaining('why hermes did not stop') as string,
    },
  });
  expect(madre.world.running()).toEqual(['hermes']);
});
