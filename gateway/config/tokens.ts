import { z } from 'zod';
import { hashToken, type TokenRecord } from '../../platform/auth.ts';
import {
  attempt,
  ConfigurationError,
  type ConfigurationProblem,
} from '../../platform/configuration/configuration-error.ts';
import type { EnvironmentReader } from '../../platform/configuration/environment.ts';
import { parseYaml, readYamlFile } from '../../platform/configuration/yaml-file.ts';
import { tokenVariables } from '../../subgraphs/index.ts';

/** Works with no configuration, so it is known to everybody, so it counts only where nobody else can reach the door. */
export const LOCAL_TOKEN = 'vx11-local-token';

export interface Tokens {
  readonly records: readonly TokenRecord[];
  /** Those of them that no file can take back. */
  readonly fixed: readonly TokenRecord[];
  /** VX11_TOKENS, which may change while the server runs. */
  readonly file: string | undefined;
  /** True while nothing was configured and LOCAL_TOKEN opens the door. */
  readonly isLocalOnly: boolean;
}

/** Where the tokens of a file count, and what they may be given there. */
export interface TokenRules {
  readonly host: string;
  /** `stack`: the scopes of the stack, so that a slip of the pen is told; `any`: those of whatever graph is served. */
  readonly scopes: ScopeNames;
}

export type ScopeNames = 'stack' | 'any';

/** The tokens this door accepts: one from the environment, those of VX11_TOKENS, or on loopback the local one. */
export function readTokens(reader: EnvironmentReader, rules: TokenRules): Tokens {
  const { host } = rules;
  const fromEnvironment = readEnvironmentToken(reader);
  const file = reader.file('VX11_TOKENS');
  const fromFile = file === undefined ? [] : readFirst(reader.problems, file, rules);
  const isLocalOnly = ![...tokenVariables, 'VX11_TOKENS'].some((name) => reader.isSet(name));
  const fixed = isLocalOnly ? [allScopes('local', LOCAL_TOKEN)] : fromEnvironment;
  if (!isLoopback(host)) reader.problems.push(...localTokenAmong(fixed, host, 'environment', 'VX11_TOKEN'));
  return { records: [...fixed, ...fromFile], fixed, file, isLocalOnly };
}

/** A server that starts with an empty list is a slip of the pen; one that runs is told so to let nobody in any more. */
function readFirst(
  problems: ConfigurationProblem[],
  file: string,
  rules: TokenRules,
): readonly TokenRecord[] {
  const records = attempt(problems, () => readTokensFile(file, rules));
  if (records?.length === 0)
    problems.push({
      file,
      path: 'tokens',
      expected: 'at least one token',
      found: 'an empty list',
    });
  return records ?? [];
}

/** The tokens in a text of the form of VX11_TOKENS; `file` names it in problems. Throws ConfigurationError. */
export function parseTokens(file: string, text: string, scopes: ScopeNames): readonly TokenRecord[] {
  return parseYaml(file, text, tokensFile(scopes)).tokens.map(toRecord);
}

/** The tokens of the file as it is now. Throws one ConfigurationError with every problem. */
export function readTokensFile(file: string, { host, scopes }: TokenRules): readonly TokenRecord[] {
  const records = readYamlFile(file, tokensFile(scopes)).tokens.map(toRecord);
  const problems = isLoopback(host) ? [] : localTokenAmong(records, host, file, 'tokens');
  if (problems.length > 0) throw new ConfigurationError(problems);
  return records;
}

/** 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

const stackScopes = [
  '*',
  'power:write',
  'power:admin',
  'chat:write',
  'switch:admin',
  'browser:write',
  'intent:write',
  'audit:read',
  'logs:read',
  'files:read',
] as const;

const scope = {
  stack: z.enum(stackScopes, { error: `one of ${stackScopes.join(', ')}` }),
  // RFC 6749, 3.3, without the comma, by which commands tell them apart.
  any: z
    .string()
    .regex(/^[!#-+\--[\]-~]{1,128}$/, 'a scope of at most 128 printable characters without spaces'),
} as const;

export const tokenEntry = (scopes: ScopeNames) =>
  z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name of at most 64 letters, digits, ., _ and -'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'the SHA-256 of the token, 64 hex digits'),
    // With none a token may read.
    scopes: z.array(scope[scopes]),
    expiresAt: z.iso
      .datetime({
        offset: true,
        error: 'an instant such as 2027-01-01T00:00:00Z',
      })
      .optional(),
  });

/** A token as VX11_TOKENS lists it. */
export type TokenEntry = Readonly<z.output<ReturnType<typeof tokenEntry>>>;

const tokensFile = (scopes: ScopeNames) =>
  z.strictObject({
    tokens: z.array(tokenEntry(scopes)).superRefine((tokens, check) => {
      const seen = new Set<string>();
      for (const [index, { name }] of tokens.entries()) {
        if (seen.has(name))
          check.addIssue({
            code: 'custom',
            path: [index, 'name'],
            message: 'a name that no other token has',
          });
        seen.add(name);
      }
    }),
  });

function readEnvironmentToken(reader: EnvironmentReader): readonly TokenRecord[] {
  const name = tokenVariables.find((variable) => reader.isSet(variable));
  if (name === undefined) return [];
  const before = reader.problems.length;
  const value = reader.secret(name);
  if (value !== undefined) return [allScopes('main', value)];
  if (reader.problems.length === before) {
    reader.problems.push({
      file: 'environment',
      path: `${name}_FILE`,
      expected: 'a file that holds a token',
      found: 'an empty file',
    });
  }
  return [];
}

function allScopes(name: string, value: string): TokenRecord {
  return {
    name,
    sha256: hashToken(value),
    scopes: ['*'],
    expiresAt: undefined,
  };
}

function toRecord(entry: TokenEntry): TokenRecord {
  const expiresAt = entry.expiresAt === undefined ? undefined : Date.parse(entry.expiresAt);
  return {
    name: entry.name,
    sha256: entry.sha256.toLowerCase(),
    scopes: entry.scopes,
    expiresAt,
  };
}

function localTokenAmong(
  records: readonly TokenRecord[],
  host: string,
  file: string,
  path: string,
): readonly ConfigurationProblem[] {
  if (!records.some(({ sha256 }) => sha256 === hashToken(LOCAL_TOKEN))) return [];
  const expected = `a token of your own (or VX11_TOKENS), because HOST is ${host} and others can reach the door there`;
  return [
    {
      file,
      path,
      expected,
      found: `only ${LOCAL_TOKEN}, which everybody knows`,
    },
  ];
}
