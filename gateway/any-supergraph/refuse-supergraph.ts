import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';

/** For a `catch`: says which file is no supergraph that can be served, and why. */
export function refuseSupergraph(file: string): (error: unknown) => never {
  return (error) => {
    const found = error instanceof Error ? error.message : String(error);
    const expected = 'a composed supergraph that can be served';
    throw new ConfigurationError([{ file, path: '', expected, found }], error);
  };
}
