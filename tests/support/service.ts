import type { CatalogService } from '../../subgraphs/madre/catalog.ts';

/** A service of the catalog with its defaults, as readCatalog gives it. */
export function aService(
  name: string,
  given: Partial<CatalogService> & { readonly port: number },
): CatalogService {
  return {
    name,
    description: '',
    dependsOn: [],
    probe: { kind: 'tcp', timeoutMs: 1_000 },
    activity: undefined,
    drift: { stoppedByHand: 'restart', startedByHand: 'stop', adoptTtlSec: 600 },
    operative: false,
    startTimeoutSec: 30,
    stopGraceSec: 10,
    memoryMb: 256,
    process: undefined,
    docker: { service: name },
    subgraph: undefined,
    ...given,
  };
}
