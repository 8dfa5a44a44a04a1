import { watch, type FSWatcher } from 'node:fs';
import type { Clock } from '../../../../../platform/clock.ts';

export type Watch = (
  file: string,
  options: { readonly persistent: false },
  listener: () => void,
) => FSWatcher;

/** Between two looks while somebody may write, also where the system tells of no growth. */
const LOOK_MS = 250;
/** libuv reads events until there are none: while a writer is faster than that, nothing else would ever run. */
const EVENTS_PER_TURN = 16;
const PAUSE_MS = 20;

/** Calls `look` when one of the files grew, and now and then in any case; under a flood no more often than every few milliseconds. */
export class LogWatch {
  readonly #clock: Clock;
  readonly #watch: Watch;
  readonly #look: () => void;
  readonly #onError: (error: unknown) => void;
  readonly #watchers = new Map<string, FSWatcher | undefined>();
  #events = 0;
  #isPaused = false;
  #cancelTimer: (() => void) | undefined;

  constructor(options: {
    readonly clock: Clock;
    readonly watch: Watch | undefined;
    readonly look: () => void;
    readonly onError: (error: unknown) => void;
  }) {
    this.#clock = options.clock;
    this.#watch = options.watch ?? watch;
    this.#look = options.look;
    this.#onError = options.onError;
  }

  /** Anew each time: the file may be another one of the same name. */
  follow(path: string): void {
    this.#cancelTimer ??= this.#clock.after(LOOK_MS, () => this.#tick());
    this.#watchers.get(path)?.close();
    this.#watchers.set(path, undefined);
    if (!this.#isPaused) this.#open(path);
  }

  /** Nobody is known to write: only the system's own word counts. */
  rest(): void {
    if (this.#isPaused) this.#openAll();
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  close(): void {
    this.#closeAll();
    this.#watchers.clear();
    this.rest();
  }

  #open(path: string): void {
    try {
      const watcher = this.#watch(path, { persistent: false }, () => this.#noteEvent());
      this.#watchers.set(path, watcher);
      watcher.on('error', (error) => {
        this.#onError(error);
        watcher.close();
      });
    } catch (error) {
      this.#onError(error);
    }
  }

  #openAll(): void {
    this.#isPaused = false;
    for (const path of this.#watchers.keys()) this.#open(path);
  }

  #closeAll(): void {
    for (const [path, watcher] of this.#watchers) {
      watcher?.close();
      this.#watchers.set(path, undefined);
    }
  }

  #noteEvent(): void {
    if (this.#isPaused) return;
    if (this.#events === 0) setImmediate(() => (this.#events = 0));
    this.#events += 1;
    this.#look();
    if (this.#events >= EVENTS_PER_TURN && this.#watchers.size > 0) this.#pause();
  }

  #pause(): void {
    this.#isPaused = true;
    this.#closeAll();
    this.#cancelTimer?.();
    this.#cancelTimer = this.#clock.after(PAUSE_MS, () => this.#tick());
  }

  #tick(): void {
    this.#cancelTimer = this.#clock.after(LOOK_MS, () => this.#tick());
    this.#look();
    if (this.#isPaused) this.#openAll();
  }
}
