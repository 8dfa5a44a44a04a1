import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { CompletionAttempt } from '../../../schema/completion.ts';
import type { ShownEvent } from './shown-text.ts';

/**
 * The attempts as they are seen from here, for an answer that ends before switch has told of them: which engine was at it, for how
 * long, and what of its text became void.
 */
export function followAttempts(clock: Clock): {
  see(event: ShownEvent): void;
  /** The one under way is ended with this. */
  end(): readonly CompletionAttempt[];
} {
  const attempts: CompletionAttempt[] = [];
  let began = 0;
  let firstTokenMs: number | null = null;

  function sinceBegun(): number {
    return Math.round(clock.monotonic() - began);
  }

  function endLast(change: Pick<CompletionAttempt, 'outcome' | 'charactersDiscarded'>): void {
    const last = attempts.at(-1);
    // A fault that switch names no code for here is not guessed.
    if (last?.totalMs === null)
      attempts[attempts.length - 1] = { ...last, ...change, firstTokenMs, totalMs: sinceBegun() };
  }

  return {
    see(event) {
      if (event.type === 'delta') firstTokenMs ??= sinceBegun();
      if (event.type === 'restarted')
        endLast({ outcome: 'FAILED_MID_STREAM', charactersDiscarded: event.discardedCharacters });
      if (event.type !== 'routing') return;
      endLast({ outcome: 'FAILED_BEFORE_FIRST_TOKEN', charactersDiscarded: null });
      began = clock.monotonic();
      firstTokenMs = null;
      attempts.push({
        engine: event.engine,
        order: attempts.length + 1,
        outcome: 'CANCELLED',
        errorCode: null,
        firstTokenMs: null,
        totalMs: null,
        charactersDiscarded: null,
        startedAt: toDateTime(clock.now()),
      });
    },
    end() {
      endLast({ outcome: 'CANCELLED', charactersDiscarded: null });
      return attempts;
    },
  };
}
