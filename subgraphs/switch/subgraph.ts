import { buildSchema, type Subgraph } from '../../platform/graphql/subgraph.ts';
import { COMPLETIONS_PATH } from '../../schema/completion.ts';
import { readSubgraphSdl } from '../../schema/sdl.ts';
import type { SwitchOptions } from '../options.ts';
import { complete } from './completion/completion.ts';
import { createCompletionRoute } from './completion/completion-route.ts';
import type { SwitchContext } from './context.ts';
import { createEngineRegistry, type RegisteredEngine } from './registry/engine-registry.ts';
import type { EngineConfig } from './registry/engine-config.ts';
import { readEngines } from './engines-file.ts';
import { createOpenAiCompatibleEngine } from './engines/openai-compatible.ts';
import { createResolvers } from './resolvers/resolvers.ts';
import { createUsageLog } from './usage-log.ts';

/** Routes completions to engines and tells how the engines are. Ready at once: no engine is called to find out. */
export async function createSwitch(options: SwitchOptions): Promise<Subgraph> {
  const { clock, log } = options;
  const { strategy, engines } = readEngines(options.enginesFile, options.secrets);
  const usage = createUsageLog();
  const registry = createEngineRegistry(
    engines.map((config) => connectEngine(config, options)),
    clock,
    usage,
  );
  const closing = new AbortController();
  const route = createCompletionRoute({
    complete: (request, signal) =>
      complete({ registry, clock, strategy, random: Math.random }, request, signal),
    clock,
    log,
    closing: closing.signal,
  });
  let closed: Promise<void> | undefined;

  return {
    name: 'switch',
    schema: buildSchema(readSubgraphSdl('switch'), createResolvers({ registry, usage, clock, strategy })),
    contextFor: (request): SwitchContext => ({ request }),
    readiness: () => ({ ready: true }),
    routes: { [COMPLETIONS_PATH]: route },
    close() {
      closing.abort();
      return (closed ??= registry.close());
    },
  };
}

function connectEngine(config: EngineConfig, { clock, secrets }: SwitchOptions): RegisteredEngine {
  const apiKey = config.apiKeyEnv === undefined ? undefined : secrets(config.apiKeyEnv);
  const { baseUrl, model, limits } = config;
  return {
    config,
    hasCredentials: apiKey !== undefined,
    engine: createOpenAiCompatibleEngine({ baseUrl, model, apiKey, limits, clock }),
  };
}
