import { onTestFinished } from 'vitest';
import type { Clock } from '../../platform/clock.ts';
import type { EngineConfig } from '../../subgraphs/switch/registry/engine-config.ts';
import { defaultBreaker, defaultLimits } from '../../subgraphs/switch/registry/engine-defaults.ts';
import {
  createEngineRegistry,
  type EngineRegistry,
} from '../../subgraphs/switch/registry/engine-registry.ts';
import { createOpenAiCompatibleEngine } from '../../subgraphs/switch/engines/openai-compatible.ts';
import { createUsageLog } from '../../subgraphs/switch/usage-log.ts';
import { startScriptedEngine, type ScriptedEngine } from './scripted-engine.ts';

/** An engine's configuration, for what a test does not care about. */
export function engineConfig(id: string, baseUrl: string, change: Partial<EngineConfig> = {}): EngineConfig {
  return {
    id,
    provider: 'OPENAI_COMPATIBLE',
    baseUrl,
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
    ...change,
  };
}

/** As many scripted servers as there are names, behind the real adapter and registry; all closed when the test ends. */
export async function startEngines<Id extends string>(
  clock: Clock,
  configs: Readonly<Record<Id, Partial<EngineConfig>>>,
  apiKey = 'sk-test',
): Promise<{ readonly registry: EngineRegistry; readonly servers: Readonly<Record<Id, ScriptedEngine>> }> {
  const ids = Object.keys(configs) as Id[];
  const started = await Promise.all(ids.map(async (id) => [id, await startScriptedEngine()] as const));
  const registry = createEngineRegistry(
    started.map(([id, server]) => {
      const config = engineConfig(id, server.url, configs[id]);
      const { baseUrl, model, limits } = config;
      return {
        config,
        hasCredentials: true,
        engine: createOpenAiCompatibleEngine({ baseUrl, model, apiKey, limits, clock }),
      };
    }),
    clock,
    createUsageLog(),
  );
  onTestFinished(async () => {
    await registry.close();
    await Promise.all(started.map(([, server]) => server.close()));
  });
  return { registry, servers: Object.fromEntries(started) as Record<Id, ScriptedEngine> };
}
