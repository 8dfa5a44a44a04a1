import { existsSync } from 'node:fs';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import type { Catalog, CatalogService } from '../catalog.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import { DEFAULT_DOCKER_HOST } from './docker/engine/docker-endpoint.ts';
import type { DockerEngine } from './docker/engine/docker-engine.ts';
import { MemoryWorld } from './memory/memory-world.ts';
import { createMemoryRuntime } from './memory/memory.ts';
import { createProcessRuntime } from './process/process.ts';
import type { LeftRun, Runtime } from './runtime.ts';
import { readHeartbeat } from '../sentinel/watch/heartbeat-file.ts';

export interface RuntimeOptions {
  readonly runtime: 'auto' | 'docker' | 'process' | 'memory';
  readonly clock: Clock;
  readonly log: Logger;
  readonly dataDir: string;
  readonly catalog: Catalog;
  readonly composeProject: string;
  readonly dockerHost: string | undefined;
  readonly dockerCertPath?: string | undefined;
  readonly hostEnv: Readonly<Record<string, string | undefined>>;
  readonly childEnv: (service: CatalogService) => Readonly<Record<string, string>>;
}

const AUTO_LIMIT_MS = 1_000;
const AS_BEFORE =
  'services are containers, as when madre last ran on this data folder; VX11_RUNTIME=process makes them child processes';
const SILENT_ENGINE =
  'the Docker engine does not answer, and services were containers before: they stay so until it does, unless VX11_RUNTIME=process says otherwise';

/** The runtime that VX11_RUNTIME names, or for `auto` the one that fits this machine; its description says why. */
export async function selectRuntime(options: RuntimeOptions, signal: AbortSignal): Promise<Runtime> {
  switch (options.runtime) {
    case 'memory':
      return createMemoryRuntime(new MemoryWorld(options.clock));
    case 'process':
      return createProcessRuntime({
        ...options,
        detail: 'services are child processes, as VX11_RUNTIME says',
      });
    case 'docker':
      return dockerRuntime(options, await engineOf(options), 'services are containers, as VX11_RUNTIME says');
    case 'auto':
      return selectByMachine(options, signal);
  }
}

async function selectByMachine(options: RuntimeOptions, signal: AbortSignal): Promise<Runtime> {
  const detail = (why: string): string => `services run as child processes; ${why}`;
  const none = detail('no Docker engine was found, none is needed');
  const { composeProject: project } = options;
  // What an earlier madre left in containers has its deadline from nobody else, however long the engine takes to come back.
  const ranContainers = readHeartbeat(options.dataDir)?.content?.power?.runtime === 'DOCKER';
  if (!ranContainers && !mayAnswer(options)) return createProcessRuntime({ ...options, detail: none });
  try {
    // Loading its client takes what time it takes: that says nothing about the engine.
    const engine = await engineOf(options);
    const count = await countContainers(engine, options, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      if (!ranContainers) throw error;
      options.log.warn({ err: error }, SILENT_ENGINE);
      return undefined;
    });
    if (count === undefined) return await dockerRuntime(options, engine, AS_BEFORE);
    if (count > 0) {
      const why = `services are containers: compose project ${project} has ${count} of them`;
      return await dockerRuntime(options, engine, why);
    }
    const why = `the Docker engine has no container of compose project ${project} for them`;
    return createProcessRuntime({ ...options, detail: detail(why) });
  } catch (error) {
    signal.throwIfAborted();
    if (ranContainers) throw error;
    return createProcessRuntime({ ...options, detail: none });
  }
}

/** Of the services in the catalog; fails where the engine does not say so soon. */
async function countContainers(
  engine: DockerEngine,
  { clock, catalog }: RuntimeOptions,
  parent: AbortSignal,
): Promise<number> {
  const limit = { clock, limitMs: AUTO_LIMIT_MS, what: 'a Docker engine', parent };
  const containers = await withDeadline(limit, (signal) => engine.containers(signal));
  return [...catalog.values()].filter(({ docker }) => docker !== undefined && containers.has(docker.service))
    .length;
}

/** Whether there is anything to ask: a socket that does not exist answers nobody. */
function mayAnswer({ dockerHost }: RuntimeOptions): boolean {
  const socket = /^unix:\/\/(.+)$/.exec(dockerHost ?? DEFAULT_DOCKER_HOST)?.[1];
  return socket === undefined || existsSync(socket);
}

/** Loaded where it is asked for: most machines that run services as processes never do, and its client library takes its room. */
async function engineOf({
  clock,
  dockerHost,
  dockerCertPath,
  composeProject,
}: RuntimeOptions): Promise<DockerEngine> {
  const { connectEngine } = await import('./docker/engine/docker-engine.ts');
  return connectEngine({ clock, dockerHost, dockerCertPath, project: composeProject });
}

async function dockerRuntime(
  options: RuntimeOptions,
  engine: DockerEngine,
  detail: string,
): Promise<Runtime> {
  const { clock, log, dataDir, catalog } = options;
  const { createDockerRuntime } = await import('./docker/docker.ts');
  const endOthers = () => endChildren(options);
  return createDockerRuntime({ clock, log, dataDir, engine, services: catalog.values(), endOthers, detail });
}

/** Child processes that an earlier madre left, who ran services so: no look at containers would find them. */
function endChildren(options: RuntimeOptions): readonly LeftRun[] {
  const processes = createProcessRuntime({ ...options, detail: 'what an earlier madre left' });
  const left = processes.endLeft?.(new Set(), () => true) ?? [];
  // Whoever waits for them hears of what failed; this one only lets go.
  void Promise.allSettled(left.map(({ ended }) => ended)).then(() => processes.close());
  return left;
}
