import { watchedStream } from '../watched-stream.ts';

/** A reader that is further behind than this misses the oldest changes; a changed session is told once, however often it changed. */
const MAX_PENDING = 1_000;

/** Which sessions changed in this process. */
export class SessionChanges {
  readonly #listeners = new Set<(id: string) => void>();

  changed(id: string): void {
    for (const listener of this.#listeners) listener(id);
  }

  /** Ids of changed sessions, in order of change: of `only` one, beginning with its present state, or of all from now on. */
  follow(only: string | null): AsyncIterableIterator<string> {
    const pending = new Set<string>(only === null ? [] : [only]);
    return watchedStream<string>({
      take() {
        const [next] = pending;
        if (next !== undefined) pending.delete(next);
        return next;
      },
      watch: (wake) => {
        const listener = (id: string): void => {
          if (only !== null && id !== only) return;
          pending.add(id);
          const [oldest] = pending;
          if (pending.size > MAX_PENDING && oldest !== undefined) pending.delete(oldest);
          wake();
        };
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    });
  }
}
