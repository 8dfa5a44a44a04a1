import { accessSync, constants } from 'node:fs';
import { makePrivateFolder } from '../private-folder.ts';
import { ConfigurationError } from './configuration-error.ts';

/** Makes the data folder where it is missing. Throws ConfigurationError where nothing can be kept in it. */
export function openDataFolder(path: string): void {
  try {
    makePrivateFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const expected = 'a folder that can be made and written to';
    const problem = { file: 'environment', path: 'VX11_DATA_DIR', expected, found: `${path} (${why})` };
    throw new ConfigurationError([problem], error);
  }
}
