import { beforeEach, describe, expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '../../../../platform/manual-clock.ts';
import { waitUntilReady } from '../../../../subgraphs/madre/probe.ts';
import { MemoryWorld } from '../../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMemoryRuntime } from '../../../../subgraphs/madre/runtimes/memory/memory.ts';
import type { Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { aService } from '../../../support/service.ts';

describe('the memory world', () => {
  const { signal } = new AbortController();
  const web = aService('web', { port: 10_001 });
  let clock: ManualClock;
  let world: MemoryWorld;
  let runtime: Runtime;

  beforeEach(() => {
    clock = createManualClock();
    world = new MemoryWorld(clock);
    runtime = createMemoryRuntime(world);
  });

  test('takes the time it was told to take, to start, to be ready and to stop', async () => {
    world.behave('web', { startMs: 100, readyMs: 200, stopMs: 50 });
    const done: string[] = [];
    void runtime.start(web, signal).then(() => done.push('started'));
    void waitUntilReady(runtime, web, { clock, signal }).then(() => done.push('ready'));
    await clock.advance(99);
    expect(done).toEqual([]);
    await clock.advance(1);
    expect(done).toEqual(['started']);
    await clock.advance(310);
    expect(done).toEqual(['started', 'ready']);
    void runtime.stop(web, signal).then(() => done.push('stopped'));
    await clock.advance(49);
    expect(world.running()).toEqual(['web']);
    await clock.advance(1);
    expect(done).toEqual(['started', 'ready', 'stopped']);
    expect(world.running()).toEqual([]);
  });

  test('goes on with a start that its caller gave up', async () => {
    world.behave('web', { startMs: 100 });
    const caller = new AbortController();
    const started = runtime.start(web, caller.signal);
    caller.abort(new Error('given up'));
    await expect(started).rejects.toThrow('given up');
    await clock.advance(100);
    expect(world.running()).toEqual(['web']);
  });

  test('fails or hangs where it is told to, without changing anything', async () => {
    world.behave('web', { start: 'fails' });
    await expect(runtime.start(web, signal)).rejects.toThrow('told to fail');
    world.behave('web', { start: 'hangs', observe: 'fails' });
    await expect(runtime.observe(web, signal)).rejects.toThrow('told to fail');
    const limit = new AbortController();
    const hanging = runtime.start(web, limit.signal);
    await clock.advance(60_000);
    limit.abort(new Error('its limit'));
    await expect(hanging).rejects.toThrow('its limit');
    expect(world.running()).toEqual([]);
  });

  test("takes a start inside a stop as Docker's engine does, where told to: answered, and lost", async () => {
    world.behave('web', { stopMs: 100, startInsideStop: 'is-lost' });
    await runtime.start(web, signal);
    const stopped = runtime.stop(web, signal);
    await runtime.start(web, signal);
    await clock.advance(100);
    await stopped;
    expect(world.running()).toEqual([]);
    expect(world.startsInsideStop).toBe(1);
  });

  test('ends by itself where told to, once a run', async () => {
    world.behave('web', { endsAfterMs: 500 });
    await runtime.start(web, signal);
    await clock.advance(500);
    expect(await runtime.observe(web, signal)).toMatchObject({
      status: 'STOPPED',
      exit: { exitCode: 1, requested: false },
    });
    await runtime.start(web, signal);
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'RUNNING', restartCount: 1 });
  });

  test("takes a start inside somebody else's stop as Docker's engine does: it runs already, and ends all the same", async () => {
    world.behave('web', { stopMs: 100 });
    await runtime.start(web, signal);
    const stopped = world.stopByHand('web');
    await clock.advance(50);
    await runtime.start(web, signal);
    expect(world.running()).toEqual(['web']);
    await clock.advance(50);
    await stopped;
    expect(await runtime.observe(web, signal)).toMatchObject({
      status: 'STOPPED',
      exit: { exitCode: 143, requested: false, byHand: true },
    });
    expect(world.startsInsideStop).toBe(0);
  });

  test('a hand that stops a run does not stop the next one', async () => {
    world.behave('web', { stopMs: 100 });
    await runtime.start(web, signal);
    const stopped = world.stopByHand('web');
    world.end('web');
    await runtime.start(web, signal);
    await clock.advance(100);
    await stopped;
    expect(world.running()).toEqual(['web']);
  });

  test('shows an end late where told to, unless it was our own stop', async () => {
    const heard: (string | undefined)[] = [];
    world.behave('web', { endSeenAfterMs: 400 });
    await runtime.start(web, signal);
    runtime.watch((name) => heard.push(name));
    world.end('web');
    await clock.advance(399);
    expect(world.running()).toEqual([]);
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'RUNNING' });
    expect(heard).toEqual([]);
    await clock.advance(1);
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'STOPPED' });
    expect(heard).toEqual(['web']);
    await runtime.start(web, signal);
    await runtime.stop(web, signal);
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'STOPPED' });
  });

  test('tells what it was told that a service uses', async () => {
    world.measure('web', { cpuMs: 5, memoryBytes: 100, memoryLimitBytes: 200 });
    await runtime.start(web, signal);
    expect(await runtime.stats(web, signal)).toEqual({
      atMs: clock.now(),
      cpuMs: 5,
      memoryBytes: 100,
      memoryLimitBytes: 200,
      processes: 1,
      networkReceivedBytes: null,
      networkSentBytes: null,
    });
    expect(await runtime.peakMemory(web, signal)).toBe(100);
    world.measure('web', { peakMemoryBytes: 150 });
    expect(await runtime.peakMemory(web, signal)).toBe(150);
  });

  test('loses events where told to, and repeats them on demand', async () => {
    const heard: (string | undefined)[] = [];
    runtime.watch((name) => heard.push(name));
    world.loseEvents(true);
    world.startByHand('web');
    expect(heard).toEqual([]);
    world.loseEvents(false);
    world.hint('web');
    world.hint();
    expect(heard).toEqual(['web', undefined]);
    world.repeatEvents(2);
    world.end('web');
    expect(heard.slice(2)).toEqual(['web', 'web', 'web']);
  });
});
