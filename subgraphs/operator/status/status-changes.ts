import { BusGapError, type Bus } from '../../../platform/bus/bus.ts';
import { sleep, type Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';

/** The stream that madre publishes its outbox on. */
const MADRE_STREAM = 'madre';
/** Bursts of events make one status; a dashboard needs no more. */
const THROTTLE_MS = 250;
const RETRY_MS = 1_000;

/** Says when the status may have changed. Only one bus subscription is kept, and only while somebody watches. */
export class StatusChanges {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #watchers = new Set<() => void>();
  #following: AbortController | undefined;
  #cancelWake: (() => void) | undefined;

  constructor(parts: { readonly bus: Bus; readonly clock: Clock; readonly log: Logger }) {
    this.#bus = parts.bus;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  watch(wake: () => void): () => void {
    this.#watchers.add(wake);
    if (this.#following === undefined) {
      this.#following = new AbortController();
      void this.#follow(this.#following.signal);
    }
    return () => {
      this.#watchers.delete(wake);
      if (this.#watchers.size === 0) this.close();
    };
  }

  /** Idempotent; watching again starts anew. */
  close(): void {
    this.#following?.abort();
    this.#following = undefined;
    this.#cancelWake?.();
    this.#cancelWake = undefined;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const _event of this.#bus.subscribe(MADRE_STREAM, { signal })) this.#wakeSoon();
      } catch (error) {
        if (!signal.aborted && !(error instanceof BusGapError))
          this.#log.warn({ err: error }, 'the bus does not answer');
      }
      await sleep(this.#clock, RETRY_MS, signal).catch(() => undefined);
      // Events may have been missed meanwhile: everybody looks once more.
      if (!signal.aborted) this.#wakeSoon();
    }
  }

  #wakeSoon(): void {
    this.#cancelWake ??= this.#clock.after(THROTTLE_MS, () => {
      this.#cancelWake = undefined;
      for (const wake of this.#watchers) wake();
    });
  }
}
