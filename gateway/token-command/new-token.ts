import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { hashToken } from '../../platform/auth.ts';
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../platform/configuration/configuration-error.ts';
import { tokenEntry, type TokenEntry } from '../config/tokens.ts';

export interface NewToken {
  /** Kept nowhere: who loses it makes another one. */
  readonly value: string;
  readonly entry: TokenEntry;
  /** Where the entry is to be added, if anywhere. */
  readonly file: string | undefined;
}

const options = {
  name: { type: 'string' },
  scopes: { type: 'string', default: '' },
  'any-scopes': { type: 'boolean', default: false },
  expires: { type: 'string' },
  file: { type: 'string' },
} as const;

/** 256 bits, so that hashing it once is enough; the prefix lets scanners of secrets know it. */
const BYTES = 32;
const PREFIX = 'vx11_';

/**
 * `--name N [--scopes A,B] [--any-scopes] [--expires INSTANT] [--file FILE]`. Without `--any-scopes` only those of the stack are taken.
 * Throws one ConfigurationError with every problem.
 */
export function newToken(args: readonly string[], now: number): NewToken {
  const { name, scopes, expires, file, ...given } = readArguments(args);
  const value = PREFIX + randomBytes(BYTES).toString('base64url');
  const checked = tokenEntry(given['any-scopes'] ? 'any' : 'stack').safeParse({
    name: name ?? '',
    sha256: hashToken(value),
    scopes: scopes.split(',').flatMap((scope) => scope.trim() || []),
    ...(expires === undefined ? {} : { expiresAt: expires }),
  });
  if (!checked.success) throw new ConfigurationError(checked.error.issues.map(toProblem));
  const { expiresAt } = checked.data;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now)
    throw new ConfigurationError([problemWith('expires', 'an instant that is still to come', expiresAt)]);
  return { value, entry: checked.data, file };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const expected = '--name N [--scopes A,B] [--any-scopes] [--expires INSTANT] [--file FILE]';
    const found = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([problemWith('arguments', expected, found)], error);
  }
}

function toProblem(issue: { readonly path: readonly PropertyKey[]; readonly message: string }) {
  const [field] = issue.path;
  const option = field === 'expiresAt' ? 'expires' : String(field);
  return problemWith(option, issue.message, 'another text');
}

function problemWith(path: string, expected: string, found: string): ConfigurationProblem {
  return { file: 'command line', path: `--${path}`, expected, found };
}
