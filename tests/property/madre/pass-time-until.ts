import type { ManualClock } from '../../../platform/manual-clock.ts';

/** What waits for nothing but promises needs no time; what waits for a hanging runtime needs some. Gives up after `limitMs`. */
export async function passTimeUntil(
  clock: ManualClock,
  settled: Promise<unknown>,
  limitMs: number,
): Promise<void> {
  let isSettled = false;
  const done = (): void => void (isSettled = true);
  settled.then(done, done);
  await clock.advance(0);
  for (let passedMs = 0; !isSettled && passedMs < limitMs; passedMs += 100) await clock.advance(100);
}
