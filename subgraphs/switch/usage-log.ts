import type { EngineUsage } from './engines/engine.ts';

export interface UsageTotals {
  readonly requests: number;
  readonly errors: number;
  readonly usage: EngineUsage;
}

/** Calls and tokens per engine and minute, of the last day and since the start of switch. */
export interface UsageLog {
  add(engine: string, at: number, call: { readonly ok: boolean; readonly usage: EngineUsage | null }): void;
  /** Of the minutes that began within the period; undefined where there was no call. */
  total(engine: string, now: number, periodMs: number): UsageTotals | undefined;
}

const MINUTE_MS = 60_000;
const MINUTES_KEPT = 24 * 60;

export function createUsageLog(): UsageLog {
  const engines = new Map<string, Map<number, UsageTotals>>();

  return {
    add(engine, at, call) {
      const minutes = engines.get(engine) ?? new Map<number, UsageTotals>();
      engines.set(engine, minutes);
      const minute = Math.floor(at / MINUTE_MS);
      minutes.set(minute, sum(minutes.get(minute) ?? nothing, toTotals(call)));
      for (const old of minutes.keys()) if (old <= minute - MINUTES_KEPT) minutes.delete(old);
    },
    total(engine, now, periodMs) {
      const from = Math.floor((now - periodMs) / MINUTE_MS);
      const within = [...(engines.get(engine) ?? [])]
        .filter(([minute]) => minute > from)
        .map(([, totals]) => totals);
      return within.length === 0 ? undefined : within.reduce(sum);
    },
  };
}

const noTokens: EngineUsage = {
  promptTokens: 0,
  completionTokens: 0,
  reasoningTokens: null,
  totalTokens: 0,
  estimated: false,
  costUsd: null,
};
const nothing: UsageTotals = { requests: 0, errors: 0, usage: noTokens };

function toTotals(call: { readonly ok: boolean; readonly usage: EngineUsage | null }): UsageTotals {
  return { requests: 1, errors: call.ok ? 0 : 1, usage: call.usage ?? noTokens };
}

function sum(left: UsageTotals, right: UsageTotals): UsageTotals {
  return {
    requests: left.requests + right.requests,
    errors: left.errors + right.errors,
    usage: {
      promptTokens: left.usage.promptTokens + right.usage.promptTokens,
      completionTokens: left.usage.completionTokens + right.usage.completionTokens,
      reasoningTokens: sumKnown(left.usage.reasoningTokens, right.usage.reasoningTokens),
      totalTokens: left.usage.totalTokens + right.usage.totalTokens,
      estimated: left.usage.estimated || right.usage.estimated,
      costUsd: sumKnown(left.usage.costUsd, right.usage.costUsd),
    },
  };
}

function sumKnown(left: number | null, right: number | null): number | null {
  return left === null ? right : left + (right ?? 0);
}
