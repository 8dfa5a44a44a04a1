import type { BreakerLimits, EngineCallLimits, EngineConfig } from './engine-config.ts';

/** A local model may have to be loaded before its first word, and serves few at once. */
export function defaultLimits(isLocal: boolean): EngineCallLimits {
  return {
    maxConcurrent: isLocal ? 8 : 64,
    maxQueue: isLocal ? 16 : 64,
    queueTimeoutMs: 10_000,
    connectTimeoutMs: 2_000,
    firstTokenTimeoutMs: isLocal ? 60_000 : 20_000,
    idleTimeoutMs: 15_000,
    totalTimeoutMs: 120_000,
  };
}

export const defaultBreaker: BreakerLimits = { threshold: 5, coolDownMs: 30_000, longestCoolDownMs: 300_000 };

/** Without an engines file: the engines whose keys are set. */
export function enginesOfKeys(secrets: (variable: string) => string | undefined): readonly EngineConfig[] {
  return knownEngines.flatMap(({ keys, ...engine }) => {
    const apiKeyEnv = keys.find((variable) => secrets(variable) !== undefined);
    if (apiKeyEnv === undefined) return [];
    return [{ ...engine, ...unsaid, apiKeyEnv, limits: defaultLimits(false), breaker: defaultBreaker }];
  });
}

/** Each variable that makes an engine without an engines file. */
export function knownKeys(): readonly string[] {
  return knownEngines.flatMap(({ keys }) => keys);
}

/** What nobody configured. */
const unsaid = {
  service: undefined,
  script: [],
  weight: 1,
  price: undefined,
  budget: null,
  maxOutputTokens: undefined,
};

const capabilities = { streaming: true, tools: true, structuredOutput: true, reasoning: false };

const knownEngines = [
  {
    id: 'deepseek',
    provider: 'DEEPSEEK',
    baseUrl: 'https://api.deepseek.com/v1',
    model: 'deepseek-v4-flash',
    keys: ['DEEPSEEK_API_KEY', 'DEEPSEEK_API_TOKEN'],
    capabilities: { ...capabilities, reasoning: true, contextTokens: 65_536 },
  },
  {
    id: 'openai',
    provider: 'OPENAI_COMPATIBLE',
    baseUrl: 'https://api.openai.com/v1',
    model: 'gpt-4o-mini',
    keys: ['OPENAI_API_KEY'],
    capabilities: { ...capabilities, contextTokens: 128_000 },
  },
] as const;
