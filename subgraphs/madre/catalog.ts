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
  /** Where it says over HTTP how many requests it is answering, if it does. */
  readonly activity: { readonly http: string } | undefined;
  readonly drift: {
    readonly stoppedByHand: 'restart' | 'degrade';
    readonly startedByHand: 'stop' | 'adopt' | 'ignore';
    readonly adoptTtlSec: number;
  };
  /** Whether the policy OPERATIVE_CORE keeps it running. */
  readonly operative: boolean;
  /** The floor of what a start may take; three times the slowest past starts where that is more. */
  readonly startTimeoutSec: number;
  readonly stopGraceSec: number;
  /** What is reserved for it until a run was measured. */
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
