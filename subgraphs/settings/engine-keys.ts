import type { EnvironmentReader } from '../../platform/configuration/environment.ts';

/**
 * The variables that switch's process needs for these keys. One that was given as a file is handed on as a file: it may be another key
 * tomorrow.
 */
export function readEngineKeys(
  reader: EnvironmentReader,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const handedOn = names.flatMap((name) => {
    const value = reader.secret(name);
    const file = reader.secretFile(name);
    if (file !== undefined) return [[`${name}_FILE`, file] as const];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(handedOn);
}
