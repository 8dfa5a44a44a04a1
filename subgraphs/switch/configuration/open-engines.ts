import { z } from 'zod';
import type { RefusedFile } from '../../../schema/refused-files.ts';
import type { SwitchOptions } from '../../options.ts';
import {
  createEngineRegistry,
  type EngineRegistry,
  type RegisteredEngine,
} from '../registry/engine-registry.ts';
import { createRouter, type Router } from '../routing/router.ts';
import type { EngineMemory } from '../store/engine-memory.ts';
import type { Settings } from '../store/settings.ts';
import type { UsageLog } from '../usage/usage-log.ts';
import { connectEngine } from './connect-engine.ts';
import type { EnginesConfig } from './engine-config.ts';
import { knownKeys } from './engine-defaults.ts';
import { readEngines } from './engines-file.ts';
import { strategyNames } from './engines-schema.ts';
import { watchEngines } from './watch-engines.ts';

export interface OpenEngines {
  readonly registry: EngineRegistry;
  readonly router: Router;
  /** Keeps the present strategy until the file names another. */
  readonly rememberStrategy: () => Promise<void>;
  /** What changed and cannot be used, so that an earlier one is. */
  readonly refusedFiles: () => readonly RefusedFile[];
  /** The same in a sentence; null where there is nothing. */
  readonly fileProblem: () => string | null;
  close(): Promise<void>;
}

const CHANGED: Readonly<Record<RefusedFile['file'], string>> = {
  engines: 'the engines file',
  key: 'the file of a key',
};
const SETTING = 'strategy';
const strategies = z.enum(Object.values(strategyNames));
/** What a person chose, and what the file said then. */
const chosen = z.object({ inFile: strategies, strategy: strategies });

/** The engines of the file, also as it changes. Throws ConfigurationError where it cannot be used at the start. */
export async function openEngines(parts: {
  readonly options: SwitchOptions;
  readonly memory: EngineMemory;
  readonly usage: UsageLog;
  readonly settings: Settings;
  readonly onTraffic: () => void;
}): Promise<OpenEngines> {
  const { options, memory, usage, settings, onTraffic } = parts;
  const { clock, log, secrets, secretFile, enginesFile } = options;
  const read = (): EnginesConfig => readEngines(enginesFile, secrets);
  const connect = ({ engines }: EnginesConfig): RegisteredEngine[] =>
    engines.map((config) => {
      const { apiKeyEnv } = config;
      return connectEngine(config, apiKeyEnv === undefined ? undefined : secrets(apiKeyEnv), clock);
    });

  let config = read();
  const registry = createEngineRegistry(connect(config), {
    clock,
    usage,
    recall: (id, fingerprint) => memory.recall(id, fingerprint),
    remember: (record, mustLast) => memory.remember(record, mustLast),
    onTraffic,
    onError: (error) => log.error({ err: error }, 'an engine could not be closed'),
  });
  const choice = await settings.read(SETTING, chosen);
  const router = createRouter({
    registry,
    clock,
    strategy: choice?.inFile === config.strategy ? choice.strategy : config.strategy,
    seed: config.seed ?? clock.now(),
    fileProblem,
  });
  const watch = watchEngines({
    file: enginesFile,
    keyFiles,
    clock,
    log,
    read,
    current: () => config,
    apply(next) {
      registry.replace(connect(next));
      if (next.strategy !== config.strategy || next.seed !== config.seed)
        router.use(next.strategy, next.seed);
      config = next;
    },
  });

  /** Without an engines file a key makes its engine, so that it is looked for also while it makes none. */
  function keyFiles(): readonly string[] {
    const ofEngines = config.engines.flatMap(({ apiKeyEnv }) => apiKeyEnv ?? []);
    const keys = enginesFile === undefined ? knownKeys() : ofEngines;
    return keys.flatMap((key) => secretFile?.(key) ?? []);
  }

  function fileProblem(): string | null {
    const problems = watch.refused.map(
      ({ file, problem }) => `${CHANGED[file]} changed and is not used: ${problem}`,
    );
    return problems.length === 0 ? null : problems.join('; ');
  }

  return {
    registry,
    router,
    rememberStrategy: () => settings.write(SETTING, { inFile: config.strategy, strategy: router.strategy }),
    refusedFiles: () => watch.refused,
    fileProblem,
    close() {
      watch.close();
      return registry.close();
    },
  };
}
