import { expect, it } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { MemoryWorld } from '../../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const catalog = new Map(
  ['a', 'b', 'c'].map((name) => [name, catalogService(name, { memoryMb: 100 })] as const),
);

/** Each call is one more madre on the same folder and the same services. */
function installation() {
  const clock = createManualClock();
  const world = new MemoryWorld(clock);
  const dataDir = tempDir();
  return async (memoryBudgetMb: number) => {
    const { log, lines } = recordingLog();
    const desk = await openDesk({ dataDir, clock, world, catalog, memoryBudgetMb, log });
    const warnings = lines.filter(({ level }) => level === 40);
    return { desk, warnings };
  };
}

async function overBudget({ madre }: PowerDesk): Promise<readonly unknown[]> {
  const { auditLog } = await madre.ask<{ auditLog: { edges: readonly { readonly node: unknown }[] } }>(
    '{ auditLog(action: "memory.over-budget") { edges { node { actor outcome detail } } } }',
  );
  return auditLog.edges.map(({ node }) => node);
}

it('stops nothing that is live above a smaller budget, tells so with the figures, and lets nothing in until there is room', async () => {
  const start = installation();
  const first = await start(300);
  const ids = [await first.desk.open({ services: ['a'] }), await first.desk.open({ services: ['b'] })];
  expect(first.warnings).toEqual([]);
  await first.desk.madre.crash();

  const { desk, warnings } = await start(150);
  const figures = { reservedMb: 200, memoryBudgetMb: 150, windows: ids };
  expect(warnings).toMatchObject([figures]);
  expect(warnings[0]?.['msg']).toContain('VX11_MEMORY_BUDGET_MB: nothing is stopped');
  expect(await overBudget(desk)).toEqual([{ actor: 'system', outcome: 'FAILED', detail: figures }]);
  await desk.madre.clock.advance(20_000);
  expect(desk.madre.world.running()).toEqual(['a', 'b']);

  const message =
    'live windows may reserve 150 MB together, and reserve 200 MB already, with this one it were 300 MB';
  expect(await desk.openWindow({ services: ['c'], ttlSec: 60 })).toMatchObject({
    code: 'BUDGET_EXCEEDED',
    message,
  });
  expect(await desk.openWindow({ services: ['a'], ttlSec: 60 })).toMatchObject({ code: 'BUDGET_EXCEEDED' });
  const waits = await desk.openWindow({ services: ['c'], ttlSec: 600, onBusy: 'QUEUE' });
  expect(waits).toMatchObject({ code: 'OK', window: { state: 'QUEUED' } });
  for (const id of ids) await desk.closeWindow({ id });
  await desk.madre.clock.advance(1_000);
  expect(desk.madre.world.running()).toEqual(['c']);
  await desk.madre.crash();

  const third = await start(150);
  expect(third.warnings).toEqual([]);
  expect(await overBudget(third.desk)).toHaveLength(1);
});
