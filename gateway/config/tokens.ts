import { z } from 'zod';
import { hashToken, type TokenRecord } from '../../platform/auth.ts';
import { attempt } from '../../platform/configuration/configuration-error.ts';
import type { EnvironmentReader } from '../../platform/configuration/environment.ts';
import { readYamlFile } from '../../platform/configuration/yaml-file.ts';
import { tokenVariables } from '../../subgraphs/index.ts';

/** Works with no configuration, so it is known to everybody, so it counts only where nobody else can reach the door. */
export const LOCAL_TOKEN = 'vx11-local-token';

export interface Tokens {
  readonly records: readonly TokenRecord[];
  /** True while nothing was configured and LOCAL_TOKEN opens the door. */
  readonly isLocalOnly: boolean;
}

/** The tokens this door accepts: one from the environment, those of VX11_TOKENS, or on loopback the local one. */
export function readTokens(reader: EnvironmentReader, host: string): Tokens {
  const fromEnvironment = readEnvironmentToken(reader);
  const file = reader.file('VX11_TOKENS');
  const fromFile =
    file === undefined ? [] : (attempt(reader.problems, () => readYamlFile(file, tokensFile).tokens) ?? []);
  const configured = [...fromEnvironment, ...fromFile.map(toRecord)];
  const isLocalOnly = ![...tokenVariables, 'VX11_TOKENS'].some((name) => reader.isSet(name));
  const records = isLocalOnly ? [allScopes('local', LOCAL_TOKEN)] : configured;
  if (!isLoopback(host)) refuseLocalToken(reader, records, host);
  return { records, isLocalOnly };
}

/** 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

const scopes = [
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

const tokensFile = z.strictObject({
  tokens: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name of at most 64 letters, digits, ., _ and -'),
        sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'the SHA-256 of the token, 64 hex digits'),
        // With none a token may read.
        scopes: z.array(z.enum(scopes)),
        expiresAt: z.iso
          .datetime({ offset: true, error: 'an instant such as 2027-01-01T00:00:00Z' })
          .optional(),
      }),
    )
    .min(1)
    .superRefine((tokens, check) => {
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
  return { name, sha256: hashToken(value), scopes: ['*'], expiresAt: undefined };
}

function toRecord(entry: z.output<typeof tokensFile>['tokens'][number]): TokenRecord {
  const expiresAt = entry.expiresAt === undefined ? undefined : Date.parse(entry.expiresAt);
  return { name: entry.name, sha256: entry.sha256.toLowerCase(), scopes: entry.scopes, expiresAt };
}

function refuseLocalToken(reader: EnvironmentReader, records: readonly TokenRecord[], host: string): void {
  if (!records.some(({ sha256 }) => sha256 === hashToken(LOCAL_TOKEN))) return;
  reader.problems.push({
    file: 'environment',
    path: 'VX11_TOKEN',
    expected: `a token of your own (or VX11_TOKENS), because HOST is ${host} and others can reach the door there`,
    found: `only ${LOCAL_TOKEN}, which everybody knows`,
  });
}
