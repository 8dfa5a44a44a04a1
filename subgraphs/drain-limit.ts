/** Kept back of the grace, to end what was begun. */
const MARGIN_MS = 1_000;

/** How long what is being answered may go on after SIGTERM: nearly the whole grace. */
export function drainLimitMsOf(stopGraceSec: number): number {
  const graceMs = stopGraceSec * 1_000;
  return graceMs - Math.min(MARGIN_MS, graceMs / 2);
}
