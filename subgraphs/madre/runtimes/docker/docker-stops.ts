import { sleep, type Clock } from '../../../../platform/clock.ts';
import { unlessAborted } from '../../../../platform/unless-aborted.ts';
import type { CatalogService } from '../../catalog.ts';
import type { DockerContainers } from './docker-containers.ts';
import { runOf } from './engine/docker-answers.ts';
import { EngineError, type ContainerInspection, type DockerEngine } from './engine/docker-engine.ts';
import type { RequestedStops } from './records/requested-stops.ts';
import type { StartedContainer, StartedContainers } from './records/started-containers.ts';

const GONE_POLL_MS = 20;
const GONE_LIMIT_MS = 10_000;

interface StopParts {
  readonly clock: Clock;
  readonly engine: DockerEngine;
  readonly containers: DockerContainers;
  readonly requested: RequestedStops;
  readonly started: StartedContainers;
  /** Ends them all. */
  readonly signal: AbortSignal;
}

interface Stop {
  readonly service: string;
  readonly stopGraceSec: number;
  readonly inspect: (signal: AbortSignal) => Promise<ContainerInspection | undefined>;
}

/** The stops of containers; of one compose service at most one is under way. */
export class DockerStops {
  readonly #parts: StopParts;
  /** By compose service; true where something ran. */
  readonly #stopping = new Map<string, Promise<boolean>>();

  constructor(parts: StopParts) {
    this.#parts = parts;
  }

  /** Goes on where the caller gives up, so that a later start still knows of it. */
  async stop(service: CatalogService, signal: AbortSignal): Promise<void> {
    const { name, stopGraceSec, docker } = service;
    if (docker === undefined) return;
    const inspect = (inTime: AbortSignal) => this.#parts.containers.inspect(service, inTime);
    await unlessAborted(this.#once(docker.service, { service: name, stopGraceSec, inspect }), signal);
  }

  /** False where it did not run any more. */
  end(composeService: string, { id, service, stopGraceSec }: StartedContainer): Promise<boolean> {
    const inspect = (inTime: AbortSignal) => this.#parts.containers.inspectId(id, inTime);
    return this.#once(composeService, { service, stopGraceSec, inspect });
  }

  /** Resolves when no stop of the compose service is under way. Never rejects. */
  async settled(composeService: string): Promise<void> {
    await this.#stopping.get(composeService)?.catch(() => undefined);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#stopping.values());
  }

  #once(composeService: string, stop: Stop): Promise<boolean> {
    const known = this.#stopping.get(composeService);
    if (known !== undefined) return known;
    const stopping = this.#stop(composeService, stop).finally(() => this.#stopping.delete(composeService));
    this.#stopping.set(composeService, stopping);
    return stopping;
  }

  async #stop(composeService: string, { service, stopGraceSec, inspect }: Stop): Promise<boolean> {
    const { engine, requested, started, signal } = this.#parts;
    const inspection = await inspect(signal);
    const runs = inspection !== undefined && isHeld(inspection);
    if (runs) {
      requested.set(service, runOf(inspection));
      try {
        await engine.stop(inspection.Id, stopGraceSec, signal);
      } catch (error) {
        // Somebody removed it meanwhile, and perhaps made another one.
        if (!(error instanceof EngineError && error.status === 404)) throw error;
      }
      await this.#untilGone(service, inspect);
    }
    started.delete(composeService);
    return runs;
  }

  async #untilGone(service: string, inspect: Stop['inspect']): Promise<void> {
    const { clock, signal } = this.#parts;
    const begunAt = clock.monotonic();
    for (;;) {
      const inspection = await inspect(signal);
      if (inspection === undefined || !isHeld(inspection)) return;
      if (clock.monotonic() - begunAt > GONE_LIMIT_MS)
        throw new Error(`${service} still runs after Docker's stop`);
      await sleep(clock, GONE_POLL_MS, signal);
    }
  }
}

function isHeld({ State: state }: ContainerInspection): boolean {
  return state.Running || state.Restarting || state.Paused;
}
