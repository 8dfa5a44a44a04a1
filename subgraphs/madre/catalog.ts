import { fileURLToPath } from 'node:url';
import { readYamlFile } from '../../platform/configuration/yaml-file.ts';
import { packageRoot } from '../../schema/package-root.ts';
import { catalogFile } from './catalog-file.ts';

/** One on-demand service of VX11_CATALOG, checked and with its defaults. */
export interface CatalogService {
  readonly name: string;
  readonly description: string;
  readonly port: number;
  readonly dependsOn: readonly string[];
  readonly probe:
    | {
        readonly kind: 'http';
        readonly path: string;
        readonly timeoutMs: number;
        readonly expectStatus: number;
      }
    | { readonly kind: 'tcp'; readonly timeoutMs: number };
  readonly startTimeoutSec: number;
  readonly stopGraceSec: number;
  readonly memoryMb: number;
  /** How to run it as a process; undefined where it is not installed as one. */
  readonly process:
    | {
        readonly command: string;
        readonly args: readonly string[];
        readonly env: Readonly<Record<string, string>>;
        /** Relative to the folder of this package. */
        readonly cwd: string;
      }
    | undefined;
  /** Its compose service, where it has a container. */
  readonly docker: { readonly service: string } | undefined;
  /** The subgraph that it serves, if any. */
  readonly subgraph: string | undefined;
}

export type Catalog = ReadonlyMap<string, CatalogService>;

/** The catalog in the file, or the shipped one. Throws ConfigurationError, which names each problem with its line. */
export function readCatalog(file: string | undefined): Catalog {
  const { services } = readYamlFile(file ?? shippedCatalog(), catalogFile);
  return new Map(Object.entries(services).map(([name, entry]) => [name, { name, ...entry }]));
}

function shippedCatalog(): string {
  return fileURLToPath(new URL('subgraphs/madre/catalog.yaml', packageRoot));
}
