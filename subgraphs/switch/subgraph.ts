import { join } from 'node:path';
import { closeOrThrow, createLifecycle } from '../../platform/lifecycle.ts';
import { buildSchema, type Subgraph } from '../../platform/graphql/subgraph.ts';
import { StartError } from '../../platform/start-error.ts';
import { takeLock } from '../../platform/store/exclusive-lock.ts';
import { openStore } from '../../platform/store/store.ts';
import { COMPLETIONS_PATH, type CompletionEvent, type CompletionRequest } from '../../schema/completion.ts';
import { readSubgraphSdl } from '../../schema/sdl.ts';
import type { SwitchOptions } from '../options.ts';
import { complete as completeWith } from './completion/completion.ts';
import { createCompletionRoute } from './completion/completion-route.ts';
import { openEngines } from './configuration/open-engines.ts';
import type { SwitchContext } from './context.ts';
import { createQueueChanges } from './queue/queue-changes.ts';
import { ownProbes } from './registry/shared-probes.ts';
import { createResolvers } from './resolvers/resolvers.ts';
import { createHermesClient } from './resources/hermes-client.ts';
import { openEngineMemory } from './store/engine-memory.ts';
import { createSettings } from './store/settings.ts';
import { switchMigrations, type SwitchTables } from './store/tables.ts';
import { createWriteBehind } from './store/write-behind.ts';
import { openTaskQueue } from './tasks/task-queue.ts';
import { createTaskRows } from './tasks/task-rows.ts';
import { openUsageLog } from './usage/usage-rows.ts';

const CLOSE_LIMIT_MS = 5_000;

/** Routes completions to engines and tells how the engines are. Ready at once: no engine is called to find out. */
export async function createSwitch(options: SwitchOptions): Promise<Subgraph> {
  const { clock, log } = options;
  const lifecycle = createLifecycle({ clock, log, limitMs: CLOSE_LIMIT_MS });
  try {
    const lock = await takeLock(join(options.dataDir, 'switch.lock'));
    if (lock === undefined) throw new StartError(`another switch uses ${options.dataDir}`);
    lifecycle.add('lock', () => lock.release());
    return await start(options, lifecycle);
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

async function start(
  options: SwitchOptions,
  lifecycle: ReturnType<typeof createLifecycle>,
): Promise<Subgraph> {
  const { clock, log, probes = ownProbes } = options;
  const file = join(options.dataDir, 'switch.db');
  const store = await openStore<SwitchTables>({ file, migrations: switchMigrations });
  lifecycle.add('store', () => store.close());
  const { db } = store;
  const writes = createWriteBehind(clock, (error) =>
    log.error({ err: error }, 'switch cannot write its store'),
  );
  lifecycle.add('writes', () => writes.close());
  const settings = createSettings(db);
  const usage = await openUsageLog(db, writes, clock.now());
  const memory = await openEngineMemory(db, writes);

  const queueChanges = createQueueChanges();
  lifecycle.add('queue changes', () => queueChanges.end());
  const engines = await openEngines({
    options,
    memory,
    usage,
    settings,
    onTraffic: () => queueChanges.changed(),
  });
  lifecycle.add('engines', () => engines.close());
  const { registry, router } = engines;

  const complete = (
    request: CompletionRequest,
    signal: AbortSignal,
    taskType?: string,
  ): AsyncGenerator<CompletionEvent, void, undefined> =>
    completeWith({ registry, router, probes, clock, random: Math.random }, request, signal, taskType);
  const tasks = await openTaskQueue({
    rows: createTaskRows(db),
    complete,
    clock,
    log,
    onChange: () => queueChanges.changed(),
  });
  lifecycle.add('tasks', () => tasks.close());
  const hermes = createHermesClient({
    url: options.hermesUrl,
    token: options.subgraphToken,
    clock,
    settings,
  });
  const closing = new AbortController();
  lifecycle.add('completions', () => closing.abort());
  const { rememberStrategy, fileProblem } = engines;
  const resolvers = createResolvers({
    ...{ registry, router, rememberStrategy, fileProblem },
    ...{ usage, tasks, queueChanges, hermes, db, clock },
  });
  return {
    name: 'switch',
    schema: buildSchema(readSubgraphSdl('switch'), resolvers),
    contextFor: (request): SwitchContext => ({ request }),
    readiness: () => ({ ready: true }),
    routes: {
      [COMPLETIONS_PATH]: createCompletionRoute({ complete, clock, log, closing: closing.signal }),
    },
    backgroundWork: () => tasks.runningCount,
    close: () => closeOrThrow(lifecycle),
  };
}
