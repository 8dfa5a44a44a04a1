import { describe, expect, it } from 'vitest';
import { sleep, systemClock, toDateTime, type Clock } from '../../platform/clock.ts';
import { createManualClock } from '../../platform/manual-clock.ts';

/** How the time of an implementation passes: by itself, or told to. */
interface Passing {
  readonly clock: Clock;
  readonly pass: (ms: number) => Promise<void>;
}

const implementations: Record<string, () => Passing> = {
  system: () => ({ clock: systemClock, pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms + 5)) }),
  manual: () => {
    const clock = createManualClock();
    return { clock, pass: (ms) => clock.advance(ms) };
  },
};

describe.each(Object.entries(implementations))('the %s clock', (_name, create) => {
  it('moves both of its times on', async () => {
    const { clock, pass } = create();
    const before = [clock.now(), clock.monotonic()] as const;
    await pass(20);
    expect(clock.now() - before[0]).toBeGreaterThanOrEqual(19);
    expect(clock.monotonic() - before[1]).toBeGreaterThanOrEqual(19);
  });

  it('runs tasks in the order of their time, not before it', async () => {
    const { clock, pass } = create();
    const start = clock.monotonic();
    const ran: [string, number][] = [];
    const note = (name: string) => () => void ran.push([name, clock.monotonic() - start]);
    clock.after(30, note('late'));
    clock.after(10, note('early'));
    clock.after(0, note('now'));
    await pass(40);
    expect(ran.map(([name]) => name)).toEqual(['now', 'early', 'late']);
    expect(ran[1]?.[1]).toBeGreaterThanOrEqual(10);
    expect(ran[2]?.[1]).toBeGreaterThanOrEqual(30);
  });

  it('never runs a cancelled task, and cancels twice without harm', async () => {
    const { clock, pass } = create();
    let ran = false;
    const cancel = clock.after(10, () => (ran = true));
    cancel();
    cancel();
    await pass(20);
    expect(ran).toBe(false);
  });

  it.each([2 ** 31 + 1, Number.POSITIVE_INFINITY])(
    'does not fire at once for a delay of %d ms',
    async (delayMs) => {
      const { clock, pass } = create();
      let ran = false;
      const cancel = clock.after(delayMs, () => (ran = true));
      await pass(10);
      cancel();
      expect(ran).toBe(false);
    },
  );

  it('sleeps for the time asked', async () => {
    const { clock, pass } = create();
    const start = clock.monotonic();
    const slept = sleep(clock, 15, new AbortController().signal).then(() => clock.monotonic() - start);
    await pass(20);
    expect(await slept).toBeGreaterThanOrEqual(15);
  });

  it('stops sleeping with the reason of the signal, at once', async () => {
    const { clock } = create();
    const abort = new AbortController();
    const slept = sleep(clock, 60_000, abort.signal);
    abort.abort(new Error('closing'));
    await expect(slept).rejects.toThrow('closing');
    await expect(sleep(clock, 60_000, abort.signal)).rejects.toThrow('closing');
  });
});

describe('the manual clock alone', () => {
  it('runs timers that timers and promise chains set, each at its own instant', async () => {
    const clock = createManualClock(0);
    const instants: number[] = [];
    const tick = async (): Promise<void> => {
      instants.push(clock.now());
      await Promise.resolve();
      await Promise.resolve();
      if (instants.length < 4) clock.after(10, () => void tick());
    };
    clock.after(10, () => void tick());
    await clock.advance(100);
    expect(instants).toEqual([10, 20, 30, 40]);
    expect(clock.now()).toBe(100);
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets the wall clock be set without moving timers', async () => {
    const clock = createManualClock(1_000_000);
    let ran = false;
    clock.after(50, () => (ran = true));
    clock.setWallClock(0);
    expect(clock.now()).toBe(0);
    await clock.advance(49);
    expect(ran).toBe(false);
    await clock.advance(1);
    expect(ran).toBe(true);
    expect(clock.now()).toBe(50);
  });
});

it('writes instants as RFC 3339 in UTC with milliseconds', () => {
  expect(toDateTime(0)).toBe('1970-01-01T00:00:00.000Z');
});
