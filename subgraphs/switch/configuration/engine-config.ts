import type { EngineCapabilities, EngineProvider } from '../../../schema/generated/switch.ts';
import type { EngineStrategy } from '../routing/strategies.ts';

/** One engine of VX11_ENGINES, checked and with its defaults. Holds the name of its key's variable, never the key. */
export interface EngineConfig {
  readonly id: string;
  readonly provider: EngineProvider;
  /** Up to and without /chat/completions; undefined for a scripted one, which calls nobody. */
  readonly baseUrl: string | undefined;
  /** Of a scripted engine: what it says to what. */
  readonly script: readonly ScriptedAnswer[];
  readonly model: string;
  /** Undefined where the engine needs no key. */
  readonly apiKeyEnv: string | undefined;
  /** The component that hosts it; undefined for one that is reached elsewhere. */
  readonly service: string | undefined;
  readonly capabilities: EngineCapabilities;
  readonly limits: EngineCallLimits;
  readonly breaker: BreakerLimits;
  /** Multiplies the score, 0 and more. */
  readonly weight: number;
  /** USD per million tokens; undefined where nobody said. */
  readonly price: Price | undefined;
  readonly budget: Budget | null;
  /** The most tokens of one answer; the engine's own limit where undefined. */
  readonly maxOutputTokens: number | undefined;
}

export interface Price {
  readonly input: number;
  readonly output: number;
}

export type BudgetPeriod = 'hour' | 'day' | 'month';

/** At least one of the two limits is set. */
export interface Budget {
  readonly period: BudgetPeriod;
  readonly usd?: number;
  readonly tokens?: number;
}

/** The first whose `match` is within the last message, in any case, answers; one without answers everything. */
export interface ScriptedAnswer {
  readonly match?: string;
  readonly text: string;
}

export interface EngineCallLimits {
  readonly maxConcurrent: number;
  /** How many may wait for one of those to end, and how long each. */
  readonly maxQueue: number;
  readonly queueTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly firstTokenTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

export interface BreakerLimits {
  /** Failures in a row that open the circuit. */
  readonly threshold: number;
  /** How long it stays open before one probe; doubled by each probe that fails, up to the longest. */
  readonly coolDownMs: number;
  readonly longestCoolDownMs: number;
}

export interface EnginesConfig {
  readonly strategy: EngineStrategy;
  /** Of the bandit's draws; undefined: another at each start. */
  readonly seed: number | undefined;
  /** In order of preference. */
  readonly engines: readonly EngineConfig[];
}
