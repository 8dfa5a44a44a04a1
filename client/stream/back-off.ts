const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/** Milliseconds to wait before try `attempt` (1 is the first): doubled each time up to 15 s, of which a random half is spread. */
export function backOffMs(attempt: number, random: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 16));
  return Math.round(whole / 2 + (whole / 2) * random);
}
