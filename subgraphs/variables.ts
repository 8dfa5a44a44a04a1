import { z } from 'zod';

/** One schema per variable of the environment that is not a secret or a path; its description is what a refused start prints. */
export const variables = {
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535)
    .describe('a port, 1 to 65535, or 0 for any free one'),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/)
    .describe('an address or host name to bind to, without a port'),
  VX11_RUNTIME: z.enum(['auto', 'docker', 'process', 'memory']).describe('auto, docker, process or memory'),
  VX11_COMPOSE_PROJECT: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/)
    .describe('a compose project name: a-z, 0-9, _ and -'),
  DOCKER_HOST: z
    .string()
    .regex(/^(unix|tcp|http|https|npipe):\/\/./)
    .describe(
      "a Docker engine's address, such as unix:///var/run/docker.sock; for one behind ssh forward its socket with ssh -L",
    ),
  DOCKER_TLS_VERIFY: z.string().describe('anything, where the engine is to be reached by TLS'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).describe('a URL such as redis://127.0.0.1:6379'),
  MADRE_URL: subgraphUrl('http://madre:8001'),
  SWITCH_URL: subgraphUrl('http://switch:8002'),
  OPERATOR_URL: subgraphUrl('http://operator:8011'),
  HERMES_URL: subgraphUrl('http://hermes:8003'),
  VX11_HERMES_TOOLS: list(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/).describe(
    'at most 64 names of programs, without a path, separated by commas; none for no program',
  ),
  VX11_HERMES_SERVERS: list(/^https?:\/\/[A-Za-z0-9.:[\]_-]+$/).describe(
    'at most 64 addresses such as http://127.0.0.1:11434, without a path, separated by commas; none for no server',
  ),
  VX11_MEMORY_BUDGET_MB: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((size) => size > 0)
    .describe('a whole number of megabytes above 0'),
  VX11_SENTINEL: z.enum(['child', 'apart']).describe('child or apart'),
  VX11_SENTINEL_GRACE_SEC: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .refine((span) => span >= 2 && span <= 3_600)
    .describe('a whole number of seconds, 2 to 3600'),
  VX11_STOP_GRACE_SEC: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .refine((span) => span >= 1 && span <= 3_600)
    .describe('a whole number of seconds, 1 to 3600'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .describe('trace, debug, info, warn, error, fatal or silent'),
} as const;

/** Of the door alone; gateway/config knows their forms. */
const doorVariables = ['VX11_ALLOWED_ORIGINS', 'VX11_RATE_LIMITS'] as const;

const paths = [
  'VX11_DATA_DIR',
  'DOCKER_CERT_PATH',
  'VX11_CATALOG',
  'VX11_ENGINES',
  'VX11_TOKENS',
  'VX11_TRUSTED_DOCUMENTS',
  'VX11_SUBGRAPH_CA',
  'VX11_SUBGRAPH_CERT',
  'VX11_SUBGRAPH_KEY',
] as const;

/** The first one set is a token with all scopes. */
export const tokenVariables = ['VX11_TENTACULO_LINK_TOKEN', 'VX11_GATEWAY_TOKEN', 'VX11_TOKEN'] as const;

/** Each may be given as NAME_FILE too: a file that holds the value. */
export const secretVariables = [
  ...tokenVariables,
  'VX11_SUBGRAPH_TOKEN',
  'DEEPSEEK_API_KEY',
  'DEEPSEEK_API_TOKEN',
  'OPENAI_API_KEY',
] as const;

/** Everything the gateway reads from its environment; docs/configuration.md explains each. */
export const configVariables: readonly string[] = [
  ...Object.keys(variables),
  ...doorVariables,
  ...paths,
  ...secretVariables,
];

/** Separated by commas; `none` is none. */
function list(form: RegExp) {
  return z
    .string()
    .transform((text) => (text.trim() === 'none' ? [] : text.split(',').map((part) => part.trim())))
    .refine((parts) => parts.length <= 64 && parts.every((part) => form.test(part)));
}

function subgraphUrl(example: string): z.ZodURL {
  return z.url({ protocol: /^https?$/ }).describe(`an http or https URL such as ${example}`);
}
