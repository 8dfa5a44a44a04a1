import { existsSync } from 'node:fs';

/** The folder of package.json, the same from the sources and from dist/. Ends in a slash. */
export const packageRoot: URL = findUp(new URL('.', import.meta.url));

function findUp(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const parent = new URL('..', folder);
  if (parent.href === folder.href)
    throw new Error('package.json of tentaculo_link not found above its own files');
  return findUp(parent);
}
