import type {
  EngineCapabilities,
  EngineProvider,
  RoutingStrategy,
} from '../../../schema/generated/switch.ts';

/** One engine of VX11_ENGINES, checked and with its defaults. Holds the name of its key's variable, never the key. */
export interface EngineConfig {
  readonly id: string;
  readonly provider: EngineProvider;
  readonly baseUrl: string;
  readonly model: string;
  /** Undefined where the engine needs no key. */
  readonly apiKeyEnv: string | undefined;
  /** The component that hosts it; undefined for one that is reached elsewhere. */
  readonly service: string | undefined;
  readonly capabilities: EngineCapabilities;
  readonly limits: EngineCallLimits;
  readonly breaker: BreakerLimits;
}

export interface EngineCallLimits {
  readonly maxConcurrent: number;
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
  readonly strategy: RoutingStrategy;
  /** In order of preference. */
  readonly engines: readonly EngineConfig[];
}
