const FIRST_MS = 10;
const LONGEST_MS = 100;
/** What boots for a second is found ready within 31 ms. */
const PART_OF_ELAPSED = 32;

/** Between two probes of what boots since `elapsedMs`: in proportion to that, so that nothing is found much later than it took. */
export function probePauseMs(elapsedMs: number): number {
  return Math.min(Math.max(FIRST_MS, elapsedMs / PART_OF_ELAPSED), LONGEST_MS);
}
