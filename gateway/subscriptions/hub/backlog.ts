import type { EventMessage } from './event-message.ts';
import type { StreamMetrics } from './stream-metrics.ts';

/** What one slow subscriber has not been sent yet. */
const MOST_MESSAGES = 1_000;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Bounded in number and bytes. Of a message with a key only the latest is kept; where all keys are different, or there are none, the
 * oldest goes. Each loss is counted until it is told.
 */
export class Backlog {
  readonly #metrics: StreamMetrics | undefined;
  #messages: EventMessage[] = [];
  #bytes = 0;
  #dropped = 0;

  constructor(metrics?: StreamMetrics) {
    this.#metrics = metrics;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  push(message: EventMessage): void {
    const { key } = message;
    const replaced = key === undefined ? -1 : this.#messages.findIndex((waiting) => waiting.key === key);
    if (replaced >= 0) this.#drop(replaced);
    this.#messages.push(message);
    this.#bytes += message.json.length;
    while (this.#messages.length > MOST_MESSAGES || (this.#bytes > MOST_BYTES && this.#messages.length > 1))
      this.#drop(0);
  }

  /** The next one to send; it tells of those that were lost before it. */
  shift(): EventMessage | undefined {
    const message = this.#messages.shift();
    if (message === undefined) return undefined;
    this.#bytes -= message.json.length;
    if (this.#dropped === 0) return message;
    const dropped = this.#dropped;
    this.#dropped = 0;
    return message.tellingOf({ dropped });
  }

  #drop(index: number): void {
    const [dropped] = this.#messages.splice(index, 1);
    this.#bytes -= dropped?.json.length ?? 0;
    this.#dropped += 1;
    this.#metrics?.dropped();
  }
}
