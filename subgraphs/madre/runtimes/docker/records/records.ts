import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from '../../../../../platform/log.ts';
import { makePrivateFolder } from '../../../../../platform/private-folder.ts';
import { replaceFile } from '../../replace-file.ts';

/**
 * One record for each name, kept in a file so that a restarted madre still knows. A change is on the disk when it returns; where
 * that cannot be written, this madre goes by it all the same, as what it tells of must not wait for a disk.
 */
export class Records<Value> {
  readonly #file: string;
  readonly #log: Logger;
  readonly #values: Map<string, Value>;

  /** `parse` gives undefined for what it does not understand: a file that cannot be read is as good as none. */
  constructor(
    file: string,
    log: Logger,
    parse: (data: unknown) => Readonly<Record<string, Value>> | undefined,
  ) {
    this.#file = file;
    this.#log = log;
    this.#values = new Map(Object.entries(read(file, parse)));
  }

  get(name: string): Value | undefined {
    return this.#values.get(name);
  }

  all(): readonly (readonly [string, Value])[] {
    return [...this.#values];
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
    this.#write();
  }

  delete(name: string): void {
    if (this.#values.delete(name)) this.#write();
  }

  #write(): void {
    try {
      makePrivateFolder(dirname(this.#file));
      replaceFile(this.#file, JSON.stringify(Object.fromEntries(this.#values)));
    } catch (error) {
      this.#log.warn({ err: error, file: this.#file }, 'what was done to a container could not be noted');
    }
  }
}

function read<Value>(
  file: string,
  parse: (data: unknown) => Readonly<Record<string, Value>> | undefined,
): Readonly<Record<string, Value>> {
  try {
    return parse(JSON.parse(readFileSync(file, 'utf8'))) ?? {};
  } catch {
    return {};
  }
}
