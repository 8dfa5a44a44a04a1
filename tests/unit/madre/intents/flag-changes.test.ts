import { describe, expect, it } from 'vitest';
import { follow, openWindowOn, startMadre } from '../../../support/follow-changes.ts';
import { catalogService, type MemoryMadre } from '../../../support/memory-madre.ts';

describe('featureFlagChanged', () => {
  const FLAGS = 'subscription { featureFlagChanged { key state reason } }';
  const withComponents = () =>
    new Map(
      [catalogService('hormiguero'), catalogService('manifestator')].map((service) => [
        service.name,
        service,
      ]),
    );
  const switchFlag = (madre: MemoryMadre, state: string) =>
    madre.ask(`mutation { setFeatureFlag(key: "INEE_ENABLED", state: ${state}) { ok flag { state } } }`);

  it('tells the flags of now, each switch, and what its component makes of a flag that is ON', async () => {
    const madre = await startMadre({ catalog: withComponents() });
    const flags = await follow<{ key: string; state: string; reason: string }>(madre, FLAGS);
    expect((await flags.take(2)).map(({ key, state }) => [key, state])).toEqual([
      ['INEE_ENABLED', 'OFF'],
      ['MANIFESTATOR_EMIT_INTENT_ENABLED', 'OFF'],
    ]);
    expect(await switchFlag(madre, 'ON')).toMatchObject({ setFeatureFlag: { flag: { state: 'DEGRADED' } } });
    const next = async () => {
      const { key, state, reason } = await flags.next();
      return [key, state, reason];
    };
    expect(await next()).toEqual(['INEE_ENABLED', 'DEGRADED', 'ON, but hormiguero is STOPPED']);
    await openWindowOn(madre, 'hormiguero', 20);
    expect(await next()).toEqual(['INEE_ENABLED', 'DEGRADED', 'ON, but hormiguero is STARTING']);
    expect(await next()).toEqual(['INEE_ENABLED', 'ON', 'switched ON by tester']);
    expect(await madre.ask('{ featureFlag(key: "INEE_ENABLED") { state } }')).toEqual({
      featureFlag: { state: 'ON' },
    });
    await madre.clock.advance(30_000);
    expect((await next())[1]).toBe('DEGRADED');
    expect(await next()).toEqual(['INEE_ENABLED', 'DEGRADED', 'ON, but hormiguero is STOPPED']);
    await switchFlag(madre, 'OFF');
    expect(await next()).toEqual(['INEE_ENABLED', 'OFF', 'switched OFF by tester']);
  });

  it('goes on after the last event that a client saw, without gap or repeat', async () => {
    const RESUMED = 'subscription ($after: Int) { featureFlagChanged(afterSeq: $after) { key state seq } }';
    const madre = await startMadre({ catalog: withComponents() });
    const flags = await follow<{ key: string; state: string; seq: number }>(madre, RESUMED);
    await flags.take(2);
    await switchFlag(madre, 'ON');
    const last = await flags.next();
    await openWindowOn(madre, 'hormiguero', 20);
    const missed = await flags.take(2);
    await flags.close();
    await madre.clock.advance(30_000);
    await switchFlag(madre, 'OFF');
    const again = await follow<{ key: string; state: string; seq: number }>(madre, RESUMED, {
      after: last.seq,
    });
    const told = await again.take(5);
    expect(told.slice(0, 2)).toEqual(missed);
    expect(told.map(({ state }) => state)).toEqual(['DEGRADED', 'ON', 'DEGRADED', 'DEGRADED', 'OFF']);
    expect(told.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(await madre.ask('{ featureFlag(key: "INEE_ENABLED") { seq } }')).toEqual({
      featureFlag: { seq: null },
    });
  });

  it('tells that a flag cannot work while its component is not in the catalog', async () => {
    const madre = await startMadre();
    await switchFlag(madre, 'ON');
    const flags = await follow<{ state: string; reason: string }>(madre, FLAGS);
    expect(await flags.next()).toMatchObject({
      state: 'ERROR',
      reason: 'ON, but hormiguero is not in the catalog',
    });
  });
});
