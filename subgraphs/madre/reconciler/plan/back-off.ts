/** Its instants are monotonic: setting the machine's time neither hurries a retry nor holds it back. */
export interface Retry {
  readonly kind: 'START' | 'STOP';
  readonly attempts: number;
  readonly failedAt: number;
  readonly notBefore: number;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

/** After so long without a failure the next one counts as the first again. */
const STEADY_MS = 60_000;

/** The retry after one more failure of the same kind: doubling, and never given up. `now` is monotonic. */
export function afterFailure(previous: Retry | null, kind: Retry['kind'], now: number): Retry {
  const goesOn = previous?.kind === kind && now - previous.failedAt < STEADY_MS;
  const attempts = goesOn ? previous.attempts + 1 : 1;
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 16), LONGEST_DELAY_MS);
  return { kind, attempts, failedAt: now, notBefore: now + delayMs };
}
