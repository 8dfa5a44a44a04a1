import { createHash } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { Engine } from '../engines/engine.ts';
import { createOpenAiCompatibleEngine } from '../engines/openai-compatible.ts';
import { createScriptedEngine } from '../engines/scripted.ts';
import type { RegisteredEngine } from '../registry/engine-registry.ts';
import type { EngineConfig } from './engine-config.ts';

/** The adapter that an engine's configuration asks for. Calls nobody. */
export function connectEngine(
  config: EngineConfig,
  apiKey: string | undefined,
  clock: Clock,
): RegisteredEngine {
  return {
    config,
    hasCredentials: apiKey !== undefined,
    fingerprint: fingerprintOf(config, apiKey),
    engine: adapterOf(config, apiKey, clock),
  };
}

function adapterOf(config: EngineConfig, apiKey: string | undefined, clock: Clock): Engine {
  const { baseUrl, model, limits } = config;
  return baseUrl === undefined
    ? createScriptedEngine(config.script)
    : createOpenAiCompatibleEngine({ baseUrl, model, apiKey, limits, clock });
}

/** Kept on the disk, so no key can be read from it: too short to tell one, long enough to tell two apart. */
function fingerprintOf(config: EngineConfig, apiKey = ''): string {
  return createHash('sha256')
    .update(`${JSON.stringify(config)}\n${apiKey}`)
    .digest('hex')
    .slice(0, 16);
}
