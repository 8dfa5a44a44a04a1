import type { CatalogService } from '../catalog.ts';
import type { Runtime } from '../runtimes/runtime.ts';

/** What a service is here. Where that is another thing than before, nothing that was seen of its runs says anything about it. */
export function runsAs({ kind }: Pick<Runtime, 'kind'>, { docker }: CatalogService): string {
  return kind === 'DOCKER' && docker !== undefined ? `${kind} ${docker.service}` : kind;
}
