/** How long the heartbeat has stayed the same, as somebody saw who looked again and again. */
export interface Silence {
  /** Undefined: there was no heartbeat. */
  readonly mark: string | undefined;
  /** Monotonic. */
  readonly lookedAt: number;
  readonly silentMs: number;
}

/**
 * One more look. Time counts only up to two look intervals: a machine that slept, or an observer that was paused, says nothing
 * about madre, who must first get the chance to beat again. `now` is monotonic, so that setting the wall clock hurries nothing.
 */
export function nextSilence(
  before: Silence | undefined,
  look: { readonly mark: string | undefined; readonly now: number; readonly everyMs: number },
): Silence {
  const { mark, now, everyMs } = look;
  if (before === undefined || before.mark !== mark) return { mark, lookedAt: now, silentMs: 0 };
  const watchedMs = Math.min(now - before.lookedAt, 2 * everyMs);
  return { mark, lookedAt: now, silentMs: before.silentMs + watchedMs };
}
