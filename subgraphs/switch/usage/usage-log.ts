import type { EngineUsage } from '../engines/engine.ts';

export interface UsageTotals {
  readonly requests: number;
  readonly errors: number;
  readonly usage: EngineUsage;
}

export interface UsageMinute extends UsageTotals {
  readonly engine: string;
  /** Minutes since the epoch. */
  readonly minute: number;
}

/** Calls, tokens and cost per engine and minute, of the last day. */
export interface UsageLog {
  /** `ok`: it did not fail; what was cancelled did not. */
  add(engine: string, at: number, call: { readonly ok: boolean; readonly usage: EngineUsage | null }): void;
  /** Of the minutes that began within the period; undefined where there was no call. */
  total(engine: string, now: number, periodMs: number): UsageTotals | undefined;
}

const MINUTE_MS = 60_000;
export const MINUTES_KEPT = 24 * 60;

/** `known`: of earlier. `onChange` is told each minute that is another now. */
export function createUsageLog(
  known: readonly UsageMinute[] = [],
  onChange: (minute: UsageMinute) => void = () => undefined,
): UsageLog {
  const engines = new Map<string, Map<number, UsageTotals>>();
  for (const { engine, minute, ...totals } of known) minutesOf(engine).set(minute, totals);

  function minutesOf(engine: string): Map<number, UsageTotals> {
    const minutes = engines.get(engine) ?? new Map<number, UsageTotals>();
    engines.set(engine, minutes);
    return minutes;
  }

  return {
    add(engine, at, call) {
      const minutes = minutesOf(engine);
      const minute = minuteOf(at);
      const totals = sum(minutes.get(minute) ?? nothing, toTotals(call));
      minutes.set(minute, totals);
      for (const old of minutes.keys()) if (old <= minute - MINUTES_KEPT) minutes.delete(old);
      onChange({ engine, minute, ...totals });
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

export function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS);
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
