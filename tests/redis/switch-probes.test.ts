import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../platform/manual-clock.ts';
import { createLogger } from '../../platform/log.ts';
import { createRedisLeases, type Leases } from '../../platform/bus/redis-leases.ts';
import { defaultBreaker } from '../../subgraphs/switch/configuration/engine-defaults.ts';
import { attemptsOf, collect, completing } from '../support/completing.ts';
import { gate } from '../support/gate.ts';
import { ownRedis } from '../support/redis-server.ts';
import { missing } from '../support/requirements.ts';
import { answersThroughGates, respondsWith, startScriptedEngine } from '../support/scripted-engine.ts';
import { engineConfig, registryOf } from '../support/switch-engines.ts';

function leasesOn(url: string): Leases {
  const leases = createRedisLeases({ url, log: createLogger('silent', 'switch') });
  onTestFinished(() => leases.close());
  return leases;
}

describe.skipIf((await missing('redis')) !== undefined)('several switches on one Redis', () => {
  it('send one probe to an engine that may work again, all other chats elsewhere', async () => {
    const redis = await ownRedis({ keepData: false });
    const [one, two] = [await startScriptedEngine(), await startScriptedEngine()];
    onTestFinished(async () => void (await Promise.all([one.close(), two.close()])));
    const clock = createManualClock();
    const switches = Array.from({ length: 3 }, () => ({
      registry: registryOf(clock, [
        engineConfig('one', one.url, { breaker: { ...defaultBreaker, threshold: 1, coolDownMs: 1_000 } }),
        engineConfig('two', two.url),
      ]),
      probes: leasesOn(redis.url),
    }));
    // Connected before it counts: where Redis does not answer in time, each decides for itself.
    for (const [index, { probes }] of switches.entries()) await probes.take(`warm ${index}`, 1_000);
    const chat = ({ registry, probes }: (typeof switches)[number]) =>
      collect(completing(registry, {}, clock, undefined, probes));
    one.script(...switches.map(() => respondsWith(500)));
    for (const each of switches) expect(attemptsOf(await chat(each)).at(-1)).toBe('two SERVED');
    expect(one.requests).toHaveLength(3);

    await clock.advance(1_000);
    const open = gate();
    one.script(answersThroughGates({ gate: open.promise, text: 'well again' }));
    const chats = switches.flatMap((each) => Array.from({ length: 7 }, () => chat(each)));
    await two.request(3 + 20 - 1);
    expect(one.requests).toHaveLength(4);
    open.open();
    const served = (await Promise.all(chats)).map((events) => attemptsOf(events).at(-1));
    expect(served.filter((attempt) => attempt === 'one SERVED')).toHaveLength(1);
    expect(served.filter((attempt) => attempt === 'two SERVED')).toHaveLength(20);
  });

  it('stay away together for as long as a failed probe says', async () => {
    const redis = await ownRedis({ keepData: false });
    const [first, second] = [leasesOn(redis.url), leasesOn(redis.url)];
    expect(await first.take('one', 60_000)).toBe(0);
    expect(await first.take('one', 60_000)).toBe(0);
    expect(await second.take('one', 60_000)).toBeGreaterThan(50_000);
    await second.giveBack('one', 0);
    expect(await second.take('one', 60_000)).toBeGreaterThan(50_000);
    await first.giveBack('one', 20_000);
    const left = await second.take('one', 60_000);
    expect(left).toBeGreaterThan(10_000);
    expect(left).toBeLessThanOrEqual(20_000);
    await first.giveBack('one', 0);
    expect(await second.take('one', 60_000)).toBe(0);
  });

  it('decide each for itself while Redis is away', async () => {
    const redis = await ownRedis({ keepData: false });
    const one = await startScriptedEngine();
    onTestFinished(() => one.close());
    const clock = createManualClock();
    const breaker = { ...defaultBreaker, threshold: 1, coolDownMs: 1_000 };
    const registry = registryOf(clock, [engineConfig('one', one.url, { breaker })]);
    const probes = leasesOn(redis.url);
    one.script(respondsWith(500));
    await collect(completing(registry, {}, clock, undefined, probes));
    await redis.stop();
    await clock.advance(1_000);
    const events = await collect(completing(registry, {}, clock, undefined, probes));
    expect(attemptsOf(events)).toEqual(['one SERVED']);
    expect(registry.get('one')?.circuit.state).toBe('CLOSED');
  });
});
