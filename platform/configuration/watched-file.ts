import { statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Clock } from '../clock.ts';

export interface WatchedFile {
  /** Idempotent. Nothing is told afterwards. */
  close(): void;
}

/**
 * Tells when the file was changed or replaced, looking every `everyMs`: unlike the kernel's own events that also sees files behind
 * links, on network folders, and those that editors replace. A file that is missing for a moment is told once it is back. `onChange` may be
 * called for a change that changed nothing, and must not throw.
 */
export function watchFile(options: {
  readonly file: string;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly onChange: () => void;
}): WatchedFile {
  const { file, clock, everyMs, onChange } = options;
  let known = printNow(file);
  let isClosed = false;
  let cancel: () => void = () => undefined;

  async function look(): Promise<void> {
    const now = await printOf(file);
    if (isClosed) return;
    if (now !== undefined && known !== undefined && now !== known) onChange();
    known = now ?? known;
    cancel = clock.after(everyMs, () => void look());
  }
  cancel = clock.after(everyMs, () => void look()); // look() never rejects
  return {
    close() {
      isClosed = true;
      cancel();
    },
  };
}

/** At once, so that nothing that happens after the call is missed. */
function printNow(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? undefined : print(stats);
}

/** Undefined where there is no such file just now. */
async function printOf(file: string): Promise<string | undefined> {
  try {
    return print(await stat(file));
  } catch {
    return undefined;
  }
}

/** What changes with the content. */
function print({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [ino, size, mtimeMs, ctimeMs].join(':');
}
