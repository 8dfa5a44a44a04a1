import type { Logger } from '../../../../platform/log.ts';
import type { CatalogService } from '../../catalog.ts';
import type { RuntimeObservation } from '../runtime.ts';
import { EngineError, type ContainerInspection, type DockerEngine } from './engine/docker-engine.ts';

type Missing = Pick<Extract<RuntimeObservation, { readonly status: 'MISSING' }>, 'reason' | 'detail'>;

/** The containers of the project's services, found by their labels. */
export class DockerContainers {
  readonly #engine: DockerEngine;
  readonly #log: Logger;
  /** Ids by compose service; a hint only: one that is gone is looked up again. */
  #ids = new Map<string, string>();
  readonly #warned = new Set<string>();
  /** By compose service, of the last container that was seen. */
  readonly #images = new Map<string, string>();

  constructor(engine: DockerEngine, log: Logger) {
    this.#engine = engine;
    this.#log = log;
  }

  /** Undefined where the service has no container. */
  async inspect(service: CatalogService, signal: AbortSignal): Promise<ContainerInspection | undefined> {
    if (service.docker === undefined) return undefined;
    const known = this.#ids.get(service.docker.service);
    const inspection = known === undefined ? undefined : await this.inspectId(known, signal);
    if (inspection !== undefined) return this.#remember(service.docker.service, inspection);
    this.#ids = new Map(await this.#engine.containers(signal));
    const found = this.#ids.get(service.docker.service);
    const again = found === undefined ? undefined : await this.inspectId(found, signal);
    return again === undefined ? undefined : this.#remember(service.docker.service, again);
  }

  /**
   * Why the service has none. Its image is missed only where a container of it was seen since madre started: what compose would make
   * one from, nobody but compose knows.
   */
  async whyMissing({ name, docker }: CatalogService, signal: AbortSignal): Promise<Missing> {
    if (docker === undefined)
      return { reason: 'NOT_INSTALLED', detail: `${name} has no container in the catalog (docker.service)` };
    const { service } = docker;
    const create = `docker compose --profile ${service} create ${service}`;
    const image = this.#images.get(service);
    if (image !== undefined && !(await this.#engine.hasImage(image, signal))) {
      const detail = `the container of ${name} is gone, and so is its image ${image}: pull or build that, then "${create}" makes the container`;
      return { reason: 'IMAGE_MISSING', detail };
    }
    const detail = `${name} has no container in compose project ${this.#engine.project}: "${create}" makes it`;
    return { reason: 'NOT_INSTALLED', detail };
  }

  /** A hint only: it may be gone. */
  knownId({ docker }: CatalogService): string | undefined {
    return docker === undefined ? undefined : this.#ids.get(docker.service);
  }

  /** Another container may stand for the compose service now; for any of them, without a name. */
  forget(composeService?: string): void {
    if (composeService === undefined) this.#ids.clear();
    else this.#ids.delete(composeService);
  }

  #remember(composeService: string, inspection: ContainerInspection): ContainerInspection {
    this.#images.set(composeService, inspection.Config.Image);
    return inspection;
  }

  /** Undefined where the container was removed. */
  async inspectId(id: string, signal: AbortSignal): Promise<ContainerInspection | undefined> {
    try {
      const inspection = await this.#engine.inspect(id, signal);
      this.#warnOfRestarts(inspection);
      return inspection;
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Such a container comes back by itself, with the engine or after a crash, whatever windows say. */
  #warnOfRestarts({ Id: id, Name: name, HostConfig: { RestartPolicy: policy } }: ContainerInspection): void {
    if (policy === undefined || ['', 'no'].includes(policy.Name) || this.#warned.has(name)) return;
    this.#warned.add(name);
    this.#log.warn(
      { container: name, id, restart: policy.Name },
      'the engine restarts this container by itself: give its service restart: "no" in the compose file',
    );
  }
}
