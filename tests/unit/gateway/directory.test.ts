import type { ExecutionResult } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { followDirectory, type Directory } from '../../../gateway/directory.ts';
import { guardLink } from '../../../gateway/links/asleep/guarded.ts';
import type { Link } from '../../../gateway/links/link.ts';
import { createBoundedQueue, type BoundedQueue } from '../../../platform/bounded-queue.ts';
import { CodedError } from '../../../platform/errors.ts';
import { createLogger } from '../../../platform/log.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { systemContext } from '../../../platform/request-context.ts';

const log = createLogger('silent', 'test');
const unreachable = new CodedError('SERVICE_UNREACHABLE', {
  service: 'madre',
  url: 'http://madre',
  problem: 'connect ECONNREFUSED',
});

/** What madre's link looks like from outside; the world behind it is this table of states. */
function createMadre(states: Record<string, string>) {
  let away = false;
  let lastSeq = 0;
  const seqs: Record<string, number> = {};
  const streams = new Set<BoundedQueue<ExecutionResult>>();
  const service = (name: string) => ({
    name,
    seq: seqs[name] ?? 0,
    state: states[name] ?? 'UNKNOWN',
  });
  /** Holds answers back, taken as they were when they were asked for. */
  let hold: Promise<void> = Promise.resolve();
  const heldBack = (answer: ExecutionResult): Promise<ExecutionResult> => hold.then(() => answer);
  const link: Link = {
    execute: () =>
      away ? Promise.reject(unreachable) : heldBack({ data: { services: Object.keys(states).map(service) } }),
    subscribe: ({ context }) => {
      if (away) return Promise.reject(unreachable);
      const queue = createBoundedQueue<ExecutionResult>({
        limit: 100,
        overflow: { policy: 'drop-oldest' },
        onClose: () => streams.delete(queue),
      });
      streams.add(queue);
      context.signal.addEventListener('abort', () => void queue.return(), { once: true });
      return Promise.resolve(queue);
    },
    close: () => Promise.resolve(),
  };
  return {
    link,
    set(name: string, state: string) {
      this.setUnheard(name, state)();
    },
    /** Changes the state; the event travels only when the result is called. */
    setUnheard(name: string, state: string): () => void {
      states[name] = state;
      seqs[name] = lastSeq += 1;
      const event = { data: { serviceChanged: { service: service(name) } } };
      return () => {
        for (const queue of streams) queue.push(event);
      };
    },
    /** Answers to what is asked from here on wait for the call of the result. */
    holdAnswers(): () => void {
      let release: () => void = () => undefined;
      hold = new Promise((resolve) => (release = resolve));
      return () => {
        release();
        hold = Promise.resolve();
      };
    },
    goAway() {
      away = true;
      for (const queue of streams) queue.end(unreachable);
    },
    comeBack() {
      away = false;
    },
    get streams() {
      return streams.size;
    },
  };
}

let directory: Directory;
afterEach(() => directory.close());

test('knows every state when it is made, and follows each change', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'STOPPED', hermes: 'READY' });
  directory = await followDirectory({ madre: madre.link, clock, log, startLimitMs: 1_000 });
  expect([directory.isReady('hermes'), directory.isReady('switch'), directory.isReady('nobody')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(directory.reason('switch')).toBe('STOPPED');

  madre.set('switch', 'READY');
  await clock.advance(0);
  expect(directory.isReady('switch')).toBe(true);
});

test('starts without madre, counts all as asleep with the reason, and finds it later', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'READY' });
  madre.goAway();
  const starting = followDirectory({ madre: madre.link, clock, log, startLimitMs: 500 });
  await clock.advance(500);
  directory = await starting;
  expect(directory.isReady('switch')).toBe(false);
  expect(directory.reason('switch')).toContain('connect ECONNREFUSED');
  madre.comeBack();
  await clock.advance(10_000);
  expect(directory.isReady('switch')).toBe(true);
});

test('forgets all states while madre is away, and reads them anew when it is back', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'READY' });
  directory = await followDirectory({ madre: madre.link, clock, log, startLimitMs: 500 });
  madre.goAway();
  await clock.advance(0);
  expect(directory.isReady('switch')).toBe(false);
  expect(directory.reason('switch')).toContain('its state is unknown');
  madre.set('switch', 'STOPPED');
  madre.comeBack();
  await clock.advance(10_000);
  expect(directory.reason('switch')).toBe('STOPPED');
});

test('leaves nothing running when it is closed', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'READY' });
  directory = await followDirectory({ madre: madre.link, clock, log, startLimitMs: 500 });
  await directory.close();
  await clock.advance(0);
  expect([clock.pendingTimers, madre.streams]).toEqual([0, 0]);
});

test('a guarded link says how to wake a component that sleeps, and does not call it', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'STOPPED' });
  directory = await followDirectory({ madre: madre.link, clock, log, startLimitMs: 500 });
  const calls: string[] = [];
  const link = guardLink(
    'switch',
    {
      execute: ({ query }) => (calls.push(query), Promise.resolve({ data: {} })),
      subscribe: ({ query }) => (calls.push(query), Promise.reject(new Error('not here'))),
      close: () => Promise.resolve(),
    },
    directory,
  );
  const request = { query: '{ engines { id } }', context: systemContext(new AbortController().signal) };
  const asleep = {
    extensions: {
      code: 'SERVICE_ASLEEP',
      service: 'switch',
      reason: 'STOPPED',
      wake: { mutation: 'openWindow', variables: { input: { services: ['switch'], ttlSec: 300 } } },
    },
  };
  await expect(link.execute(request)).rejects.toMatchObject(asleep);
  await expect(link.subscribe(request)).rejects.toMatchObject(asleep);
  expect(calls).toEqual([]);

  madre.set('switch', 'READY');
  await clock.advance(0);
  await link.execute(request);
  expect(calls).toEqual(['{ engines { id } }']);
});

test('a refresh knows what the stream has not told yet, and an event that it overtook changes nothing', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'STOPPED' });
  directory = await followDirectory({ madre: madre.link, clock, log, startLimitMs: 1_000 });
  const starting = madre.setUnheard('switch', 'STARTING');
  const ready = madre.setUnheard('switch', 'READY');
  await directory.refresh();
  expect(directory.isReady('switch')).toBe(true);
  starting();
  await clock.advance(0);
  expect(directory.isReady('switch')).toBe(true);
  ready();
  await clock.advance(0);
  expect(directory.isReady('switch')).toBe(true);
});

test('a read that an event overtook does not undo what the event told', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'STARTING', hermes: 'STOPPED' });
  directory = await followDirectory({ madre: madre.link, clock, log, startLimitMs: 1_000 });
  madre.setUnheard('hermes', 'READY');
  const release = madre.holdAnswers();
  const refreshed = directory.refresh();
  madre.set('switch', 'READY');
  await clock.advance(0);
  release();
  await refreshed;
  expect([directory.isReady('switch'), directory.isReady('hermes')]).toEqual([true, true]);
});

test('a read that ends after madre was lost tells nothing', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'READY' });
  directory = await followDirectory({ madre: madre.link, clock, log, startLimitMs: 1_000 });
  const release = madre.holdAnswers();
  const refreshed = directory.refresh();
  madre.goAway();
  await clock.advance(0);
  release();
  await refreshed;
  expect(directory.isReady('switch')).toBe(false);
  expect(directory.reason('switch')).toContain('its state is unknown');
});

test('a refresh while madre is out of reach does not wait for the next attempt', async () => {
  const clock = createManualClock();
  const madre = createMadre({ switch: 'READY' });
  directory = await followDirectory({ madre: madre.link, clock, log, startLimitMs: 1_000 });
  madre.goAway();
  await clock.advance(0);
  expect(directory.isReady('switch')).toBe(false);
  madre.comeBack();
  await directory.refresh();
  expect(directory.isReady('switch')).toBe(true);
});
