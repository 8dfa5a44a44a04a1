import { sleep, type Clock } from '../../../platform/clock.ts';
import type { CompletionEvent, CompletionRequest } from '../../../schema/completion.ts';
import type { RoutingStrategy } from '../../../schema/generated/switch.ts';
import { runAttempt, type AttemptResult } from './attempt.ts';
import { createCompletionRecord, type CompletionRecord } from './completion-record.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import { estimatePromptTokens } from '../engines/token-estimate.ts';
import { retryDelayMs } from './retry.ts';
import { planRoute, type RouteCandidate } from './routing.ts';

export interface CompletionParts {
  readonly registry: EngineRegistry;
  readonly clock: Clock;
  readonly strategy: RoutingStrategy;
  /** Between 0 and 1, for the jitter of the back-off. */
  readonly random: () => number;
}

/**
 * Asks engines until one has answered: the only retry loop. An engine is asked at most twice, and the second time only where
 * nothing of the first was shown. The last event is `finished` or `failed`. Cancel through the signal.
 */
export async function* complete(
  parts: CompletionParts,
  request: CompletionRequest,
  signal: AbortSignal,
): AsyncGenerator<CompletionEvent, void, undefined> {
  const promptTokens = estimatePromptTokens(request.messages);
  const route = planRoute(parts.registry.list(), {
    strategy: parts.strategy,
    pinned: request.engine,
    allowFallback: request.allowFallback,
    promptTokens,
    now: parts.clock.now(),
  });
  const record = createCompletionRecord(route);
  const run: Run = { ...parts, request, promptTokens, signal, record };

  for (const candidate of route.candidates) {
    if (signal.aborted) break;
    const result = yield* askEngine(run, candidate);
    if (result?.ending.type === 'served') {
      const service = parts.registry.get(candidate.id)?.config.service ?? null;
      yield record.finished(candidate.id, service, result, result.ending.end);
      return;
    }
    if (result !== undefined && !request.allowFallback) break;
  }
  yield record.failed(signal.aborted);
}

interface Run extends CompletionParts {
  readonly request: CompletionRequest;
  readonly promptTokens: number;
  readonly signal: AbortSignal;
  readonly record: CompletionRecord;
}

type Asking = AsyncGenerator<CompletionEvent, AttemptResult | undefined, undefined>;

/** Undefined where the engine may not be called now. */
async function* askEngine(run: Run, candidate: RouteCandidate): Asking {
  const first = yield* callOnce(run, candidate);
  if (first?.ending.type !== 'failed' || first.wasShown) return first;
  const delayMs = retryDelayMs(first.ending.failure, run.random());
  if (delayMs === null || !run.registry.judge(candidate.id, run.promptTokens).eligible) return first;
  if (!(await waited(run, delayMs))) return first;
  return (yield* callOnce(run, candidate)) ?? first;
}

async function* callOnce(run: Run, candidate: RouteCandidate): Asking {
  const call = run.registry.begin(candidate.id, run.promptTokens);
  if ('eligible' in call) {
    run.record.skipped(candidate.id, call);
    return undefined;
  }
  try {
    yield* run.record.began(candidate);
    const result = yield* runAttempt(call, run.request, run.clock, run.signal);
    run.record.ended(candidate.id, result);
    return result;
  } finally {
    call.release();
  }
}

/** False where the signal ended the wait. */
async function waited(run: Run, delayMs: number): Promise<boolean> {
  try {
    await sleep(run.clock, delayMs, run.signal);
    return true;
  } catch (error) {
    if (run.signal.aborted) return false;
    throw error;
  }
}
