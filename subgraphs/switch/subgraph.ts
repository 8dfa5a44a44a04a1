import { closeOrThrow, createLifecycle, type Lifecycle } from '../../platform/lifecycle.ts';
import { buildSchema, type Subgraph } from '../../platform/graphql/subgraph.ts';
import { COMPLETIONS_PATH } from '../../schema/completion.ts';
import { REFUSED_FILES_PATH } from '../../schema/refused-files.ts';
import { readSubgraphSdl } from '../../schema/sdl.ts';
import type { SwitchOptions } from '../options.ts';
import { complete as completeWith } from './completion/completion.ts';
import { createCompletionRoute } from './completion/completion-route.ts';
import { createRefusedFilesRoute } from './configuration/refused-files-route.ts';
import { openEngines } from './configuration/open-engines.ts';
import type { SwitchContext } from './context.ts';
import { createQueueChanges } from './queue/queue-changes.ts';
import { ownProbes } from './registry/shared-probes.ts';
import { createResolvers } from './resolvers/resolvers.ts';
import { createHermesClient } from './resources/hermes-client.ts';
import { openSwitchStore } from './store/open-switch-store.ts';
import type { Complete } from './tasks/run-task.ts';
import { openTaskQueue } from './tasks/task-queue.ts';
import { createTaskRows } from './tasks/task-rows.ts';

const CLOSE_LIMIT_MS = 5_000;

/** Routes completions to engines and tells how the engines are. Ready at once: no engine is called to find out. */
export async function createSwitch(options: SwitchOptions): Promise<Subgraph> {
  const { clock, log } = options;
  const lifecycle = createLifecycle({ clock, log, limitMs: CLOSE_LIMIT_MS });
  try {
    return await start(options, lifecycle);
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

async function start(options: SwitchOptions, lifecycle: Lifecycle): Promise<Subgraph> {
  const { clock, log, probes = ownProbes } = options;
  const { db, writes, settings, usage, memory } = await openSwitchStore(options, lifecycle);
  const queueChanges = createQueueChanges();
  lifecycle.add('queue changes', () => queueChanges.end());
  const onTraffic = (): void => queueChanges.changed();
  const engines = await openEngines({ options, memory, usage, settings, onTraffic });
  lifecycle.add('engines', () => engines.close());
  const { registry, router, rememberStrategy, fileProblem, refusedFiles } = engines;

  const complete: Complete = (request, signal, taskType) =>
    completeWith({ registry, router, probes, clock, random: Math.random }, request, signal, taskType);
  const rows = createTaskRows(db);
  const tasks = await openTaskQueue({ rows, complete, clock, log, onChange: onTraffic });
  lifecycle.add('tasks', () => tasks.close());
  const { hermesUrl: url, subgraphToken: token } = options;
  const hermes = createHermesClient({ url, token, clock, settings, writes });
  const closing = new AbortController();
  lifecycle.add('completions', () => closing.abort());

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
      [REFUSED_FILES_PATH]: createRefusedFilesRoute(refusedFiles),
    },
    backgroundWork: () => tasks.runningCount,
    close: () => closeOrThrow(lifecycle),
  };
}
