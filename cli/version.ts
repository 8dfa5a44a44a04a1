import { createRequire } from 'node:module';

/** Of the package that this file is a part of, built or not. */
export function packageVersion(): string {
  const description: unknown = createRequire(import.meta.url)('tentaculo_link/package.json');
  if (typeof description !== 'object' || description === null || !('version' in description))
    throw new Error('package.json has no version');
  return String(description.version);
}
