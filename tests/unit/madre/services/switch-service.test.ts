import { describe, expect, it } from 'vitest';
import { catalogService, chainCatalog } from '../../../support/memory-madre.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';

interface Payload {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string | null;
}

async function order({ madre }: PowerDesk, mutation: string): Promise<Payload> {
  return (await madre.ask<{ result: Payload }>(`mutation { result: ${mutation} { ok code message } }`))
    .result;
}

async function service<Fields>({ madre }: PowerDesk, name: string, fields: string): Promise<Fields> {
  return (await madre.ask<{ service: Fields }>(`{ service(name: "${name}") { ${fields} } }`)).service;
}

describe('startService', () => {
  it('holds the service until stopService, across a crash, and is harmless when repeated', async () => {
    const first = await openDesk();
    const { clock, world } = first.madre;
    expect(await order(first, 'startService(name: "middle")')).toMatchObject({ ok: true });
    expect(await order(first, 'startService(name: "middle")')).toMatchObject({
      ok: true,
      message: expect.stringContaining('already') as string,
    });
    await clock.advance(1_000);
    await first.madre.crash();
    const second = await openDesk({ dataDir: first.dataDir, clock, world });
    expect(await service(second, 'base', 'state holders { by reason deadline }')).toEqual({
      state: 'READY',
      holders: [{ by: 'tester', reason: 'startService', deadline: null }],
    });
    expect(await order(second, 'stopService(name: "base")')).toMatchObject({
      ok: false,
      code: 'WINDOW_CONFLICT',
    });
    expect(await order(second, 'stopService(name: "middle")')).toMatchObject({ ok: true });
    await clock.advance(1_000);
    expect(world.running()).toEqual([]);
  });

  it.each(['restart', 'degrade'] as const)(
    'lets what somebody paused go on, where the catalog says %s: nothing is stopped for it',
    async (stoppedByHand) => {
      const drift = { stoppedByHand, startedByHand: 'stop', adoptTtlSec: 60 } as const;
      const desk = await openDesk({ catalog: new Map([['alone', catalogService('alone', { drift })]]) });
      const { madre } = desk;
      const { clock, world } = madre;
      await desk.open({ services: ['alone'] });
      for (const time of ['first', 'second']) {
        world.pause('alone');
        // Seen in the one and not yet in the other.
        await clock.advance(time === 'first' ? 0 : 1_000);
        expect(await order(desk, 'startService(name: "alone")')).toMatchObject({ ok: true });
        await clock.advance(1_000);
        expect(
          await madre.ask('{ service(name: "alone") { state lastStop { rule } logs { text } } }'),
        ).toEqual({
          service: { state: 'READY', lastStop: null, logs: [{ text: 'alone runs' }] },
        });
      }
    },
  );

  it('leaves to windows what windows hold', async () => {
    const desk = await openDesk();
    const id = await desk.open({ services: ['alone'] });
    await order(desk, 'startService(name: "alone")');
    expect(await order(desk, 'stopService(name: "alone")')).toMatchObject({
      ok: false,
      code: 'WINDOW_CONFLICT',
      message: expect.stringContaining(id) as string,
    });
    expect(await desk.madre.ask('{ powerState { activeWindows { id } } }')).toMatchObject({
      powerState: { activeWindows: [{ id }, {}] },
    });
  });
});

describe('stopService', () => {
  it('says of what was started by hand and is ignored that it runs on, and how to stop it', async () => {
    const catalog = new Map(
      [...chainCatalog].map(([name, entry]) => [
        name,
        { ...entry, drift: { ...entry.drift, startedByHand: 'ignore' as const } },
      ]),
    );
    const desk = await openDesk({ catalog });
    desk.madre.world.startByHand('alone');
    await desk.madre.clock.advance(1_000);
    expect(await order(desk, 'stopService(name: "alone")')).toMatchObject({
      ok: false,
      code: 'NOT_ALLOWED',
      message: expect.stringContaining('stop it where it was started') as string,
    });
    expect(desk.madre.world.running()).toEqual(['alone']);
    await desk.madre.world.stopByHand('alone');
    await desk.madre.clock.advance(1_000);
    expect(await order(desk, 'stopService(name: "alone")')).toMatchObject({ ok: true });
  });
});

describe('restartService', () => {
  it('stops and starts a held service without ending its window', async () => {
    const desk = await openDesk();
    const id = await desk.open({ services: ['alone'] });
    const startedAt = async () =>
      Date.parse((await service<{ startedAt: string }>(desk, 'alone', 'startedAt')).startedAt);
    const before = await startedAt();
    expect(await order(desk, 'restartService(name: "alone")')).toMatchObject({ ok: true });
    await desk.madre.clock.advance(1_000);
    expect(await startedAt()).toBeGreaterThan(before);
    expect(await service(desk, 'alone', 'lastStop { rule by }')).toEqual({
      lastStop: { rule: 'RESTART', by: 'tester' },
    });
    expect(await desk.window(id)).toMatchObject({ state: 'OPEN' });
  });

  it('is the way out for what somebody paused and the catalog leaves as it is', async () => {
    const catalog = new Map(
      [...chainCatalog].map(([name, entry]) => [
        name,
        { ...entry, drift: { ...entry.drift, stoppedByHand: 'degrade' as const } },
      ]),
    );
    const desk = await openDesk({ catalog });
    const id = await desk.open({ services: ['alone'] });
    desk.madre.world.pause('alone');
    await desk.madre.clock.advance(1_000);
    expect(await service(desk, 'alone', 'state')).toEqual({ state: 'PAUSED' });
    expect(await order(desk, 'restartService(name: "alone")')).toMatchObject({ ok: true });
    await desk.madre.clock.advance(2_000);
    expect(await service(desk, 'alone', 'state lastStop { rule by }')).toEqual({
      state: 'READY',
      lastStop: { rule: 'RESTART', by: 'tester' },
    });
    expect(await desk.window(id)).toMatchObject({ state: 'OPEN' });
  });
});
