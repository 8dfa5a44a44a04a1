import type { Clock } from '../../../../platform/clock.ts';
import type { Power } from '../../power.ts';
import type { WindowRecord } from '../record/window-record.ts';
import { readWindow } from '../record/window-rows.ts';
import { timeLeft, timesAtFirstSight } from '../deadline/window-times.ts';

/** OPENING ends within its budget by itself; this is what a hung disk may add before we stop waiting. */
const MARGIN_MS = 5_000;

/** The window as soon as it is not OPENING any more, or as it is when the limit ends or the signal aborts. */
export async function waitWhileOpening(
  power: Pick<Power, 'db' | 'journal' | 'clock'>,
  window: WindowRecord,
  signal: AbortSignal,
): Promise<WindowRecord> {
  const { clock } = power;
  const now = { wall: clock.now(), monotonic: clock.monotonic() };
  const limitAt = now.monotonic + timeLeft(window, timesAtFirstSight(window, now), now).startByMs + MARGIN_MS;
  let current = window;
  const commits = countCommits(power);
  try {
    while (current.state === 'OPENING' && !signal.aborted && clock.monotonic() < limitAt) {
      const seen = commits.count();
      current = (await readWindow(power.db, window.id)) ?? current;
      if (current.state === 'OPENING')
        await commits.nextAfter(seen, limitAt - clock.monotonic(), clock, signal);
    }
    return current;
  } finally {
    commits.close();
  }
}

/** Wakes at the first commit after the read began, so that none is missed between reading and waiting. */
function countCommits({ journal }: Pick<Power, 'journal'>) {
  let count = 0;
  let wake: () => void = () => undefined;
  const close = journal.onCommit(() => {
    count += 1;
    wake();
  });
  return {
    close,
    count: () => count,
    nextAfter: (seen: number, limitMs: number, clock: Clock, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const cancel = clock.after(limitMs, done);
        function done(): void {
          cancel();
          signal.removeEventListener('abort', done);
          resolve();
        }
        wake = done;
        signal.addEventListener('abort', done, { once: true });
        if (count !== seen || signal.aborted) done();
      }),
  };
}
