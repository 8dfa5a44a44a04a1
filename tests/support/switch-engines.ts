import { onTestFinished } from 'vitest';
import type { Clock } from '../../platform/clock.ts';
import { connectEngine } from '../../subgraphs/switch/configuration/connect-engine.ts';
import type { EngineConfig } from '../../subgraphs/switch/configuration/engine-config.ts';
import { defaultBreaker, defaultLimits } from '../../subgraphs/switch/configuration/engine-defaults.ts';
import {
  createEngineRegistry,
  type EngineRegistry,
} from '../../subgraphs/switch/registry/engine-registry.ts';
import { createUsageLog, type UsageLog } from '../../subgraphs/switch/usage/usage-log.ts';
import { startScriptedEngine, type ScriptedEngine } from './scripted-engine.ts';

/** An engine's configuration, for what a test does not care about. */
export function engineConfig(id: string, baseUrl: string, change: Partial<EngineConfig> = {}): EngineConfig {
  return {
    id,
    provider: 'OPENAI_COMPATIBLE',
    baseUrl,
    script: [],
    model: 'any',
    apiKeyEnv: 'ENGINE_KEY',
    service: undefined,
    capabilities: {
      streaming: true,
      tools: false,
      structuredOutput: false,
      reasoning: false,
      contextTokens: 8_192,
    },
    limits: defaultLimits(false),
    breaker: defaultBreaker,
    weight: 1,
    price: undefined,
    budget: null,
    maxOutputTokens: undefined,
    ...change,
  };
}

/** A registry that forgets with its process; closed when the test ends. */
export function registryOf(
  clock: Clock,
  configs: readonly EngineConfig[],
  apiKey = 'sk-test',
  usage: UsageLog = createUsageLog(),
): EngineRegistry {
  const registry = createEngineRegistry(
    configs.map((config) => connectEngine(config, apiKey, clock)),
    {
      clock,
      usage,
      recall: () => ({}),
      remember: () => Promise.resolve(),
      onTraffic: () => undefined,
      onError: (error) => {
        throw error;
      },
    },
  );
  onTestFinished(() => registry.close());
  return registry;
}

/** As many scripted servers as there are names, behind the real adapter and registry; all closed when the test ends. */
export async function startEngines<Id extends string>(
  clock: Clock,
  configs: Readonly<Record<Id, Partial<EngineConfig>>>,
  apiKey = 'sk-test',
  usage: UsageLog = createUsageLog(),
): Promise<{ readonly registry: EngineRegistry; readonly servers: Readonly<Record<Id, ScriptedEngine>> }> {
  const ids = Object.keys(configs) as Id[];
  const started = await Promise.all(ids.map(async (id) => [id, await startScriptedEngine()] as const));
  onTestFinished(async () => {
    await Promise.all(started.map(([, server]) => server.close()));
  });
  const registry = registryOf(
    clock,
    started.map(([id, server]) => engineConfig(id, server.url, configs[id])),
    apiKey,
    usage,
  );
  return { registry, servers: Object.fromEntries(started) as Record<Id, ScriptedEngine> };
}
