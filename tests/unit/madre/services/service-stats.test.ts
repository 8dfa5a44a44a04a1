import { describe, expect, it, onTestFinished } from 'vitest';
import type { Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { createMemoryMadre, requestOf, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

interface Stats {
  readonly service: { readonly name: string };
  readonly cpuPercent: number;
  readonly memoryBytes: number;
  readonly memoryPercent: number | null;
}

/** madre with `alone` and `base` running, and how often each was measured. */
async function start(change: (runtime: Runtime) => Partial<Runtime> = () => ({})) {
  const measured: string[] = [];
  const madre = await createMemoryMadre({
    dataDir: tempDir(),
    watch(runtime) {
      const { stats, ...rest } = { ...runtime, ...change(runtime) };
      return {
        ...rest,
        // A runtime that knows no peak is measured now and then to learn one, also while nobody is subscribed.
        peakMemory: async () => 1,
        stats(service, signal) {
          measured.push(service.name);
          return stats(service, signal);
        },
      };
    },
  });
  onTestFinished(() => madre.subgraph.close());
  await madre.ask('mutation { openWindow(input: { services: ["alone", "base"], ttlSec: 600 }) { ok } }');
  await madre.clock.advance(1_000);
  return { madre, measured };
}

async function watch(madre: MemoryMadre, args: string) {
  const stream = await madre.executor.subscribe({
    query: `subscription { serviceStats${args} { service { name } cpuPercent memoryBytes memoryPercent } }`,
    context: requestOf('watcher'),
  });
  onTestFinished(async () => void (await stream.return?.()));
  return {
    async next(): Promise<Stats | undefined> {
      const step = await stream.next();
      return step.done === true ? undefined : (step.value.data?.['serviceStats'] as Stats);
    },
    end: () => stream.return?.(),
  };
}

describe('serviceStats', () => {
  it('tells what a service used since the sample before, from the second on', async () => {
    const { madre } = await start();
    madre.world.measure('alone', { cpuMs: 1_000, memoryBytes: 64, memoryLimitBytes: 256 });
    const stats = await watch(madre, '(names: ["alone"], intervalMs: 1000)');
    await madre.clock.advance(500);
    madre.world.measure('alone', { cpuMs: 1_500 });
    await madre.clock.advance(500);
    expect(await stats.next()).toEqual({
      ...{ service: { name: 'alone' }, cpuPercent: 50, memoryBytes: 64, memoryPercent: 25 },
    });
  });

  it('measures only while somebody is subscribed', async () => {
    const { madre, measured } = await start();
    await madre.clock.advance(60_000);
    expect(measured).toEqual([]);
    const stats = await watch(madre, '(names: ["alone"], intervalMs: 1000)');
    await madre.clock.advance(3_500);
    expect(measured).toHaveLength(4);
    await stats.end();
    await madre.clock.advance(60_000);
    expect(measured).toHaveLength(4);
  });

  it('measures once however many are subscribed, each at its own interval', async () => {
    const { madre, measured } = await start();
    const fast = await watch(madre, '(names: ["alone"], intervalMs: 500)');
    const slow = await watch(madre, '(names: ["alone"], intervalMs: 2000)');
    await madre.clock.advance(4_000);
    expect(measured).toHaveLength(9);
    expect(await slow.next()).toMatchObject({ service: { name: 'alone' } });
    await fast.end();
    measured.length = 0;
    await madre.clock.advance(8_000);
    expect(measured).toHaveLength(4);
  });

  it('keeps for a slow reader only the newest of each service', async () => {
    const { madre } = await start();
    const stats = await watch(madre, '(names: ["alone", "base"], intervalMs: 500)');
    for (let second = 1; second <= 20; second += 1) {
      for (const name of ['alone', 'base']) madre.world.measure(name, { memoryBytes: second });
      await madre.clock.advance(1_000);
    }
    const two = [await stats.next(), await stats.next()];
    expect(two.map((each) => [each?.service.name, each?.memoryBytes])).toEqual([
      ['alone', 20],
      ['base', 20],
    ]);
    madre.world.measure('alone', { memoryBytes: 99 });
    const third = stats.next();
    await madre.clock.advance(600);
    expect(await third).toMatchObject({ memoryBytes: 99 });
  });

  it('leaves out what does not run, and begins anew with a new run', async () => {
    const { madre } = await start();
    const stats = await watch(madre, '(intervalMs: 1000)');
    await madre.clock.advance(1_000);
    expect((await Promise.all([stats.next(), stats.next()])).map((each) => each?.service.name)).toEqual([
      'base',
      'alone',
    ]);
    madre.world.measure('base', { cpuMs: 5_000 });
    await madre.clock.advance(1_000);
    await Promise.all([stats.next(), stats.next()]);
    madre.world.measure('base', { cpuMs: 10 });
    await madre.clock.advance(1_000);
    expect(await stats.next()).toMatchObject({ service: { name: 'alone' } });
    await madre.clock.advance(1_000);
    expect(await stats.next()).toMatchObject({ service: { name: 'base' }, cpuPercent: 0 });
  });

  it('goes on after a sample that failed or never came', async () => {
    let mode: 'fails' | 'hangs' | 'works' = 'fails';
    const { madre } = await start((runtime) => ({
      async stats(service, signal) {
        if (mode === 'fails') throw new Error('the engine is busy');
        if (mode === 'hangs') return new Promise<never>(() => undefined);
        return runtime.stats(service, signal);
      },
    }));
    const stats = await watch(madre, '(names: ["alone"], intervalMs: 500)');
    await madre.clock.advance(1_000);
    mode = 'hangs';
    await madre.clock.advance(1_000);
    mode = 'works';
    await madre.clock.advance(10_000);
    expect(await stats.next()).toMatchObject({ service: { name: 'alone' } });
  });

  it('measures the process that madre runs in', async () => {
    const { madre } = await start();
    const stats = await watch(madre, '(names: ["madre"], intervalMs: 500)');
    await madre.clock.advance(500);
    const own = await stats.next();
    expect(own?.memoryBytes).toBeGreaterThan(1_000_000);
    expect(own?.memoryPercent).toBeNull();
  });

  it('ends when madre closes', async () => {
    const { madre } = await start();
    const stats = await watch(madre, '(names: ["alone"])');
    const pending = stats.next();
    await madre.subgraph.close();
    expect(await pending).toBeUndefined();
  });

  it.each([
    ['(intervalMs: 499)', '499'],
    ['(intervalMs: 60001)', '60001'],
    ['(names: [])', 'empty'],
    ['(names: ["nope"])', 'nope'],
    ['(names: ["redis"])', 'redis'],
    ['(names: ["tentaculo_link"])', 'tentaculo_link'],
  ])('refuses %s', async (args, mention) => {
    const { madre, measured } = await start();
    await expect(watch(madre, args)).rejects.toMatchObject({
      message: expect.stringContaining(mention) as string,
      extensions: { code: 'BAD_USER_INPUT' },
    });
    await madre.clock.advance(5_000);
    expect(measured).toEqual([]);
  });
});
