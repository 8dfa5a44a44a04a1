import {
  attempt,
  ConfigurationError,
  type ConfigurationProblem,
} from '../platform/configuration/configuration-error.ts';
import type { Subgraph } from '../platform/graphql/subgraph.ts';
import { readCatalog, type Catalog } from './madre/catalog.ts';
import type { MadreOptions, OperatorOptions, SwitchOptions } from './options.ts';
import { readEngines } from './switch/configuration/engines-file.ts';
import type { EnginesConfig } from './switch/configuration/engine-config.ts';

export { childEnvironment } from './child-environment.ts';
export { refusedFilesOverHttp } from './refused-files.ts';
export { observeCore } from './core-observer.ts';
export { readDocker } from './settings/docker.ts';
export { readCertificates } from './madre/runtimes/docker/engine/docker-certificates.ts';
export { endpointOf } from './madre/runtimes/docker/engine/docker-endpoint.ts';
export { readEngineKeys } from './settings/engine-keys.ts';
export { readHermes, type HermesSettings } from './settings/hermes.ts';
export { readSentinel, type SentinelSettings } from './settings/sentinel.ts';
export { configVariables, tokenVariables, variables } from './variables.ts';
export type { MadreOptions, OperatorOptions, SwitchOptions } from './options.ts';

/** The only door to the subgraphs: each is made from its options alone and reaches the others through the ports in them. */
export function createSubgraph(name: 'madre', options: MadreOptions): Promise<Subgraph>;
export function createSubgraph(name: 'operator', options: OperatorOptions): Promise<Subgraph>;
export function createSubgraph(name: 'switch', options: SwitchOptions): Promise<Subgraph>;
export async function createSubgraph(
  ...request: ['madre', MadreOptions] | ['operator', OperatorOptions] | ['switch', SwitchOptions]
): Promise<Subgraph> {
  // Loaded when asked for: a process that serves one does not carry the others, and so is up in a third of the time.
  switch (request[0]) {
    case 'madre':
      return (await import('./madre/subgraph.ts')).createMadre(request[1]);
    case 'operator':
      return (await import('./operator/subgraph.ts')).createOperator(request[1]);
    case 'switch':
      return (await import('./switch/subgraph.ts')).createSwitch(request[1]);
  }
}

/** What the processes around the subgraphs must know of their files. */
export interface CheckedFiles {
  /** By subgraph: the port of the component that serves it while awake. */
  readonly componentPorts: Readonly<Record<string, number>>;
  /** By service of the catalog. */
  readonly ports: Readonly<Record<string, number>>;
  /** The variables that engines name for their keys. */
  readonly keyVariables: readonly string[];
}

/** Reads the files that the subgraphs will read, so that a broken one stops the start. Throws one ConfigurationError for all. */
export function checkFiles(files: {
  readonly catalogFile: string | undefined;
  readonly enginesFile: string | undefined;
  /** Whether the catalog is the one that madre reads, so that what engines name must be in it. */
  readonly isMadresCatalog: boolean;
  readonly secrets: (variable: string) => string | undefined;
}): CheckedFiles {
  const problems: ConfigurationProblem[] = [];
  const catalog = attempt(problems, () => readCatalog(files.catalogFile));
  const engines = attempt(problems, () => readEngines(files.enginesFile, files.secrets));
  if (catalog !== undefined && engines !== undefined && files.isMadresCatalog)
    problems.push(...strangersOf(catalog, engines, files.enginesFile ?? ''));
  if (catalog === undefined || engines === undefined || problems.length > 0)
    throw new ConfigurationError(problems);
  const serving = [...catalog.values()].flatMap(({ subgraph, port }) =>
    subgraph === undefined ? [] : [[subgraph, port] as const],
  );
  return {
    componentPorts: Object.fromEntries(serving),
    ports: Object.fromEntries([...catalog].map(([name, { port }]) => [name, port])),
    keyVariables: engines.engines.flatMap(({ apiKeyEnv }) => apiKeyEnv ?? []),
  };
}

/** An engine on a service that nobody can open a window for would never answer. */
function strangersOf(catalog: Catalog, { engines }: EnginesConfig, file: string): ConfigurationProblem[] {
  return engines.flatMap(({ service }, index) => {
    if (service === undefined || catalog.has(service)) return [];
    const expected = `a service of the catalog: ${[...catalog.keys()].join(', ')}`;
    return [{ file, path: `engines.${index}.service`, expected, found: JSON.stringify(service) }];
  });
}
