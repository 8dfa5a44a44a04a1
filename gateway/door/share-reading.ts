import type { Clock } from '../../platform/clock.ts';

/** Short enough for who watches, long enough that many who ask cost no more than one. */
const FRESH_MS = 1_000;

/** One reading for all who ask while it is under way, and for a second after. One that failed is not kept. */
export function shareReading<Reading>(clock: Clock, read: () => Promise<Reading>): () => Promise<Reading> {
  let underWay: Promise<Reading> | undefined;
  let last: { readonly reading: Reading; readonly endedAt: number } | undefined;

  async function readNow(): Promise<Reading> {
    try {
      const reading = await read();
      last = { reading, endedAt: clock.monotonic() };
      return reading;
    } finally {
      underWay = undefined;
    }
  }

  return () => {
    if (underWay !== undefined) return underWay;
    if (last !== undefined && clock.monotonic() - last.endedAt < FRESH_MS)
      return Promise.resolve(last.reading);
    return (underWay = readNow());
  };
}
