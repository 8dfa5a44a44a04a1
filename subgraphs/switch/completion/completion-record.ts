import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { CompletionAttempt, CompletionDecision, CompletionEvent } from '../../../schema/completion.ts';
import type { AttemptResult } from './attempt.ts';
import type { EngineEnd, EngineFailure } from '../engines/engine.ts';
import { failureCode, type CompletionFailureCode } from '../registry/failure-code.ts';
import { roundScore } from '../registry/score.ts';
import type { Ineligible, Route } from '../routing/plan-route.ts';

type EventOf<Type extends CompletionEvent['type']> = Extract<CompletionEvent, { readonly type: Type }>;

/** What has happened to one request so far, and the events that tell it. */
export interface CompletionRecord {
  /** An engine is about to be asked, or waited for; where text of another was shown, that is void now. */
  began(engine: string, why: string): readonly CompletionEvent[];
  skipped(engine: string, reason: Ineligible): void;
  ended(engine: string, result: AttemptResult): void;
  finished(
    engine: string,
    service: string | null,
    result: AttemptResult,
    end: EngineEnd,
  ): EventOf<'finished'>;
  failed(isCancelled: boolean): EventOf<'failed'>;
}

export function createCompletionRecord(route: Route, clock: Clock): CompletionRecord {
  const attempts: CompletionAttempt[] = [];
  const decision = toDecision(route);
  /** Why each engine did not answer; the latest reason of each. */
  const problems = new Map<string, string>();
  let lastFailure: EngineFailure | undefined;
  let mayWorkLater = false;
  let shown: { readonly engine: string; readonly characters: number; readonly reason: string } | undefined;

  function add(engine: string, attempt: Omit<CompletionAttempt, 'engine' | 'order'>): void {
    attempts.push({ engine, order: attempts.length + 1, ...attempt });
  }

  return {
    began(engine, why) {
      const told = { decision, attempts: [...attempts] };
      const routing = { type: 'routing', engine, attempt: attempts.length + 1, why, ...told } as const;
      if (shown === undefined) return [routing];
      const { engine: from, characters: discardedCharacters, reason } = shown;
      shown = undefined;
      return [{ type: 'restarted', from, to: engine, discardedCharacters, reason }, routing];
    },
    skipped(engine, { outcome, why }) {
      // After a failed try it is skipped because of that failure, which is told already.
      if (problems.has(engine)) return;
      problems.set(engine, why);
      mayWorkLater ||= outcome === 'SKIPPED_CIRCUIT_OPEN' || outcome === 'SKIPPED_QUEUE_FULL';
      add(engine, {
        outcome,
        errorCode: null,
        firstTokenMs: null,
        totalMs: null,
        charactersDiscarded: null,
        startedAt: toDateTime(clock.now()),
      });
    },
    ended(engine, result) {
      add(engine, toAttempt(result));
      if (result.ending.type !== 'failed') return;
      lastFailure = result.ending.failure;
      problems.set(engine, lastFailure.message);
      if (result.wasShown) shown = { engine, characters: result.content.length, reason: lastFailure.message };
    },
    finished: (engine, service, result, end) => ({
      type: 'finished',
      engine,
      service,
      content: result.content,
      reasoning: result.reasoning === '' ? null : result.reasoning,
      toolCalls: [...end.toolCalls],
      usage: end.usage,
      finishReason: end.finishReason,
      firstTokenMs: result.firstTokenMs ?? result.totalMs,
      totalMs: result.totalMs,
      attempts,
      decision,
    }),
    failed: (isCancelled) => ({
      type: 'failed',
      ...(isCancelled ? cancelled : describeFailure(lastFailure, mayWorkLater)),
      message: isCancelled
        ? 'cancelled'
        : [...problems].map(([engine, why]) => `${engine}: ${why}`).join('; ') || route.reason,
      attempts,
      decision,
    }),
  };
}

export function toDecision({ strategy, reason, candidates }: Route): CompletionDecision {
  return {
    strategy,
    reason,
    candidates: candidates.map(({ id, eligibility, score, why }) => ({
      engine: id,
      eligible: eligibility.eligible,
      score: roundScore(score),
      why,
    })),
  };
}

interface FailureFacts {
  readonly code: CompletionFailureCode;
  readonly retryable: boolean;
  readonly retryAfterSec: number | null;
}

const cancelled: FailureFacts = { code: 'CANCELLED', retryable: true, retryAfterSec: null };

function describeFailure(failure: EngineFailure | undefined, mayWorkLater: boolean): FailureFacts {
  if (failure === undefined)
    return { code: 'ENGINE_UNAVAILABLE', retryable: mayWorkLater, retryAfterSec: null };
  const code = failureCode(failure.kind);
  return { code, retryable: code !== 'ENGINE_REFUSED', retryAfterSec: failure.retryAfterSec };
}

function toAttempt(result: AttemptResult): Omit<CompletionAttempt, 'engine' | 'order'> {
  const { ending, firstTokenMs, totalMs, startedAt } = result;
  return {
    outcome: outcomeOf(result),
    errorCode: ending.type === 'failed' ? failureCode(ending.failure.kind) : null,
    firstTokenMs,
    totalMs,
    startedAt,
    charactersDiscarded: ending.type === 'failed' && result.wasShown ? result.content.length : null,
  };
}

function outcomeOf({ ending, wasShown }: AttemptResult): CompletionAttempt['outcome'] {
  if (ending.type === 'served') return 'SERVED';
  if (ending.type === 'cancelled') return 'CANCELLED';
  if (ending.failure.kind.startsWith('TIMEOUT_')) return 'TIMED_OUT';
  return wasShown ? 'FAILED_MID_STREAM' : 'FAILED_BEFORE_FIRST_TOKEN';
}
