import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { attempt, type ConfigurationProblem } from './configuration-error.ts';
import { readSecret } from './secret.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and collects what is wrong with them. An empty variable counts as not set, as compose files write it. */
export interface EnvironmentReader {
  readonly problems: ConfigurationProblem[];
  /** The schema's description says what is expected. */
  read<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> | undefined;
  /** A path, resolved against the working folder. */
  path(name: string): string | undefined;
  /** The path of a file that can be read. */
  file(name: string): string | undefined;
  /** Those of files that can be read, separated by commas; none where it is not set. */
  files(name: string): readonly string[];
  /** The value of NAME, or the content of the file that NAME_FILE names. */
  secret(name: string): string | undefined;
  /** The path that NAME_FILE names. */
  secretFile(name: string): string | undefined;
  isSet(name: string): boolean;
}

export function createEnvironmentReader(env: Env): EnvironmentReader {
  const problems: ConfigurationProblem[] = [];
  // Asked for by several readers; a problem with one is reported once.
  const secrets = new Map<string, string | undefined>();
  const text = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const path = (name: string): string | undefined => {
    const value = text(name);
    return value === undefined ? undefined : resolve(value);
  };
  const readable = (name: string, file: string): readonly string[] => {
    const problem = whyUnreadable(file);
    if (problem === undefined) return [file];
    problems.push({
      file: 'environment',
      path: name,
      expected: 'a readable file',
      found: `${file} (${problem})`,
    });
    return [];
  };
  return {
    problems,
    read(name, schema) {
      const value = text(name);
      if (value === undefined) return undefined;
      const checked = schema.safeParse(value);
      if (checked.success) return checked.data;
      problems.push({
        file: 'environment',
        path: name,
        expected: schema.description ?? 'something else',
        found: show(value),
      });
      return undefined;
    },
    path,
    file(name) {
      const value = path(name);
      return value === undefined ? undefined : readable(name, value)[0];
    },
    files(name) {
      const names = text(name)?.split(',') ?? [];
      return names.flatMap((one) => readable(name, resolve(one.trim())));
    },
    secret(name) {
      if (!secrets.has(name))
        secrets.set(
          name,
          attempt(problems, () => readSecret(env, name)),
        );
      return secrets.get(name);
    },
    secretFile: (name) => path(`${name}_FILE`),
    isSet: (name) => text(name) !== undefined || text(`${name}_FILE`) !== undefined,
  };
}

function whyUnreadable(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isDirectory() ? 'a folder' : undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/** Passwords inside a URL are not repeated. */
function show(value: string): string {
  return JSON.stringify(value.replace(/\/\/[^/@]*@/, '//***@'));
}
