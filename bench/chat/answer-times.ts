/** Milliseconds from asking: until the first text, and until the end. */
export interface AnswerTimes {
  readonly firstMs: number;
  readonly totalMs: number;
  readonly characters: number;
}

export interface Stopwatch {
  /** Of an event that brings none, 0: it counts for nothing. */
  text(characters: number): void;
  times(): AnswerTimes;
}

/** Begins when it is made. */
export function startStopwatch(): Stopwatch {
  const startedAt = performance.now();
  let firstMs: number | undefined;
  let characters = 0;
  return {
    text(more) {
      if (more === 0) return;
      firstMs ??= performance.now() - startedAt;
      characters += more;
    },
    times() {
      const totalMs = performance.now() - startedAt;
      return { firstMs: firstMs ?? totalMs, totalMs, characters };
    },
  };
}
