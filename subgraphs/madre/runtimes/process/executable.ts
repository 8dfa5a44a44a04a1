import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** The file that a command names, as a shell would find it; `node` is the Node that runs madre. Undefined where there is none. */
export function findExecutable(
  command: string,
  where: { readonly cwd: string; readonly path: string },
): string | undefined {
  if (command === 'node') return process.execPath;
  if (command.includes('/') || isAbsolute(command)) {
    const file = resolve(where.cwd, command);
    return isExecutable(file) ? file : undefined;
  }
  const candidates = where.path.split(delimiter).filter((folder) => folder !== '');
  return candidates.map((folder) => join(folder, command)).find(isExecutable);
}

/** Tells a person where a command that was not found was looked for. */
export function whereSought(command: string, where: { readonly cwd: string; readonly path: string }): string {
  if (command.includes('/') || isAbsolute(command))
    return `no executable file ${resolve(where.cwd, command)}`;
  return `no ${command} in PATH (${where.path === '' ? 'which is empty' : where.path})`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
