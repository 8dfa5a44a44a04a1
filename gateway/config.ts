import { resolve } from 'node:path';
import { attempt, ConfigurationError } from '../platform/configuration/configuration-error.ts';
import {
  createEnvironmentReader,
  type Env,
  type EnvironmentReader,
} from '../platform/configuration/environment.ts';
import type { SubgraphName } from '../schema/sdl.ts';
import {
  checkFiles,
  readDocker,
  readEngineKeys,
  readHermes,
  readSentinel,
  variables,
  type HermesSettings,
  type SentinelSettings,
} from '../subgraphs/index.ts';
import { defaultOrigins } from './config/allowed-origins.ts';
import { readDoorSettings, type DoorSettings } from './config/door-settings.ts';
import { readSubgraphTls } from './config/subgraph-tls.ts';
import type { LinkTls } from './links/remote/tls.ts';

export { configVariables } from '../subgraphs/index.ts';

/** Everything a start can be told, checked, with its defaults. */
export interface Config extends DoorSettings {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly dataDir: string;
  readonly runtime: 'auto' | 'docker' | 'process' | 'memory';
  readonly composeProject: string;
  readonly dockerHost: string | undefined;
  readonly dockerCertPath?: string | undefined;
  readonly catalogFile: string | undefined;
  readonly enginesFile: string | undefined;
  /** The subgraphs that run elsewhere. */
  readonly remoteUrls: Readonly<Partial<Record<SubgraphName, string>>>;
  /** Where a component of the catalog serves a subgraph while it is awake. */
  readonly componentPorts: Readonly<Record<string, number>>;
  /** Between gateway, subgraphs and children. Undefined: made at the first start and kept in the data folder. */
  readonly subgraphToken: string | undefined;
  /** For those at https addresses. */
  readonly subgraphTls: LinkTls | undefined;
  readonly memoryBudgetMb: number | undefined;
  readonly sentinel: SentinelSettings;
  readonly hermes: HermesSettings;
  readonly logLevel: string;
  /** The engines' keys, by the variable that each engine names; for the process that runs switch. */
  readonly engineSecrets: Readonly<Record<string, string>>;
  /** What components started as processes may inherit. */
  readonly hostEnv: Env;
  readonly limits: OperationBounds;
}

/** What one operation may weigh and take. */
export interface OperationBounds {
  readonly bodyBytes: number;
  readonly queryDeadlineMs: number;
  /** Longer than an engine's whole answer (120 s) and than a component's start. */
  readonly mutationDeadlineMs: number;
}

/** Reads the environment and the files it names. Throws one ConfigurationError with every problem. */
export function readConfig(env: Env): Config {
  const reader = createEnvironmentReader(env);
  const host = reader.read('HOST', variables.HOST) ?? '127.0.0.1';
  const remoteUrls = readRemoteUrls(reader);
  const catalogFile = reader.file('VX11_CATALOG');
  const enginesFile = reader.file('VX11_ENGINES');
  const secrets = (variable: string): string | undefined => reader.secret(variable);
  const isMadresCatalog = catalogFile !== undefined || remoteUrls.madre === undefined;
  const files = attempt(reader.problems, () =>
    checkFiles({ catalogFile, enginesFile, isMadresCatalog, secrets }),
  );
  const door = readDoorSettings(reader, { host, scopes: 'stack', origins: defaultOrigins });
  const port = reader.read('PORT', variables.PORT) ?? 8000;
  const runtime = reader.read('VX11_RUNTIME', variables.VX11_RUNTIME) ?? 'auto';
  // Containers have ports of their own, and so has a madre elsewhere.
  if (runtime !== 'docker' && remoteUrls.madre === undefined) refuseSharedPort(reader, port, files?.ports);
  const config: Config = {
    host,
    port,
    dataDir: reader.path('VX11_DATA_DIR') ?? resolve('.vx11'),
    runtime,
    composeProject: reader.read('VX11_COMPOSE_PROJECT', variables.VX11_COMPOSE_PROJECT) ?? 'vx11',
    ...readDocker(reader),
    catalogFile,
    enginesFile,
    ...door,
    remoteUrls,
    componentPorts: files?.componentPorts ?? {},
    subgraphToken: readSubgraphToken(reader, remoteUrls),
    subgraphTls: readSubgraphTls(reader),
    memoryBudgetMb: reader.read('VX11_MEMORY_BUDGET_MB', variables.VX11_MEMORY_BUDGET_MB),
    sentinel: readSentinel(reader),
    hermes: readHermes(reader, files?.ports),
    logLevel: reader.read('LOG_LEVEL', variables.LOG_LEVEL) ?? 'info',
    engineSecrets: readEngineKeys(reader, files?.keyVariables ?? []),
    hostEnv: pick(env, ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_ENV']),
    limits: { bodyBytes: 512 * 1024, queryDeadlineMs: 30_000, mutationDeadlineMs: 130_000 },
  };
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return config;
}

function readRemoteUrls(reader: EnvironmentReader): Config['remoteUrls'] {
  const urls = {
    madre: reader.read('MADRE_URL', variables.MADRE_URL),
    switch: reader.read('SWITCH_URL', variables.SWITCH_URL),
    operator: reader.read('OPERATOR_URL', variables.OPERATOR_URL),
  };
  return Object.fromEntries(Object.entries(urls).filter(([, url]) => url !== undefined));
}

function refuseSharedPort(
  reader: EnvironmentReader,
  port: number,
  ports: Readonly<Record<string, number>> = {},
): void {
  const owner = Object.keys(ports).find((service) => ports[service] === port);
  if (owner === undefined) return;
  const expected = 'a port that no service of the catalog has';
  reader.problems.push({ file: 'environment', path: 'PORT', expected, found: `${port}, that of ${owner}` });
}

/** Only a token that both sides were given works between machines; within one, the gateway makes it. */
function readSubgraphToken(reader: EnvironmentReader, remoteUrls: Config['remoteUrls']): string | undefined {
  const token = reader.secret('VX11_SUBGRAPH_TOKEN');
  const [remote] = Object.keys(remoteUrls);
  if (token === undefined && remote !== undefined && !reader.isSet('VX11_SUBGRAPH_TOKEN')) {
    const expected = `the token shared with the remote subgraphs, because ${remote.toUpperCase()}_URL is set`;
    reader.problems.push({ file: 'environment', path: 'VX11_SUBGRAPH_TOKEN', expected, found: 'nothing' });
  }
  return token;
}

function pick(env: Env, names: readonly string[]): Env {
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}
