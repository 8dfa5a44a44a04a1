import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { connectEngine } from '../../../subgraphs/switch/configuration/connect-engine.ts';
import { defaultLimits } from '../../../subgraphs/switch/configuration/engine-defaults.ts';
import type { EngineRegistry } from '../../../subgraphs/switch/registry/engine-registry.ts';
import { completeOver } from '../../support/complete-over.ts';
import { attemptsOf, collect, completing } from '../../support/completing.ts';
import { gate } from '../../support/gate.ts';
import { billsAtGate, startScriptedEngine, type ScriptedEngine } from '../../support/scripted-engine.ts';
import { startEngines } from '../../support/switch-engines.ts';
import { enginesYaml, startSwitch } from '../../support/switch-subgraph.ts';

const bill = { prompt_tokens: 11, completion_tokens: 7 };
const limits = { ...defaultLimits(false), maxConcurrent: 2, maxQueue: 0 };

/** A call that goes on until its gate opens. */
async function callOf(registry: EngineRegistry, server: ScriptedEngine) {
  const open = gate();
  const asked = server.requests.length;
  server.script(billsAtGate(open.promise, bill));
  const ended = collect(completing(registry));
  await server.request(asked);
  return {
    end: async (): Promise<void> => {
      open.open();
      expect(attemptsOf(await ended)).toEqual(['one SERVED']);
    },
  };
}

describe('an engine that leaves the file while it answers', () => {
  it('and comes back counts that answer, and each of its answers once', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: { limits } });
    const config = registry.get('one')?.config;
    if (config === undefined) throw new Error('no such engine');
    const first = await callOf(registry, servers.one);
    registry.replace([]);
    registry.replace([connectEngine(config, 'sk-test', systemClock)]);
    expect(registry.get('one')?.inFlight).toBe(1);
    const second = await callOf(registry, servers.one);
    expect(attemptsOf(await collect(completing(registry)))).toEqual(['one SKIPPED_QUEUE_FULL']);
    await first.end();
    expect(registry.get('one')?.inFlight).toBe(1);
    await second.end();
    expect(registry.get('one')?.inFlight).toBe(0);
  });

  it('and whose answer ends meanwhile comes back without it', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: { limits } });
    const config = registry.get('one')?.config;
    if (config === undefined) throw new Error('no such engine');
    const first = await callOf(registry, servers.one);
    registry.replace([]);
    expect(registry.configure('one', { weight: 2 })).toBeUndefined();
    await first.end();
    registry.replace([connectEngine(config, 'sk-test', systemClock)]);
    expect(registry.get('one')).toMatchObject({ inFlight: 0, weight: 1 });
  });

  it('and whose answer ends meanwhile comes back with what that cost, and not with what it might have cost', async () => {
    const clock = createManualClock();
    const one = await startScriptedEngine();
    onTestFinished(() => one.close());
    // A call is reserved 98 tokens before the first bill, and 32 after it; each costs 18.
    const more = 'maxOutputTokens: 10, budget: { period: month, tokens: 100 }';
    const withOne = enginesYaml({ one: { url: one.url, more } });
    const test = await startSwitch({ clock, engines: withOne });
    const engines = async (): Promise<unknown> => {
      await clock.advance(500);
      return (await test.ask('{ engines { id } }'))['engines'];
    };
    const open = gate();
    one.script(billsAtGate(open.promise, bill));
    const first = completeOver(test);
    await one.request(0);
    test.writeEngines('engines: []');
    await expect.poll(engines).toEqual([]);
    open.open();
    expect(await first).toContain('SERVED');
    test.writeEngines(withOne);
    await expect.poll(engines).toEqual([{ id: 'one' }]);
    expect(await completeOver(test)).toContain('SERVED');
  });
});
