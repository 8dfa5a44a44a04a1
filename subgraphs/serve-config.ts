import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { attempt, ConfigurationError } from '../platform/configuration/configuration-error.ts';
import {
  createEnvironmentReader,
  type Env,
  type EnvironmentReader,
} from '../platform/configuration/environment.ts';
import { subgraphNames, type SubgraphName } from '../schema/sdl.ts';
import { readDocker } from './settings/docker.ts';
import { readEngineKeys } from './settings/engine-keys.ts';
import { readHermes, type HermesSettings } from './settings/hermes.ts';
import { checkFiles } from './index.ts';
import { readSentinel, type SentinelSettings } from './settings/sentinel.ts';
import { variables } from './variables.ts';

/** Everything that one subgraph alone can be told. */
export interface ServeConfig {
  readonly name: SubgraphName;
  readonly host: string;
  readonly port: number;
  readonly subgraphToken: string;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly redisUrl: string | undefined;
  readonly runtime: 'auto' | 'docker' | 'process' | 'memory';
  readonly composeProject: string;
  readonly dockerHost: string | undefined;
  readonly dockerCertPath?: string | undefined;
  readonly catalogFile: string | undefined;
  readonly enginesFile: string | undefined;
  readonly engineSecrets: Readonly<Record<string, string>>;
  readonly memoryBudgetMb: number | undefined;
  readonly sentinel: SentinelSettings;
  /** From SIGTERM until whoever stops this process kills it. */
  readonly stopGraceSec: number;
  readonly madreUrl: string;
  readonly switchUrl: string;
  readonly hermes: HermesSettings;
}

const defaultPorts: Readonly<Record<SubgraphName, number>> = { madre: 8001, switch: 8002, operator: 8011 };

/** `NAME [--port N]` and the environment. Throws one ConfigurationError with every problem. */
export function readServeConfig(args: readonly string[], env: Env): ServeConfig {
  const reader = createEnvironmentReader(env);
  const { name, port } = readArguments(reader, args);
  const catalogFile = reader.file('VX11_CATALOG');
  const enginesFile = reader.file('VX11_ENGINES');
  const secrets = (variable: string): string | undefined => reader.secret(variable);
  const isMadresCatalog = catalogFile !== undefined || name === 'madre';
  const files = attempt(reader.problems, () =>
    checkFiles({ catalogFile, enginesFile, isMadresCatalog, secrets }),
  );
  const config: ServeConfig = {
    name,
    host: reader.read('HOST', variables.HOST) ?? '127.0.0.1',
    port: port ?? reader.read('PORT', variables.PORT) ?? defaultPorts[name],
    subgraphToken: required(reader, 'VX11_SUBGRAPH_TOKEN', reader.secret('VX11_SUBGRAPH_TOKEN')),
    dataDir: reader.path('VX11_DATA_DIR') ?? resolve('.vx11'),
    logLevel: reader.read('LOG_LEVEL', variables.LOG_LEVEL) ?? 'info',
    redisUrl: reader.read('REDIS_URL', variables.REDIS_URL),
    runtime: reader.read('VX11_RUNTIME', variables.VX11_RUNTIME) ?? 'auto',
    composeProject: reader.read('VX11_COMPOSE_PROJECT', variables.VX11_COMPOSE_PROJECT) ?? 'vx11',
    ...readDocker(reader),
    catalogFile,
    enginesFile,
    engineSecrets: readEngineKeys(reader, files?.keyVariables ?? []),
    memoryBudgetMb: reader.read('VX11_MEMORY_BUDGET_MB', variables.VX11_MEMORY_BUDGET_MB),
    sentinel: readSentinel(reader),
    stopGraceSec: reader.read('VX11_STOP_GRACE_SEC', variables.VX11_STOP_GRACE_SEC) ?? 10,
    madreUrl: reader.read('MADRE_URL', variables.MADRE_URL) ?? 'http://127.0.0.1:8001',
    switchUrl: reader.read('SWITCH_URL', variables.SWITCH_URL) ?? 'http://127.0.0.1:8002',
    hermes: readHermes(reader, files?.ports),
  };
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return config;
}

function readArguments(
  reader: EnvironmentReader,
  args: readonly string[],
): { name: SubgraphName; port: number | undefined } {
  const { positionals, values, tokens } = parseArgs({
    args: [...args],
    options: { port: { type: 'string' } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const unknown = [
    ...tokens.flatMap((token) => (token.kind === 'option' && token.name !== 'port' ? token.rawName : [])),
    ...positionals.slice(1),
  ];
  // What follows an unknown option may be its value.
  if (unknown[0] !== undefined) {
    const expected = 'NAME and at most --port N';
    reader.problems.push({ file: 'command line', path: '', expected, found: unknown[0] });
  }
  const name = subgraphNames.find((candidate) => candidate === positionals[0]);
  if (name === undefined) {
    const found = positionals[0] === undefined ? 'nothing' : JSON.stringify(positionals[0]);
    reader.problems.push({ file: 'command line', path: 'NAME', expected: subgraphNames.join(', '), found });
  }
  const port = values.port === undefined ? undefined : variables.PORT.safeParse(values.port);
  if (port?.success === false) {
    reader.problems.push({
      file: 'command line',
      path: '--port',
      expected: variables.PORT.description ?? 'a port',
      found: String(values.port),
    });
  }
  return { name: name ?? 'madre', port: port?.data };
}

function required(reader: EnvironmentReader, name: string, value: string | undefined): string {
  if (value === undefined && !reader.isSet(name)) {
    reader.problems.push({
      file: 'environment',
      path: name,
      expected: 'the token shared with the gateway',
      found: 'nothing',
    });
  }
  return value ?? '';
}
