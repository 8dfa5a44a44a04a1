import { sleep, type Clock } from '../../../platform/clock.ts';
import type { CompletionEvent, CompletionRequest } from '../../../schema/completion.ts';
import { runAttempt, type AttemptResult } from './attempt.ts';
import { createCompletionRecord, type CompletionRecord } from './completion-record.ts';
import type { EngineRequest } from '../engines/engine.ts';
import type { EngineCall } from '../registry/engine-call.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import { confirmProbe, tellProbe, type SharedProbes } from '../registry/shared-probes.ts';
import type { Ineligible, RouteCandidate } from '../routing/plan-route.ts';
import type { Router } from '../routing/router.ts';
import { needOf, type Need } from '../usage/need.ts';
import { retryDelayMs } from './retry.ts';
import { waitForTurn } from './wait-for-turn.ts';

export interface CompletionParts {
  readonly registry: EngineRegistry;
  readonly router: Router;
  readonly probes: SharedProbes;
  readonly clock: Clock;
  /** Between 0 and 1, for the jitter of the back-off. */
  readonly random: () => number;
}

/**
 * Asks engines until one has answered: the only retry loop. An engine is asked at most twice, and the second time only where
 * nothing of the first was shown. The last event is `finished` or `failed`. Cancel through the signal. `taskType` names it in queues.
 */
export async function* complete(
  parts: CompletionParts,
  request: CompletionRequest,
  signal: AbortSignal,
  taskType = 'chat',
): AsyncGenerator<CompletionEvent, void, undefined> {
  const needs = needOf(request);
  const need = (id: string): Need => needs(parts.registry.get(id));
  const route = parts.router.decide({
    pinned: request.engine,
    allowFallback: request.allowFallback,
    needOf: need,
  });
  const record = createCompletionRecord(route, parts.clock);
  const run: Run = { ...parts, request, taskType, needOf: need, signal, record };

  for (const candidate of route.candidates) {
    if (signal.aborted) break;
    const service = parts.registry.get(candidate.id)?.config.service ?? null;
    const result = yield* askEngine(run, candidate);
    if (result?.ending.type === 'served') {
      yield record.finished(candidate.id, service, result, result.ending.end);
      return;
    }
    if (result !== undefined && !request.allowFallback) break;
  }
  yield record.failed(signal.aborted);
}

export interface Run extends CompletionParts {
  readonly request: CompletionRequest;
  readonly taskType: string;
  readonly needOf: (engine: string) => Need;
  readonly signal: AbortSignal;
  readonly record: CompletionRecord;
}

type Asking = AsyncGenerator<CompletionEvent, AttemptResult | undefined, undefined>;

/** Undefined where the engine may not be called now. */
async function* askEngine(run: Run, candidate: RouteCandidate): Asking {
  const first = yield* callOnce(run, candidate);
  if (first?.ending.type !== 'failed' || first.wasShown) return first;
  const delayMs = retryDelayMs(first.ending.failure, run.random());
  if (delayMs === null || !run.registry.judge(candidate.id, run.needOf(candidate.id)).eligible) return first;
  if (!(await waited(run, delayMs))) return first;
  return (yield* callOnce(run, candidate)) ?? first;
}

async function* callOnce(run: Run, candidate: RouteCandidate): Asking {
  const call = yield* waitForTurn(run, candidate);
  if (call === undefined) return undefined;
  if ('eligible' in call) {
    run.record.skipped(candidate.id, call);
    return undefined;
  }
  try {
    const elsewhere = await probeElsewhere(run, candidate.id, call);
    if (elsewhere !== undefined) {
      run.record.skipped(candidate.id, elsewhere);
      return undefined;
    }
    yield* run.record.began(candidate.id, candidate.why);
    const result = yield* runAttempt(call, engineRequest(run.request, call), run.clock, run.signal);
    run.record.ended(candidate.id, result);
    return result;
  } finally {
    call.release();
    if (call.isProbe) tellProbe(run.probes, run.registry.get(candidate.id), run.clock.now());
  }
}

/** Another switch may be finding out already whether this engine works again. */
async function probeElsewhere(run: Run, id: string, call: EngineCall): Promise<Ineligible | undefined> {
  if (!call.isProbe) return undefined;
  const restMs = await confirmProbe(run.probes, id, call.config);
  if (restMs === 0) return undefined;
  call.postpone(run.clock.now() + restMs);
  const why = 'another switch is finding out whether it works again';
  return { eligible: false, outcome: 'SKIPPED_CIRCUIT_OPEN', why };
}

function engineRequest({ messages, tools }: CompletionRequest, { config }: EngineCall): EngineRequest {
  return { messages, tools, maxOutputTokens: config.maxOutputTokens };
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
