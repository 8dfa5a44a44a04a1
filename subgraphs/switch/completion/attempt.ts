import { toDateTime, type Clock } from '../../../platform/clock.ts';
import { LONGEST_CONTENT_CHARACTERS, type CompletionEvent } from '../../../schema/completion.ts';
import { EngineFailure, type EngineEnd, type EngineRequest, type EngineUsage } from '../engines/engine.ts';
import { estimateUsage } from '../engines/token-estimate.ts';
import { toldRequest } from '../engines/told-request.ts';
import { priced, type EngineCall } from '../registry/engine-call.ts';
import type { CallTiming } from '../registry/engine-record.ts';

export type Delta = Extract<CompletionEvent, { readonly type: 'delta' }>;

export interface AttemptResult extends CallTiming {
  readonly ending:
    | { readonly type: 'served'; readonly end: EngineEnd }
    | { readonly type: 'failed'; readonly failure: EngineFailure }
    | { readonly type: 'cancelled' };
  readonly startedAt: string;
  /** The answer so far, without its reasoning. */
  readonly content: string;
  /** As much of it as is kept. */
  readonly reasoning: string;
  /** Whether anybody saw text of it, reasoning included. */
  readonly wasShown: boolean;
}

/** One call of one engine: its text as deltas, then how it ended, which the call learns too. The caller releases the call. */
export async function* runAttempt(
  call: EngineCall,
  request: EngineRequest,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Delta, AttemptResult, undefined> {
  const told = toldRequest(request, call);
  const started = clock.monotonic();
  const startedAt = toDateTime(clock.now());
  const sinceStart = (): number => Math.round(clock.monotonic() - started);
  let content = '';
  let reasoning = '';
  let characters = 0;
  let firstTokenMs: number | null = null;
  let isSettled = false;
  const result = (ending: AttemptResult['ending']): AttemptResult => {
    isSettled = true;
    const timing = { firstTokenMs, totalMs: sinceStart() };
    return { ending, startedAt, content, reasoning, wasShown: characters > 0, ...timing };
  };
  /** What the engine read and wrote, although it did not say so. */
  const usageSoFar = (): EngineUsage => priced(estimateUsage(told, characters), call.config);
  try {
    await call.reserved;
    for await (const part of call.engine.stream(told, signal)) {
      if (part.type === 'end') {
        const end = { ...part, usage: priced(part.usage, call.config) };
        const served = result({ type: 'served', end });
        call.succeeded(served, end);
        return served;
      }
      firstTokenMs ??= sinceStart();
      if (part.type === 'toolFragment') continue;
      characters += part.text.length;
      if (part.type === 'content') content += part.text;
      else reasoning += part.text.slice(0, LONGEST_CONTENT_CHARACTERS - reasoning.length);
      yield { type: 'delta', text: part.text, reasoning: part.type === 'reasoning' };
    }
    throw new Error('an engine ended without saying how');
  } catch (error) {
    if (signal.aborted) {
      call.release(usageSoFar());
      return result({ type: 'cancelled' });
    }
    if (!(error instanceof EngineFailure)) throw error;
    const failed = result({ type: 'failed', failure: error });
    call.failed(failed, error, hasWorked(error, firstTokenMs) ? usageSoFar() : null);
    return failed;
  } finally {
    // The reader went away without a word.
    if (!isSettled) call.release(usageSoFar());
  }
}

/** Who refuses a request, or cannot be reached, wants nothing for it; who was silent may have read it all the same. */
function hasWorked({ kind }: EngineFailure, firstTokenMs: number | null): boolean {
  return firstTokenMs !== null || kind === 'TIMEOUT_FIRST' || kind === 'TIMEOUT_TOTAL';
}
