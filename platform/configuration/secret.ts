import { readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The secret NAME, or the content of the file that NAME_FILE names, without its last line break. undefined where neither is
 * set or the value is empty. Throws ConfigurationError where both are set or the file cannot be read; never shows the value.
 */
export function readSecret(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return value === '' ? undefined : value;
  if (value !== undefined && value !== '') {
    throw new ConfigurationError([
      { file: 'environment', path: name, expected: `either ${name} or ${name}_FILE`, found: 'both' },
    ]);
  }
  const content = readText(name, file).replace(/\r?\n$/, '');
  return content === '' ? undefined : content;
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      [{ file: 'environment', path: `${name}_FILE`, expected: 'a readable file', found }],
      error,
    );
  }
}
