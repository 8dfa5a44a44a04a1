import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { packageRoot } from '../../../schema/package-root.ts';

/** Keeps one sentinel running as a process of its own while windows are open; it ends by itself when there are none. */
export interface SentinelKeeper {
  /** A window may have been opened: looks soon. Never waits, never throws. */
  look(): void;
  /** No more looks; the one that runs goes on. Idempotent. */
  stopLooking(): void;
  /** Ends the one that runs, too. Idempotent. */
  close(): Promise<void>;
}

/** Making a process costs what a service that starts just then needs. */
const LOOK_AFTER_MS = 1_000;
/** One that ends again and again is started no more often than this. */
const RESPAWN_MS = 5_000;
const END_LIMIT_MS = 1_000;

export function keepSentinel(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hasWindow: () => Promise<boolean>;
  /** Called before it begins, so that it finds itself named. */
  readonly announce: (id: string) => void;
}): SentinelKeeper {
  const { clock, log, hasWindow } = options;
  let child: ChildProcess | undefined;
  let cancelLook: (() => void) | undefined;
  let isClosed = false;

  function lookAfter(delayMs: number): void {
    if (isClosed || child !== undefined || cancelLook !== undefined) return;
    cancelLook = clock.after(delayMs, () => {
      lookNow()
        .catch((error: unknown) =>
          log.warn({ err: error }, 'no sentinel: should madre be killed, services run on until she is back'),
        )
        .finally(() => (cancelLook = undefined));
    });
  }

  async function lookNow(): Promise<void> {
    if (!(await hasWindow()) || isClosed) return;
    const id = randomUUID();
    options.announce(id);
    child = spawnSentinel(options.dataDir, id);
    // Also where it could not be started: an 'error' nobody listens to would end madre.
    child.on('error', (error) => log.warn({ err: error }, 'the sentinel could not be started'));
    child.once('close', () => {
      child = undefined;
      // It ended for want of a window, or failed; a window may have been opened just then.
      lookAfter(RESPAWN_MS);
    });
  }

  function stopLooking(): void {
    isClosed = true;
    cancelLook?.();
  }

  lookAfter(LOOK_AFTER_MS);
  return {
    look: () => lookAfter(LOOK_AFTER_MS),
    stopLooking,
    async close() {
      stopLooking();
      if (child !== undefined) await end(child, clock);
    },
  };
}

/** In a session of its own, so that what ends madre's process group does not end it; with none of her environment. */
function spawnSentinel(dataDir: string, id: string): ChildProcess {
  const program = fileURLToPath(new URL('dist/subgraphs/sentinel.js', packageRoot));
  const args = [program, '--data-dir', dataDir, '--id', id];
  const child = spawn(process.execPath, args, { cwd: '/', env: {}, detached: true, stdio: 'ignore' });
  child.unref();
  return child;
}

async function end(child: ChildProcess, clock: Clock): Promise<void> {
  if (child.pid === undefined) return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  const cancel = clock.after(END_LIMIT_MS, () => child.kill('SIGKILL'));
  await ended;
  cancel();
}
