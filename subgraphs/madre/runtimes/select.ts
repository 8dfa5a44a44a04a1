import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import type { Catalog, CatalogService } from '../catalog.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import { connectEngine, type DockerEngine } from './docker/engine/docker-engine.ts';
import { createDockerRuntime } from './docker/docker.ts';
import { MemoryWorld } from './memory/memory-world.ts';
import { createMemoryRuntime } from './memory/memory.ts';
import { createProcessRuntime } from './process/process.ts';
import type { Runtime } from './runtime.ts';

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
      return dockerRuntime(options, engineOf(options), 'services are containers, as VX11_RUNTIME says');
    case 'auto':
      return selectByMachine(options, signal);
  }
}

async function selectByMachine(options: RuntimeOptions, signal: AbortSignal): Promise<Runtime> {
  const engine = engineOf(options);
  const detail = (why: string): string => `services run as child processes; ${why}`;
  try {
    const limit = {
      clock: options.clock,
      limitMs: AUTO_LIMIT_MS,
      what: 'a Docker engine',
      parent: signal,
    };
    const containers = await withDeadline(limit, (inTime) => engine.containers(inTime));
    const count = [...options.catalog.values()].filter(
      ({ docker }) => docker !== undefined && containers.has(docker.service),
    ).length;
    if (count > 0) {
      return dockerRuntime(
        options,
        engine,
        `services are containers: compose project ${options.composeProject} has ${count} of them`,
      );
    }
    const why = `the Docker engine has no container of compose project ${options.composeProject} for them`;
    return createProcessRuntime({ ...options, detail: detail(why) });
  } catch {
    signal.throwIfAborted();
    return createProcessRuntime({ ...options, detail: detail('no Docker engine was found, none is needed') });
  }
}

function engineOf({ clock, dockerHost, dockerCertPath, composeProject }: RuntimeOptions): DockerEngine {
  return connectEngine({ clock, dockerHost, dockerCertPath, project: composeProject });
}

function dockerRuntime(
  { clock, log, dataDir, catalog }: RuntimeOptions,
  engine: DockerEngine,
  detail: string,
): Runtime {
  return createDockerRuntime({ clock, log, dataDir, engine, services: catalog.values(), detail });
}
