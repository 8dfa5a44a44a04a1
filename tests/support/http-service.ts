import type { CatalogService } from '../../subgraphs/madre/catalog.ts';
import { aService } from './service.ts';

/** services/http-service.mjs as a service of the catalog. */
export function httpService(
  name: string,
  port: number,
  args: readonly string[] = [],
  given: Partial<CatalogService> = {},
): CatalogService {
  return aService(name, {
    port,
    probe: { kind: 'http', path: '/health', timeoutMs: 1_000, expectStatus: 200 },
    process: {
      command: 'node',
      args: ['tests/support/services/http-service.mjs', ...args],
      env: {},
      cwd: '.',
    },
    ...given,
  });
}
