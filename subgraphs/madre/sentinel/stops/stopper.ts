import type { Clock } from '../../../../platform/clock.ts';
import { withDeadline } from '../../../../platform/deadline.ts';
import type { Logger } from '../../../../platform/log.ts';
import type { CatalogService } from '../../catalog.ts';
import type { Runtime } from '../../runtimes/runtime.ts';
import type { GuardedPower, GuardedService } from '../watch/heartbeat-content.ts';

/** The part of a runtime that a sentinel has: it can look and stop, and has no way to start. */
export type StoppingRuntime = Pick<Runtime, 'observe' | 'stop' | 'close'>;

export interface Stopper {
  /** Rejects where the runtime cannot say. */
  isRunning(service: GuardedService, signal: AbortSignal): Promise<boolean>;
  /** Asks politely, waits the service's grace, then kills. Stopping what is gone is harmless. */
  stop(service: GuardedService, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const OBSERVE_LIMIT_MS = 5_000;
/** Above the grace itself. */
const STOP_MARGIN_MS = 10_000;

export async function openStopper(
  power: GuardedPower,
  parts: { readonly clock: Clock; readonly log: Logger; readonly dataDir: string },
): Promise<Stopper> {
  const { clock } = parts;
  const runtime = await openRuntime(power, parts);
  return {
    async isRunning(service, parent) {
      const limit = { clock, limitMs: OBSERVE_LIMIT_MS, what: `observing ${service.name}`, parent };
      const seen = await withDeadline(limit, (signal) => runtime.observe(inCatalog(service), signal));
      return seen.status === 'RUNNING' || seen.status === 'PAUSED';
    },
    async stop(service, parent) {
      const limitMs = service.stopGraceSec * 1_000 + STOP_MARGIN_MS;
      const limit = { clock, limitMs, what: `stopping ${service.name}`, parent };
      await withDeadline(limit, (signal) => runtime.stop(inCatalog(service), signal));
    },
    close: () => runtime.close(),
  };
}

/** Loaded when needed: a sentinel that never has to act stays small. */
async function openRuntime(
  power: GuardedPower,
  { clock, log, dataDir }: { readonly clock: Clock; readonly log: Logger; readonly dataDir: string },
): Promise<StoppingRuntime> {
  const detail = 'opened by the sentinel';
  if (power.runtime === 'PROCESS') {
    const { createProcessRuntime } = await import('../../runtimes/process/process.ts');
    const nothing = { hostEnv: {}, childEnv: () => ({}) };
    return createProcessRuntime({ clock, log, dataDir, detail, keepsLogs: false, ...nothing });
  }
  const { connectEngine } = await import('../../runtimes/docker/engine/docker-engine.ts');
  const { createDockerRuntime } = await import('../../runtimes/docker/docker.ts');
  const dockerHost = power.dockerHost ?? undefined;
  const { dockerCertPath, composeProject: project } = power;
  const engine = connectEngine({ clock, dockerHost, dockerCertPath, project });
  return createDockerRuntime({
    ...{ clock, log, dataDir, engine, detail },
    services: power.services.map(inCatalog),
  });
}

/** With no program and no port of its own: nothing that could be started from it. */
function inCatalog({
  name,
  dependsOn,
  stopGraceSec,
  dockerService,
  startedByHand,
}: GuardedService): CatalogService {
  return {
    name,
    description: '',
    port: 0,
    dependsOn,
    probe: { kind: 'tcp', timeoutMs: 1_000 },
    activity: undefined,
    drift: { stoppedByHand: 'degrade', startedByHand, adoptTtlSec: 10 },
    operative: false,
    startTimeoutSec: 1,
    stopGraceSec,
    memoryMb: 0,
    process: undefined,
    docker: dockerService === null ? undefined : { service: dockerService },
    subgraph: undefined,
  };
}
