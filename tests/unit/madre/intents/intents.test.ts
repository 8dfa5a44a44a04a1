import { describe, expect, it } from 'vitest';
import {
  approveIntent,
  emitIntent,
  mutateIntent,
  readIntentOf,
  startMadre,
  switchOn,
} from '../../../support/intents.ts';
import { catalogService, createMemoryMadre, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

async function auditOf(madre: MemoryMadre): Promise<readonly { action: string; actor: string }[]> {
  const { auditLog } = await madre.ask<{
    auditLog: { edges: { node: { action: string; actor: string } }[] };
  }>('{ auditLog(first: 100) { edges { node { action actor } } } }');
  return auditLog.edges.map(({ node }) => node).reverse();
}

describe('SPAWN', () => {
  it('waits for approval, opens a window with its ttl, and is DONE when that is open', async () => {
    const madre = await startMadre();
    const intent = await emitIntent(madre, 'type: SPAWN, target: "top", payload: { ttlSec: 60 }');
    expect(intent).toMatchObject({ status: 'WAITING_APPROVAL', target: { name: 'top' }, approvedBy: null });
    await madre.clock.advance(20_000);
    expect(madre.world.running()).toEqual([]);

    await approveIntent(madre, intent.id);
    expect(madre.world.running()).toEqual(['base', 'middle', 'top']);
    expect(await readIntentOf(madre, intent.id)).toMatchObject({
      status: 'DONE',
      approvedBy: 'tester',
      error: null,
    });
    const { windows } = await madre.ask<{ windows: { edges: { node: Record<string, unknown> }[] } }>(
      '{ windows { edges { node { state reason openedBy ttlRemainingSec } } } }',
    );
    expect(windows.edges.map(({ node }) => node)).toEqual([
      { state: 'OPEN', reason: `intent ${intent.id}`, openedBy: 'tester', ttlRemainingSec: 59 },
    ]);
    const audited = (await auditOf(madre)).filter(({ action }) => /intent/i.test(action));
    expect(audited).toEqual([
      { action: 'emitIntent', actor: 'tester' },
      { action: 'approveIntent', actor: 'tester' },
      { action: 'intent.running', actor: 'tester' },
      { action: 'intent.running', actor: 'tester' },
      { action: 'intent.done', actor: 'system' },
    ]);
    await madre.clock.advance(60_000);
    expect(madre.world.running()).toEqual([]);
  });

  it('is FAILED with what its window says', async () => {
    const madre = await startMadre();
    madre.world.behave('alone', { start: 'IMAGE_MISSING' });
    const { id } = await emitIntent(madre, 'type: SPAWN, target: "alone"');
    await approveIntent(madre, id);
    const failed = await readIntentOf(madre, id);
    expect(failed.status).toBe('FAILED');
    expect(failed.error).toContain('alone');
    expect(madre.world.running()).toEqual([]);
  });

  it('is FAILED with the refusal where no window can be opened', async () => {
    const madre = await startMadre({ memoryBudgetMb: 300 });
    const { id } = await emitIntent(madre, 'type: SPAWN, target: "top"');
    await approveIntent(madre, id);
    expect(await readIntentOf(madre, id)).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/^BUDGET_EXCEEDED: /) as string,
    });
  });

  it('goes on after madre was killed, with one window alone', async () => {
    const dataDir = tempDir();
    const first = await createMemoryMadre({ dataDir });
    first.world.behave('alone', { readyMs: 5_000 });
    const { id } = await emitIntent(first, 'type: SPAWN, target: "alone"');
    await approveIntent(first, id);
    expect(await readIntentOf(first, id)).toMatchObject({ status: 'RUNNING' });
    await first.crash();
    const second = await startMadre({ dataDir, clock: first.clock, world: first.world });
    await second.clock.advance(20_000);
    expect(await readIntentOf(second, id)).toMatchObject({ status: 'DONE' });
    expect(await second.ask('{ windows { totalCount } }')).toEqual({ windows: { totalCount: 1 } });
  });

  it('is carried out once wherever madre is killed meanwhile', async () => {
    for (let turns = 0; turns < 12; turns += 1) {
      const dataDir = tempDir();
      const first = await createMemoryMadre({ dataDir });
      const { id } = await emitIntent(first, 'type: SPAWN, target: "alone"');
      await mutateIntent(first, `approveIntent(id: "${id}")`);
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await first.crash();
      const second = await createMemoryMadre({ dataDir, clock: first.clock, world: first.world });
      await second.clock.advance(20_000);
      expect(await readIntentOf(second, id)).toMatchObject({ status: 'DONE' });
      expect(await second.ask('{ windows { totalCount } }')).toEqual({ windows: { totalCount: 1 } });
      await second.subgraph.close();
    }
  });

  it('that was rejected or cancelled starts nothing', async () => {
    const madre = await startMadre();
    const { id } = await emitIntent(madre, 'type: SPAWN, target: "alone"');
    expect(await mutateIntent(madre, `rejectIntent(id: "${id}", reason: "not today")`)).toMatchObject({
      ok: true,
      intent: { status: 'REJECTED', error: 'not today' },
    });
    expect(await mutateIntent(madre, `approveIntent(id: "${id}")`)).toMatchObject({
      ok: false,
      code: 'NOT_ACTIVE',
    });
    await madre.clock.advance(20_000);
    expect(madre.world.running()).toEqual([]);
  });
});

describe('SCALE', () => {
  it('to 1 opens a window, and to 0 ends those that intents opened on the target and no other', async () => {
    const madre = await startMadre();
    await switchOn(madre, 'INEE_ENABLED');
    const up = await emitIntent(madre, 'type: SCALE, target: "alone", payload: { replicas: 1, ttlSec: 600 }');
    await approveIntent(madre, up.id);
    await madre.ask(
      `mutation { openWindow(input: { services: ["base"], ttlSec: 600, reason: "intent ${up.id}" }) { ok } }`,
    );
    await madre.clock.advance(1_000);
    expect(madre.world.running()).toEqual(['alone', 'base']);
    const down = await emitIntent(madre, 'type: SCALE, target: "alone", payload: { replicas: 0 }');
    await approveIntent(madre, down.id);
    expect(madre.world.running()).toEqual(['base']);
    const { status, result } = await readIntentOf(madre, down.id);
    expect([status, result]).toMatchObject(['DONE', { closedWindows: [expect.any(String)] }]);
  });
});

describe('BUILD and PATCH', () => {
  it.each(['BUILD', 'PATCH'])('%s is recorded, approved, and left to others for good', async (type) => {
    const madre = await startMadre();
    await switchOn(madre, 'MANIFESTATOR_EMIT_INTENT_ENABLED');
    const intent = await emitIntent(
      madre,
      `type: ${type}, target: "base", payload: { dockerfile: "x", tags: [1, "a"] }`,
    );
    await approveIntent(madre, intent.id);
    await madre.clock.advance(60_000);
    expect(await readIntentOf(madre, intent.id)).toMatchObject({
      status: 'QUEUED',
      result: { note: 'approved and recorded; nothing in this stack builds or patches' },
    });
    expect(madre.world.running()).toEqual([]);
    expect(await mutateIntent(madre, `rejectIntent(id: "${intent.id}")`)).toMatchObject({
      intent: { status: 'CANCELLED' },
    });
  });
});

describe('SCAN', () => {
  it('answers at once with what is missing, unexpected and crashed, and changes nothing', async () => {
    const madre = await startMadre({
      catalog: new Map(
        [catalogService('alone'), catalogService('base')].map((service) => [service.name, service]),
      ),
    });
    await switchOn(madre, 'INEE_ENABLED');
    await madre.ask('mutation { openWindow(input: { services: ["base"], ttlSec: 600 }) { ok } }');
    await madre.clock.advance(1_000);
    expect((await emitIntent(madre, 'type: SCAN')).result).toMatchObject({
      looked: ['tentaculo_link', 'madre', 'redis', 'alone', 'base'],
      missing: [],
      unexpected: [],
      crashed: [],
    });
    madre.world.behave('base', { start: 'fails' });
    madre.world.end('base');
    await madre.clock.advance(100);
    const scanned = await emitIntent(madre, 'type: SCAN, target: "base"');
    expect(scanned).toMatchObject({ status: 'DONE', approvedBy: null });
    expect(scanned.result).toMatchObject({
      looked: ['base'],
      missing: [{ service: 'base' }],
      crashed: [{ service: 'base' }],
    });
  });
});
