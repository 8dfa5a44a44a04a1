import { sleep, type Clock } from '../../../../platform/clock.ts';
import type { CatalogService } from '../../catalog.ts';
import { abortable } from '../abortable.ts';
import { refusalIn, toAddress, toObservation } from './docker-answers.ts';
import { EngineError, type ContainerInspection, type DockerEngine } from './docker-engine.ts';
import { followEvents } from './docker-events.ts';
import { readLogFrames } from './docker-log-frames.ts';
import { openRequestedStops, type RequestedStops } from './requested-stops.ts';
import {
  StartRefused,
  type Runtime,
  type RuntimeDescription,
  type RuntimeLogLine,
  type RuntimeObservation,
} from '../runtime.ts';

type Listener = (service?: string) => void;

const GONE_POLL_MS = 20;
const GONE_LIMIT_MS = 10_000;

export interface DockerRuntimeOptions {
  readonly clock: Clock;
  /** Holds run/requested-stops.json. */
  readonly dataDir: string;
  readonly engine: DockerEngine;
  /** The on-demand services, to name the one that an event of a compose service is about. */
  readonly services: Iterable<CatalogService>;
  readonly detail: string;
}

/** Services as containers that compose has created, found by its labels. Never creates, builds or removes one. */
export function createDockerRuntime(options: DockerRuntimeOptions): Runtime {
  return new DockerRuntime(options);
}

class DockerRuntime implements Runtime {
  readonly kind = 'DOCKER';
  readonly #clock: Clock;
  readonly #engine: DockerEngine;
  readonly #detail: string;
  readonly #nameOf: ReadonlyMap<string, string>;
  readonly #requested: RequestedStops;
  /** Container ids by compose service; a hint only: one that is gone is looked up again. */
  #ids: ReadonlyMap<string, string> = new Map();
  readonly #stopping = new Map<string, Promise<void>>();
  readonly #listeners = new Set<Listener>();
  #following: AbortController | undefined;
  readonly #closing = new AbortController();

  constructor(options: DockerRuntimeOptions) {
    this.#clock = options.clock;
    this.#engine = options.engine;
    this.#detail = options.detail;
    this.#nameOf = new Map(
      [...options.services].flatMap(({ name, docker }) =>
        docker === undefined ? [] : [[docker.service, name]],
      ),
    );
    this.#requested = openRequestedStops(options.dataDir);
  }

  async describe(signal: AbortSignal): Promise<RuntimeDescription> {
    try {
      return { available: true, version: await this.#engine.version(signal), detail: this.#detail };
    } catch (error) {
      return {
        available: false,
        version: null,
        detail: `the Docker engine does not answer: ${textOf(error)}`,
      };
    }
  }

  async observe(service: CatalogService, signal: AbortSignal): Promise<RuntimeObservation> {
    const inspection = await this.#inspect(service, signal);
    if (inspection === undefined) return { status: 'MISSING', reason: 'NOT_INSTALLED' };
    return toObservation(inspection, this.#requested.has(service.name, runOf(inspection)));
  }

  async start(service: CatalogService, signal: AbortSignal): Promise<void> {
    // The engine answers a start inside a stop with "already started", and the container dies all the same.
    await abortable(this.#stopping.get(service.name)?.catch(() => undefined) ?? Promise.resolve(), signal);
    const inspection = await this.#inspect(service, signal);
    if (inspection === undefined) {
      throw new StartRefused(
        'NOT_INSTALLED',
        `${service.name} has no container: create it with docker compose create`,
      );
    }
    try {
      if (inspection.State.Paused) await this.#engine.unpause(inspection.Id, signal);
      else await this.#engine.start(inspection.Id, signal);
    } catch (error) {
      const refusal = error instanceof EngineError ? refusalIn(error.message) : undefined;
      throw refusal === undefined
        ? error
        : new StartRefused(refusal, `${service.name}: ${textOf(error)}`, error);
    }
  }

  /** Goes on where the caller gives up, so that a later start still knows of it. */
  stop(service: CatalogService, signal: AbortSignal): Promise<void> {
    let stopping = this.#stopping.get(service.name);
    if (stopping === undefined) {
      stopping = this.#stop(service).finally(() => this.#stopping.delete(service.name));
      this.#stopping.set(service.name, stopping);
    }
    return abortable(stopping, signal);
  }

  async address(
    service: CatalogService,
    signal: AbortSignal,
  ): Promise<{ readonly host: string; readonly port: number } | null> {
    const inspection = await this.#inspect(service, signal);
    return inspection === undefined ? null : toAddress(inspection, service.port);
  }

  async logs(
    service: CatalogService,
    { tail, sinceMs }: { readonly tail: number; readonly sinceMs?: number },
    signal: AbortSignal,
  ): Promise<readonly RuntimeLogLine[]> {
    const inspection = tail > 0 ? await this.#inspect(service, signal) : undefined;
    if (inspection === undefined) return [];
    const log = await this.#engine.logs(inspection.Id, { tail, sinceMs }, signal);
    return readLogFrames(log, inspection.Config.Tty).filter(({ atMs }) => atMs >= (sinceMs ?? -Infinity));
  }

  watch(listener: Listener): () => void {
    const own: Listener = (service) => listener(service);
    this.#listeners.add(own);
    this.#following ??= this.#follow();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#unfollow();
    };
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the runtime was closed'));
    this.#listeners.clear();
    this.#unfollow();
    await Promise.allSettled(this.#stopping.values());
  }

  #follow(): AbortController {
    const following = new AbortController();
    const hint: Listener = (composeService) => {
      const name = composeService === undefined ? undefined : this.#nameOf.get(composeService);
      // A core container's event concerns nobody here.
      if (composeService === undefined || name !== undefined)
        for (const listener of this.#listeners) listener(name);
    };
    // It never rejects, and ends with its signal.
    void followEvents(this.#engine, { clock: this.#clock, signal: following.signal, hint });
    return following;
  }

  #unfollow(): void {
    this.#following?.abort(new Error('nobody watches'));
    this.#following = undefined;
  }

  async #stop(service: CatalogService): Promise<void> {
    const signal = this.#closing.signal;
    const inspection = await this.#inspect(service, signal);
    if (inspection === undefined || !isHeld(inspection)) return;
    this.#requested.add(service.name, runOf(inspection));
    await this.#engine.stop(inspection.Id, service.stopGraceSec, signal);
    await this.#untilGone(service, signal);
  }

  async #untilGone(service: CatalogService, signal: AbortSignal): Promise<void> {
    const begunAt = this.#clock.monotonic();
    for (;;) {
      const inspection = await this.#inspect(service, signal);
      if (inspection === undefined || !isHeld(inspection)) return;
      if (this.#clock.monotonic() - begunAt > GONE_LIMIT_MS)
        throw new Error(`${service.name} still runs after Docker's stop`);
      await sleep(this.#clock, GONE_POLL_MS, signal);
    }
  }

  /** Undefined where the service has no container. */
  async #inspect(service: CatalogService, signal: AbortSignal): Promise<ContainerInspection | undefined> {
    if (service.docker === undefined) return undefined;
    const known = this.#ids.get(service.docker.service);
    const inspection = known === undefined ? undefined : await this.#inspectId(known, signal);
    if (inspection !== undefined) return inspection;
    this.#ids = await this.#engine.containers(signal);
    const found = this.#ids.get(service.docker.service);
    return found === undefined ? undefined : this.#inspectId(found, signal);
  }

  /** Undefined where the container was removed. */
  async #inspectId(id: string, signal: AbortSignal): Promise<ContainerInspection | undefined> {
    try {
      return await this.#engine.inspect(id, signal);
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }
}

/** One run of one container: a restarted one has another start time. */
function runOf({ Id: id, State: state }: ContainerInspection): string {
  return `${id} ${state.StartedAt}`;
}

function isHeld({ State: state }: ContainerInspection): boolean {
  return state.Running || state.Restarting || state.Paused;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
