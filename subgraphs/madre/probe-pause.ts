const FIRST_MS = 10;
const LONGEST_MS = 100;
/** What boots for a second is found ready within 31 ms. */
const PART_OF_ELAPSED = 32;
/** Around the moment in which it is usually ready. */
const SHORTEST_MS = 4;
const PART_OF_DISTANCE = 8;

/**
 * Between two probes of what was asked to start `elapsedMs` ago: in proportion to that, so that nothing is found much later than it
 * took; and the shorter, the nearer the moment is at which it was ready in the past, where that is known.
 */
export function probePauseMs(elapsedMs: number, usualMs: number | null = null): number {
  const pauseMs = Math.min(Math.max(FIRST_MS, elapsedMs / PART_OF_ELAPSED), LONGEST_MS);
  if (usualMs === null) return pauseMs;
  const distanceMs = Math.abs(elapsedMs - usualMs);
  return Math.min(pauseMs, Math.max(SHORTEST_MS, distanceMs / PART_OF_DISTANCE));
}
