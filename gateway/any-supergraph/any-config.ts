import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../platform/configuration/configuration-error.ts';
import { createEnvironmentReader, type Env } from '../../platform/configuration/environment.ts';
import { variables } from '../../subgraphs/index.ts';
import type { HeaderRules } from './header-rules.ts';
import { headerName, readHeaderRules } from './read-header-rules.ts';
import { readDoorSettings, type DoorSettings } from '../config/door-settings.ts';
import { readSubgraphTls } from '../config/subgraph-tls.ts';
import type { LinkTls } from '../links/remote/tls.ts';

/** What a gateway of any supergraph is told: by arguments, and by the environment what its door and its log need. No token: everybody may ask. */
export interface AnyConfig extends DoorSettings {
  readonly supergraphFile: string;
  readonly supergraphSdl: string;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Where a subgraph's streams are, by its name, where that is not its own address. */
  readonly subscriptionUrls: ReadonlyMap<string, string>;
  /** What subgraphs see of the client's headers. */
  readonly headerRules: HeaderRules;
  /** For subgraphs at https addresses. */
  readonly tls: LinkTls | undefined;
  readonly logLevel: string;
}

const options = {
  supergraph: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'subscription-url': { type: 'string', multiple: true },
  'forward-header': { type: 'string', multiple: true },
  'header-rules': { type: 'string' },
} as const;

/** Throws one ConfigurationError with every problem. */
export function readAnyConfig(env: Env, args: readonly string[]): AnyConfig {
  const reader = createEnvironmentReader(env);
  const { problems } = reader;
  const values = readArguments(args, problems);
  const check = <Schema extends z.ZodType>(name: string, schema: Schema, value: unknown) =>
    checked(problems, `--${name}`, schema, value);
  const supergraphFile = check(
    'supergraph',
    z.string().min(1).describe('the file of a supergraph'),
    values.supergraph,
  );
  const host = check('host', variables.HOST, values.host ?? env['HOST'] ?? '127.0.0.1') ?? '127.0.0.1';
  const door = readDoorSettings(reader, { host, scopes: 'any', origins: [] });
  const config: AnyConfig = {
    ...door,
    // The one that everybody knows would only be in the way.
    ...(door.usesLocalToken ? { tokens: [], fixedTokens: [] } : {}),
    supergraphFile: supergraphFile ?? '',
    supergraphSdl: supergraphFile === undefined ? '' : readText(problems, supergraphFile),
    host,
    port: check('port', variables.PORT, values.port ?? env['PORT'] ?? '8000') ?? 0,
    subscriptionUrls: new Map(
      (values['subscription-url'] ?? []).flatMap(
        (pair) => check('subscription-url', subscriptionUrl, pair) ?? [],
      ),
    ),
    headerRules: readHeaderRules(
      reader,
      check('header-rules', z.string().min(1).optional().describe('a file of rules'), values['header-rules']),
      (values['forward-header'] ?? []).flatMap((name) => check('forward-header', headerName, name) ?? []),
    ),
    tls: readSubgraphTls(reader),
    logLevel: reader.read('LOG_LEVEL', variables.LOG_LEVEL) ?? 'info',
  };
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

const subscriptionUrl = z
  .string()
  .regex(/^[^=]+=(wss?|https?):\/\/.+$/)
  .transform((pair): [[string, string]] => {
    const end = pair.indexOf('=');
    return [[pair.slice(0, end), pair.slice(end + 1).replace(/^http/, 'ws')]];
  })
  .refine(([[, url]]) => isStreamUrl(url))
  .describe('NAME=URL, as reviews=ws://127.0.0.1:4002/graphql');

/** A fragment is never sent, so a WebSocket takes no address with one. */
function isStreamUrl(url: string): boolean {
  return URL.canParse(url) && new URL(url).hash === '';
}

function readArguments(args: readonly string[], problems: ConfigurationProblem[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const expected =
      '--supergraph FILE --port N [--host H] [--subscription-url NAME=URL]… [--forward-header NAME]… [--header-rules FILE]';
    problems.push({ file: 'command line', path: 'arguments', expected, found });
    return {};
  }
}

function checked<Schema extends z.ZodType>(
  problems: ConfigurationProblem[],
  path: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const found = typeof value === 'string' ? JSON.stringify(value) : 'nothing';
  problems.push({ file: 'command line', path, expected: schema.description ?? 'something else', found });
  return undefined;
}

function readText(problems: ConfigurationProblem[], file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    problems.push({ file: 'command line', path: '--supergraph', expected: 'a readable file', found });
    return '';
  }
}
