import type { Clock } from '../../../../../platform/clock.ts';

/** The engine's clock and ours may differ by this; more makes an end look like nobody's doing or like somebody's. */
const SLACK_MS = 1_000;
const ABSENCE_LIMIT = 16;

/**
 * When the engine was away, as its event stream tells. Ends in that time say nothing of a person: an engine that crashed ends what it
 * finds running when it comes back, with the same signals.
 */
export class EngineAbsence {
  readonly #clock: Clock;
  #absences: { readonly fromMs: number; toMs: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(): void {
    const last = this.#absences.at(-1);
    if (last?.toMs === Infinity) return;
    this.#absences.push({ fromMs: this.#clock.now() - SLACK_MS, toMs: Infinity });
    this.#absences = this.#absences.slice(-ABSENCE_LIMIT);
  }

  end(): void {
    const last = this.#absences.at(-1);
    if (last?.toMs === Infinity) last.toMs = this.#clock.now() + SLACK_MS;
  }

  covers(atMs: number): boolean {
    return this.#absences.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs);
  }
}
