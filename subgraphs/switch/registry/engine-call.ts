import type { EngineConfig } from '../configuration/engine-config.ts';
import type { Engine, EngineEnd, EngineFailure, EngineUsage, ReasoningName } from '../engines/engine.ts';
import type { CallTiming } from './engine-record.ts';

/** One call of an engine, in flight until one of these ends it; the first ending counts. */
export interface EngineCall {
  readonly engine: Engine;
  readonly config: EngineConfig;
  /** Under which name the engine told its thoughts last; null where it told none yet. */
  readonly reasoningName: ReasoningName | null;
  /** It decides whether a circuit that was open closes. */
  readonly isProbe: boolean;
  /** Resolves when what it may cost is on the disk, where the engine has a budget; never rejects. */
  readonly reserved: Promise<void>;
  succeeded(timing: CallTiming, end: Pick<EngineEnd, 'usage' | 'reasoningName'>): void;
  /** `usage`: what it cost all the same, as far as one can tell. */
  failed(timing: CallTiming, failure: EngineFailure, usage: EngineUsage | null): void;
  /** Ends a call that told nothing about the engine. Harmless after another ending, so it may stand in a finally. */
  release(usage?: EngineUsage | null): void;
  /** Ends a probe that did not take place, because another process makes it. */
  postpone(untilMs: number): void;
}

/** The usage with its price. */
export function priced(usage: EngineUsage, { price }: EngineConfig): EngineUsage {
  if (price === undefined) return usage;
  const costUsd = (usage.promptTokens * price.input + usage.completionTokens * price.output) / 1_000_000;
  return { ...usage, costUsd };
}
