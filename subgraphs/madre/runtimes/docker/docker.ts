import type { Clock } from '../../../../platform/clock.ts';
import type { Logger } from '../../../../platform/log.ts';
import type { CatalogService } from '../../catalog.ts';
import { unlessAborted } from '../../../../platform/unless-aborted.ts';
import { Bell } from '../bell.ts';
import { readCgroupPeak } from './usage/cgroup-peak.ts';
import { hasEnded, isUp, refusalIn, runOf, toObservation } from './engine/docker-answers.ts';
import { DockerContainers } from './docker-containers.ts';
import { EngineError, type ContainerInspection, type DockerEngine } from './engine/docker-engine.ts';
import type { EngineEvent } from './events/docker-event.ts';
import { followEvents } from './events/docker-events.ts';
import { EngineAbsence } from './engine/engine-absence.ts';
import { handStops } from './events/docker-hand-stops.ts';
import { logFrameReader } from './logs/docker-log-frames.ts';
import { followContainerLog } from './logs/docker-log-follow.ts';
import { linePlacer } from './logs/docker-log-place.ts';
import { toPeak, toStats } from './usage/docker-stats.ts';
import { DockerStops } from './docker-stops.ts';
import { openRequestedStops, type RequestedStops } from './records/requested-stops.ts';
import {
  openStartedContainers,
  type StartedContainer,
  type StartedContainers,
} from './records/started-containers.ts';
import {
  StartRefused,
  type LeftRun,
  type Runtime,
  type RuntimeDescription,
  type RuntimeLogLine,
  type RuntimeObservation,
  type RuntimeStats,
} from '../runtime.ts';

type Listener = (service?: string) => void;

/** More than ever have the same nanosecond: the number of a line among those is known although the ones before it are cut off. */
const EXTRA_LINES = 8;

export interface DockerRuntimeOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Holds run/requested-stops.json and run/started-containers.json. */
  readonly dataDir: string;
  readonly engine: DockerEngine;
  /** The on-demand services, to name the one that an event of a compose service is about. */
  readonly services: Iterable<CatalogService>;
  /** Ends what runs of this data folder and is no container; see Runtime.endLeft. */
  readonly endOthers?: () => readonly LeftRun[];
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
  readonly #endOthers: DockerRuntimeOptions['endOthers'];
  readonly #nameOf: ReadonlyMap<string, string>;
  readonly #requested: RequestedStops;
  readonly #started: StartedContainers;
  readonly #containers: DockerContainers;
  readonly #stops: DockerStops;
  readonly #wasStoppedByHand: ReturnType<typeof handStops>;
  readonly #absence: EngineAbsence;
  readonly #changed = new Bell();
  readonly #listeners = new Set<Listener>();
  #following: AbortController | undefined;
  readonly #closing = new AbortController();

  constructor(options: DockerRuntimeOptions) {
    this.#clock = options.clock;
    this.#engine = options.engine;
    this.#detail = options.detail;
    this.#endOthers = options.endOthers;
    this.#nameOf = new Map(
      [...options.services].flatMap(({ name, docker }) =>
        docker === undefined ? [] : [[docker.service, name]],
      ),
    );
    const { clock, engine, dataDir, log } = options;
    this.#requested = openRequestedStops(dataDir, log);
    this.#started = openStartedContainers(dataDir, log);
    this.#absence = new EngineAbsence(clock);
    this.#containers = new DockerContainers(engine, log);
    this.#stops = new DockerStops({
      ...{ clock, engine, containers: this.#containers, signal: this.#closing.signal },
      ...{ requested: this.#requested, started: this.#started },
    });
    this.#wasStoppedByHand = handStops(options.engine, this.#absence);
  }

  async describe(signal: AbortSignal): Promise<RuntimeDescription> {
    try {
      return { available: true, version: await this.#engine.version(signal), detail: this.#detail };
    } catch (error) {
      return {
        available: false,
        version: null,
        detail: `the Docker engine does not answer: ${textOf(error)} (${this.#detail})`,
      };
    }
  }

  async observe(service: CatalogService, signal: AbortSignal): Promise<RuntimeObservation> {
    const inspection = await this.#inspect(service, signal);
    if (inspection === undefined)
      return { status: 'MISSING', ...(await this.#containers.whyMissing(service, signal)) };
    const requested = this.#requested.get(service.name) === runOf(inspection);
    const isOpen = !requested && hasEnded(inspection);
    const byHand = isOpen ? await this.#wasStoppedByHand(inspection, signal) : false;
    return toObservation(inspection, service.port, { requested, byHand });
  }

  async start(service: CatalogService, signal: AbortSignal): Promise<void> {
    // The engine answers a start inside a stop with "already started", and the container dies all the same.
    if (service.docker !== undefined)
      await unlessAborted(this.#stops.settled(service.docker.service), signal);
    try {
      if (await this.#startKnown(service, signal)) return;
      const inspection = await this.#inspect(service, signal);
      if (inspection === undefined) {
        const { reason, detail } = await this.#containers.whyMissing(service, signal);
        throw new StartRefused(reason, detail);
      }
      if (inspection.State.Paused) await this.#engine.unpause(inspection.Id, signal);
      else await this.#startContainer(service, inspection.Id, signal);
    } catch (error) {
      const refusal = error instanceof EngineError ? refusalIn(error.message) : undefined;
      throw refusal === undefined
        ? error
        : new StartRefused(refusal, `${service.name}: ${textOf(error)}`, error);
    }
  }

  /** Without asking first how it is. False where it was not started because it is gone, or paused. */
  async #startKnown(service: CatalogService, signal: AbortSignal): Promise<boolean> {
    const id = this.#containers.knownId(service);
    if (id === undefined) return false;
    try {
      await this.#startContainer(service, id, signal);
      return true;
    } catch (error) {
      if (error instanceof EngineError && (error.status === 404 || /paused/i.test(error.message)))
        return false;
      throw error;
    }
  }

  /** Noted first, so that a madre who comes after a crash knows that it is hers. What ran already is not. */
  async #startContainer(
    { name, docker, stopGraceSec }: CatalogService,
    id: string,
    signal: AbortSignal,
  ): Promise<void> {
    const composeService = docker?.service ?? name;
    const before = this.#started.get(composeService);
    if (before?.id !== id || before.service !== name || before.isLeft === true)
      this.#started.set(composeService, { id, service: name, stopGraceSec });
    const began = await this.#engine.start(id, signal);
    if (!began && before?.id !== id) this.#started.delete(composeService);
  }

  stop(service: CatalogService, signal: AbortSignal): Promise<void> {
    return this.#stops.stop(service, signal);
  }

  async logs(
    service: CatalogService,
    { tail, sinceMs }: { readonly tail: number; readonly sinceMs?: number },
    signal: AbortSignal,
  ): Promise<readonly RuntimeLogLine[]> {
    const inspection = tail > 0 ? await this.#inspect(service, signal) : undefined;
    if (inspection === undefined) return [];
    const log = await this.#engine.logs(inspection.Id, { tail: tail + EXTRA_LINES, sinceMs }, signal);
    const lines = logFrameReader(inspection.Config.Tty)(log).map(linePlacer());
    return lines
      .slice(-tail)
      .map(({ line }) => line)
      .filter(({ atMs }) => atMs >= (sinceMs ?? -Infinity));
  }

  async *followLogs(
    service: CatalogService,
    from: { readonly tail: number } | { readonly after: string },
    signal: AbortSignal,
  ): AsyncGenerator<RuntimeLogLine, void> {
    const until = AbortSignal.any([signal, this.#closing.signal]);
    const inspect = (inTime: AbortSignal): Promise<ContainerInspection | undefined> =>
      this.#inspect(service, inTime);
    const container = { clock: this.#clock, engine: this.#engine, inspect, changed: this.#changed };
    let after = 'after' in from ? from.after : undefined;
    if ('tail' in from) {
      // One more: the rest begins after the newest line, also where none of them is wanted.
      const asked = this.logs(service, { tail: from.tail + 1 }, until);
      const newest = await asked.catch((error: unknown) => {
        if (until.aborted) return [];
        throw error;
      });
      after = newest.at(-1)?.cursor;
      if (from.tail > 0) yield* newest.slice(-from.tail);
    }
    yield* followContainerLog(container, after, until);
  }

  async stats(service: CatalogService, signal: AbortSignal): Promise<RuntimeStats | null> {
    const inspection = await this.#inspect(service, signal);
    if (inspection === undefined || !isUp(inspection)) return null;
    const answer = await this.#engine.stats(inspection.Id, signal);
    return toStats(answer, { atMs: this.#clock.now(), isLimited: (inspection.HostConfig.Memory ?? 0) > 0 });
  }

  async peakMemory(service: CatalogService, signal: AbortSignal): Promise<number | null> {
    const inspection = await this.#inspect(service, signal);
    if (inspection === undefined || !isUp(inspection)) return null;
    const peak = await readCgroupPeak(inspection.Id, inspection.State.Pid);
    return peak ?? toPeak(await this.#engine.stats(inspection.Id, signal));
  }

  endLeft(_known: ReadonlySet<string>, answersFor: (service: string) => boolean): readonly LeftRun[] {
    const containers = this.#leftContainers(answersFor).map(([at, container]): LeftRun => {
      return { service: container.service, ranAs: 'DOCKER', ended: this.#stops.end(at, container) };
    });
    return [...containers, ...(this.#endOthers?.() ?? [])];
  }

  /**
   * One that a service of the catalog has now is not among them, whatever that was called: windows may count on it. The verdict is
   * noted, as what it goes by is written anew before a second try.
   */
  #leftContainers(
    answersFor: (service: string) => boolean,
  ): readonly (readonly [string, StartedContainer])[] {
    const left = this.#started
      .all()
      .filter(
        ([at, { service, isLeft }]) => !this.#nameOf.has(at) && (isLeft === true || answersFor(service)),
      );
    for (const [at, container] of left)
      if (container.isLeft !== true) this.#started.set(at, { ...container, isLeft: true });
    return left;
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
    await this.#stops.close();
  }

  #follow(): AbortController {
    const following = new AbortController();
    const onEvent = (event: EngineEvent | undefined): void => this.#onEvent(event);
    const onLost = (): void => {
      if (following.signal.aborted) return;
      this.#absence.begin();
      for (const listener of this.#listeners) listener();
    };
    // It never rejects, and ends with its signal.
    void followEvents(this.#engine, { clock: this.#clock, signal: following.signal, onEvent, onLost });
    return following;
  }

  #onEvent(event: EngineEvent | undefined): void {
    const name = event?.service === undefined ? undefined : this.#nameOf.get(event.service);
    // A core container's event concerns nobody here.
    if (event !== undefined && name === undefined) return;
    if (event === undefined) this.#absence.end();
    if (event === undefined || REPLACING.includes(event.action)) this.#containers.forget(event?.service);
    this.#changed.ring();
    for (const listener of this.#listeners) listener(name);
  }

  #unfollow(): void {
    this.#following?.abort(new Error('nobody watches'));
    this.#following = undefined;
  }

  #inspect(service: CatalogService, signal: AbortSignal): Promise<ContainerInspection | undefined> {
    return this.#containers.inspect(service, signal);
  }
}

/** After these another container may stand for the service. */
const REPLACING = ['create', 'destroy', 'rename'];

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
