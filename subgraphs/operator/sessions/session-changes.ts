import { watchedStream } from '../watched-stream.ts';

/** A reader that is further behind than this misses the oldest changes; a changed session is told once, however often it changed. */
const MAX_PENDING = 1_000;

/** Which sessions changed in this process. */
export class SessionChanges {
  readonly #listeners = new Set<(id: string) => void>();

  changed(id: string): void {
    for (const listener of this.#listeners) listener(id);
  }

  /**
   * Changed sessions as `read` gives them, in order of change: of `only` one, beginning with its present state, or of all from
   * now on. One that is gone meanwhile is left out.
   */
  follow<Session>(
    only: string | null,
    read: (id: string) => Promise<Session | undefined>,
  ): AsyncIterableIterator<Session> {
    const pending = new Set<string>(only === null ? [] : [only]);
    return watchedStream<Session>({
      async take() {
        for (const id of pending) {
          pending.delete(id);
          const session = await read(id);
          if (session !== undefined) return session;
        }
        return undefined;
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
