import { parseArgs } from 'node:util';
import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';
import { createEnvironmentReader, type Env } from '../../platform/configuration/environment.ts';
import { readHermes, type HermesSettings } from '../settings/hermes.ts';
import { variables } from '../variables.ts';

/** Everything that hermes can be told. */
export interface HermesConfig extends Pick<HermesSettings, 'tools' | 'servers'> {
  readonly host: string;
  readonly port: number;
  readonly subgraphToken: string;
  readonly stopGraceSec: number;
  readonly logLevel: string;
}

const DEFAULT_PORT = 8003;

/** `[--port N]` and the environment. Throws one ConfigurationError with every problem. */
export function readHermesConfig(args: readonly string[], env: Env): HermesConfig {
  const reader = createEnvironmentReader(env);
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { port: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const report = (path: string, expected: string, found: string): unknown =>
    reader.problems.push({ file: 'command line', path, expected, found });
  const strange = [...positionals, ...Object.keys(values).filter((name) => name !== 'port')];
  if (strange[0] !== undefined) report('', 'at most --port N', strange[0]);
  const port = values.port === undefined ? undefined : variables.PORT.safeParse(values.port);
  if (port?.success === false) report('--port', variables.PORT.description ?? 'a port', String(values.port));
  const subgraphToken = reader.secret('VX11_SUBGRAPH_TOKEN');
  if (subgraphToken === undefined && !reader.isSet('VX11_SUBGRAPH_TOKEN')) {
    const expected = 'the token that switch shows';
    reader.problems.push({ file: 'environment', path: 'VX11_SUBGRAPH_TOKEN', expected, found: 'nothing' });
  }
  const { tools, servers } = readHermes(reader);
  const config: HermesConfig = {
    host: reader.read('HOST', variables.HOST) ?? '127.0.0.1',
    port: port?.data ?? reader.read('PORT', variables.PORT) ?? DEFAULT_PORT,
    subgraphToken: subgraphToken ?? '',
    tools,
    servers,
    stopGraceSec: reader.read('VX11_STOP_GRACE_SEC', variables.VX11_STOP_GRACE_SEC) ?? 10,
    logLevel: reader.read('LOG_LEVEL', variables.LOG_LEVEL) ?? 'info',
  };
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return config;
}
