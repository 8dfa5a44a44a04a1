import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { CatalogService } from '../../subgraphs/madre/catalog.ts';
import { isReady, waitUntilReady } from '../../subgraphs/madre/probe.ts';
import type { Runtime, RuntimeLogLine } from '../../subgraphs/madre/runtimes/runtime.ts';

/** One runtime over services of its own, made for one test. */
export interface RuntimeFixture {
  readonly runtime: Runtime;
  /** Another runtime over the same services, as after a restart of madre. */
  reopen(): Runtime;
  /** Becomes ready, ends when asked. */
  readonly web: CatalogService;
  /** Does not end when asked; stopGraceSec is 1. */
  readonly stubborn: CatalogService;
  /** In the catalog, but not on this machine. */
  readonly absent: CatalogService;
  /** Its port belongs to somebody else. */
  readonly blocked: CatalogService;
  /** Ends or freezes what runs from outside, as the kernel or a person would. */
  crash(service: CatalogService): Promise<void>;
  freeze(service: CatalogService): Promise<void>;
  /** Somebody asks it to end, in a way that the runtime can tell. */
  stopByHand(service: CatalogService): Promise<void>;
  /** A ready `web` ends with code 0, and the runtime cannot tell why. */
  endInOrder(): Promise<void>;
  /** A ready `web` prints `out N` to the one stream and `err N` to the other, for each number. */
  speak(from: number, to: number): Promise<void>;
  dispose(): Promise<void>;
}

/** What madre relies on, the same for every runtime. */
export function runtimeContract(title: string, open: () => Promise<RuntimeFixture>): void {
  describe(title, () => {
    let fixture: RuntimeFixture;
    let runtime: Runtime;
    const { signal } = new AbortController();
    const observed = (service: CatalogService): ReturnType<Runtime['observe']> =>
      runtime.observe(service, signal);
    const startReady = async (service: CatalogService): Promise<void> => {
      await runtime.start(service, signal);
      await waitUntilReady(runtime, service, { clock: systemClock, signal: AbortSignal.timeout(15_000) });
    };

    beforeEach(async () => {
      fixture = await open();
      runtime = fixture.runtime;
    });
    afterEach(() => fixture.dispose());

    test('describes itself as available, with the reason why it was chosen', async () => {
      expect(await runtime.describe(signal)).toMatchObject({
        available: true,
        detail: expect.any(String) as string,
      });
    });

    test('a service that never ran is stopped, without an exit or lines', async () => {
      expect(await observed(fixture.web)).toEqual({ status: 'STOPPED', exit: null });
      expect(await runtime.logs(fixture.web, { tail: 10 }, signal)).toEqual([]);
      expect(await isReady(runtime, fixture.web, signal)).toBe(false);
    });

    test('a service that is not on this machine is missing, its start is refused and its stop harmless', async () => {
      expect(await observed(fixture.absent)).toEqual({
        ...{ status: 'MISSING', reason: 'NOT_INSTALLED' },
        detail: expect.stringContaining(fixture.absent.name) as string,
      });
      await expect(runtime.start(fixture.absent, signal)).rejects.toMatchObject({
        name: 'StartRefused',
        reason: 'NOT_INSTALLED',
      });
      await runtime.stop(fixture.absent, signal);
    });

    test('a started service runs since its start, becomes ready and has an address', async () => {
      const before = Date.now();
      await startReady(fixture.web);
      const observation = await observed(fixture.web);
      const hasPort = runtime.isReady === undefined;
      const address = hasPort
        ? { host: expect.any(String) as string, port: expect.any(Number) as number }
        : null;
      expect(observation).toMatchObject({ status: 'RUNNING', restartCount: 0, address });
      const startedAtMs = observation.status === 'RUNNING' ? observation.startedAtMs : NaN;
      expect(startedAtMs).toBeGreaterThanOrEqual(before - 50);
      expect(startedAtMs).toBeLessThanOrEqual(Date.now() + 50);
    });

    test('starting what runs changes nothing', async () => {
      await runtime.start(fixture.web, signal);
      const first = await observed(fixture.web);
      await Promise.all([runtime.start(fixture.web, signal), runtime.start(fixture.web, signal)]);
      expect(await observed(fixture.web)).toEqual(first);
    });

    test('two starts at once make one run', async () => {
      await Promise.all([runtime.start(fixture.web, signal), runtime.start(fixture.web, signal)]);
      expect(await observed(fixture.web)).toMatchObject({ status: 'RUNNING', restartCount: 0 });
    });

    test('a stopped service is gone when stop resolves, by our own request; stopping again is harmless', async () => {
      await startReady(fixture.web);
      await runtime.stop(fixture.web, signal);
      const observation = await observed(fixture.web);
      expect(observation).toMatchObject({ status: 'STOPPED', exit: { requested: true, outOfMemory: false } });
      expect(await isReady(runtime, fixture.web, signal)).toBe(false);
      await runtime.stop(fixture.web, signal);
      expect(await observed(fixture.web)).toEqual(observation);
    });

    test('a service that does not end when asked is killed after its grace', async () => {
      await startReady(fixture.stubborn);
      await runtime.stop(fixture.stubborn, signal);
      expect(await observed(fixture.stubborn)).toMatchObject({
        status: 'STOPPED',
        exit: { requested: true },
      });
    });

    test('a start inside a stop waits for its end, and then runs', async () => {
      await startReady(fixture.stubborn);
      const stopped = runtime.stop(fixture.stubborn, signal);
      await runtime.start(fixture.stubborn, signal);
      await stopped;
      expect(await observed(fixture.stubborn)).toMatchObject({ status: 'RUNNING' });
    });

    test('a crash is told from a stop by its exit, and the watcher hears of it', async () => {
      await startReady(fixture.web);
      const heard = hearing(runtime, fixture.web.name);
      await fixture.crash(fixture.web);
      await heard;
      await expect
        .poll(() => observed(fixture.web))
        .toMatchObject({
          status: 'STOPPED',
          exit: { exitCode: 137, requested: false, byHand: false, outOfMemory: false },
        });
    });

    test('an end that somebody else asked for is told from a crash and from a stop of our own', async () => {
      await startReady(fixture.web);
      await fixture.stopByHand(fixture.web);
      await expect
        .poll(() => observed(fixture.web))
        .toMatchObject({ status: 'STOPPED', exit: { requested: false, byHand: true } });
      await startReady(fixture.web);
      await runtime.stop(fixture.web, signal);
      expect(await observed(fixture.web)).toMatchObject({ exit: { requested: true, byHand: false } });
    });

    test('an end in order is no crash and no stop: whether somebody asked for it is not known, now or later', async () => {
      await startReady(fixture.web);
      await fixture.endInOrder();
      const ended = { exitCode: 0, requested: false, byHand: null, outOfMemory: false };
      await expect.poll(() => observed(fixture.web)).toMatchObject({ status: 'STOPPED', exit: ended });
      await runtime.close();
      runtime = fixture.reopen();
      expect(await observed(fixture.web)).toMatchObject({ status: 'STOPPED', exit: ended });
    });

    test('what runs can be measured, and what does not cannot', async () => {
      expect(await runtime.stats(fixture.web, signal)).toBeNull();
      expect(await runtime.peakMemory(fixture.web, signal)).toBeNull();
      await startReady(fixture.web);
      const first = await runtime.stats(fixture.web, signal);
      await fixture.speak(1, 50);
      const second = await runtime.stats(fixture.web, signal);
      expect(second?.cpuMs).toBeGreaterThanOrEqual(first?.cpuMs ?? NaN);
      expect(second?.atMs).toBeGreaterThanOrEqual(first?.atMs ?? NaN);
      expect(second?.memoryBytes).toBeGreaterThan(100_000);
      expect(second?.memoryBytes).toBeLessThan(1_000_000_000);
      expect(second?.processes).toBeGreaterThanOrEqual(1);
      expect(await runtime.peakMemory(fixture.web, signal)).toBeGreaterThan(100_000);
      await runtime.stop(fixture.web, signal);
      expect(await runtime.stats(fixture.web, signal)).toBeNull();
      expect(await runtime.peakMemory(fixture.web, signal)).toBeNull();
    });

    test('the watcher hears of starts and stops, and nothing after its cancel', async () => {
      const names: (string | undefined)[] = [];
      const cancel = runtime.watch((name) => names.push(name));
      const started = hearing(runtime, fixture.web.name);
      await runtime.start(fixture.web, signal);
      await started;
      cancel();
      names.length = 0;
      const stopped = hearing(runtime, fixture.web.name);
      await runtime.stop(fixture.web, signal);
      await stopped;
      expect(names).toEqual([]);
    });

    test('a frozen service is paused, and a stop ends it as it ends any other, not by force', async () => {
      await startReady(fixture.web);
      await fixture.freeze(fixture.web);
      await expect.poll(() => observed(fixture.web)).toEqual({ status: 'PAUSED' });
      await runtime.stop(fixture.web, signal);
      const observation = await observed(fixture.web);
      expect(observation).toMatchObject({ status: 'STOPPED', exit: { requested: true } });
      expect(observation).not.toMatchObject({ exit: { exitCode: 137 } });
    });

    test('a frozen service goes on when it is started, as the same run', async () => {
      await startReady(fixture.web);
      const before = await observed(fixture.web);
      await fixture.freeze(fixture.web);
      await expect.poll(() => observed(fixture.web)).toEqual({ status: 'PAUSED' });
      await runtime.start(fixture.web, signal);
      await expect.poll(() => observed(fixture.web)).toEqual(before);
      expect(await isReady(runtime, fixture.web, signal)).toBe(true);
    });

    test('a port that somebody else has refuses the start and leaves nothing running', async () => {
      await expect(runtime.start(fixture.blocked, signal)).rejects.toMatchObject({
        name: 'StartRefused',
        reason: 'PORT_IN_USE',
      });
      expect(await observed(fixture.blocked)).toMatchObject({ status: 'STOPPED' });
    });

    test('lines come oldest first, no more than asked for, with the time they were written', async () => {
      const before = Date.now();
      await startReady(fixture.web);
      await runtime.stop(fixture.web, signal);
      const lines = await runtime.logs(fixture.web, { tail: 100 }, signal);
      expect(lines.length).toBeGreaterThanOrEqual(2);
      expect(lines.map(({ atMs }) => atMs)).toEqual(
        lines.map(({ atMs }) => atMs).sort((one, other) => one - other),
      );
      for (const { atMs } of lines) expect(atMs).toBeGreaterThanOrEqual(before - 50);
      expect(await runtime.logs(fixture.web, { tail: 1 }, signal)).toEqual(lines.slice(-1));
      expect(await runtime.logs(fixture.web, { tail: 0 }, signal)).toEqual([]);
      expect(await runtime.logs(fixture.web, { tail: 100, sinceMs: Date.now() + 60_000 }, signal)).toEqual(
        [],
      );
    });

    test('lines are followed from the newest on as they come, over a restart, each with a cursor of its own', async () => {
      await startReady(fixture.web);
      await fixture.speak(1, 20);
      const follower = follow(runtime, fixture.web, { tail: 1_000 });
      await follower.number(20);
      await fixture.speak(21, 40);
      await follower.number(40);
      const before = follower.lines.length;
      await runtime.stop(fixture.web, signal);
      await startReady(fixture.web);
      await fixture.speak(41, 60);
      await follower.number(60);
      await follower.end();
      expect(numbersIn(follower.lines, 'STDOUT')).toEqual(upTo(60));
      expect(numbersIn(follower.lines, 'STDERR')).toEqual(upTo(60));
      expect(follower.lines.slice(before).length).toBeGreaterThan(40);
      const cursors = follower.lines.map(({ cursor }) => cursor);
      expect(new Set(cursors).size).toBe(cursors.length);
      expect(Math.max(...cursors.map(({ length }) => length))).toBeLessThanOrEqual(200);
    });

    test('a follower that comes back after any line gets the rest in the same order, without gap or repeat', async () => {
      await startReady(fixture.web);
      await fixture.speak(1, 30);
      const whole = follow(runtime, fixture.web, { tail: 1_000 });
      await whole.number(30);
      await whole.end();
      await runtime.close();
      runtime = fixture.reopen();
      for (const [index, { cursor }] of whole.lines.slice(0, -1).entries()) {
        const rest = follow(runtime, fixture.web, { after: cursor });
        await rest.count(whole.lines.length - index - 1);
        await rest.end();
        expect(rest.lines).toEqual(whole.lines.slice(index + 1));
      }
      const newest = await runtime.logs(fixture.web, { tail: 10 }, signal);
      expect(newest).toEqual(whole.lines.slice(-10));
    });

    test('a follower that asks for none of what was, or comes with an unknown cursor, hears what comes, or all', async () => {
      await startReady(fixture.web);
      await fixture.speak(1, 3);
      const all = follow(runtime, fixture.web, { after: 'of another log' });
      await all.number(3);
      const later = follow(runtime, fixture.web, { tail: 0 });
      // Whichever of these comes after its beginning, it hears the last one, and nothing from before.
      for (let number = 4; later.lines.length === 0; number += 1) await fixture.speak(number, number);
      await Promise.all([later.end(), all.end()]);
      expect(numbersIn(later.lines, 'STDOUT').at(0) ?? 4).toBeGreaterThanOrEqual(4);
      expect(numbersIn(all.lines, 'STDOUT').slice(0, 3)).toEqual([1, 2, 3]);
    });

    test('a follower ends when its signal aborts, also where nothing was ever said', async () => {
      for (const service of [fixture.web, fixture.absent]) {
        const follower = follow(runtime, service, { tail: 10 });
        await follower.end();
        expect(follower.lines).toEqual([]);
      }
    });

    test('a call whose signal has aborted rejects with its reason and starts nothing', async () => {
      const reason = new Error('the caller is gone');
      const aborted = AbortSignal.abort(reason);
      await expect(runtime.start(fixture.web, aborted)).rejects.toThrow();
      expect((await observed(fixture.web)).status).toBe('STOPPED');
      await expect(runtime.stop(fixture.web, aborted)).rejects.toBe(reason);
    });

    test('what runs outlives the runtime: the next one sees the same run, can end it and knows who ended it', async () => {
      await startReady(fixture.web);
      const before = await observed(fixture.web);
      await runtime.close();
      runtime = fixture.reopen();
      expect(await observed(fixture.web)).toEqual(before);
      expect(await isReady(runtime, fixture.web, signal)).toBe(true);
      await runtime.stop(fixture.web, signal);
      await runtime.close();
      runtime = fixture.reopen();
      expect(await observed(fixture.web)).toMatchObject({ status: 'STOPPED', exit: { requested: true } });
    });

    test('an end that nobody saw is found by the next runtime', async () => {
      await startReady(fixture.web);
      await runtime.close();
      await fixture.crash(fixture.web);
      runtime = fixture.reopen();
      await expect
        .poll(() => observed(fixture.web))
        .toMatchObject({ status: 'STOPPED', exit: { requested: false } });
    });

    test('closing twice is harmless', async () => {
      await runtime.close();
      await runtime.close();
    });
  });
}

/** Resolves at the next hint about the service, or about all. */
function hearing(runtime: Runtime, service: string): Promise<void> {
  return new Promise((resolve) => {
    const cancel = runtime.watch((name) => {
      if (name !== service) return;
      cancel();
      resolve();
    });
  });
}

/** Reads the log in the background, as fast as it comes. */
function follow(
  runtime: Runtime,
  service: CatalogService,
  from: { readonly tail: number } | { readonly after: string },
) {
  const aborter = new AbortController();
  const lines: RuntimeLogLine[] = [];
  const done = (async () => {
    for await (const line of runtime.followLogs(service, from, aborter.signal)) lines.push(line);
  })();
  return {
    lines,
    /** Until it has heard so many lines. */
    count: (lineCount: number): Promise<unknown> =>
      Promise.race([expect.poll(() => lines.length).toBeGreaterThanOrEqual(lineCount), done]),
    /** Until it has heard both streams say the number; they may come in any order. */
    number: (number: number): Promise<unknown> =>
      Promise.race([
        expect
          .poll(() =>
            [`out ${number}`, `err ${number}`].every((said) => lines.some(({ text }) => text === said)),
          )
          .toBe(true),
        done,
      ]),
    end: (): Promise<void> => {
      aborter.abort(new Error('the follower goes'));
      return done;
    },
  };
}

function numbersIn(lines: readonly RuntimeLogLine[], stream: RuntimeLogLine['stream']): readonly number[] {
  const texts = lines.filter((line) => line.stream === stream).map(({ text }) => text);
  return texts.flatMap((text) => /^(?:out|err) (\d+)$/.exec(text)?.[1] ?? []).map(Number);
}

function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
