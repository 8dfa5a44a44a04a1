import type { Clock } from '../../../platform/clock.ts';
import type { CompletionEvent } from '../../../schema/completion.ts';
import type { CallTiming } from '../registry/engine-record.ts';
import type { EngineCall } from '../registry/engine-registry.ts';
import { EngineFailure, type EngineEnd, type EngineRequest } from '../engines/engine.ts';

export type Delta = Extract<CompletionEvent, { readonly type: 'delta' }>;

export interface AttemptResult extends CallTiming {
  readonly ending:
    | { readonly type: 'served'; readonly end: EngineEnd }
    | { readonly type: 'failed'; readonly failure: EngineFailure }
    | { readonly type: 'cancelled' };
  /** The answer so far, without its reasoning. */
  readonly content: string;
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
  const startedAt = clock.monotonic();
  const sinceStart = (): number => Math.round(clock.monotonic() - startedAt);
  let content = '';
  let firstTokenMs: number | null = null;
  const result = (ending: AttemptResult['ending']): AttemptResult => {
    return { ending, content, wasShown: firstTokenMs !== null, firstTokenMs, totalMs: sinceStart() };
  };
  try {
    for await (const part of call.engine.stream(request, signal)) {
      if (part.type === 'end') {
        const served = result({ type: 'served', end: part });
        call.succeeded(served, part.usage);
        return served;
      }
      firstTokenMs ??= sinceStart();
      if (part.type === 'content') content += part.text;
      yield { type: 'delta', text: part.text, reasoning: part.type === 'reasoning' };
    }
    throw new Error('an engine ended without saying how');
  } catch (error) {
    if (signal.aborted) return result({ type: 'cancelled' });
    if (!(error instanceof EngineFailure)) throw error;
    const failed = result({ type: 'failed', failure: error });
    call.failed(failed, error);
    return failed;
  }
}
