import type { EventMessage } from './event-message.ts';

const MOST_KEPT = 1_000;

/** What a stream delivered lately, for those who come after it: always the last message, more of them while somebody catches up. */
export class RecentMessages {
  #kept: EventMessage[] = [];
  /** How many were ever delivered. */
  #count = 0;
  #isRecording = false;

  get last(): EventMessage | undefined {
    return this.#kept.at(-1);
  }

  /** A mark for `since`: everything delivered later is kept while recording, as far as there is room. */
  record(): number {
    this.#isRecording = true;
    return this.#count;
  }

  stopRecording(): void {
    this.#isRecording = false;
    this.#kept = this.#kept.slice(-1);
  }

  add(message: EventMessage): void {
    this.#count += 1;
    this.#kept.push(message);
    if (this.#kept.length > (this.#isRecording ? MOST_KEPT : 1)) this.#kept.shift();
  }

  /** What follows the change with this cursor, itself included; undefined where it is not there. */
  from(cursor: unknown): readonly EventMessage[] | undefined {
    const at = this.#kept.findIndex((message) => !message.isSnapshot && message.cursor === cursor);
    return at < 0 ? undefined : this.#kept.slice(at);
  }

  /** Everything after the mark; undefined where some of it is not kept any more. */
  since(mark: number): readonly EventMessage[] | undefined {
    const wanted = this.#count - mark;
    if (wanted > this.#kept.length) return undefined;
    return wanted === 0 ? [] : this.#kept.slice(-wanted);
  }
}
