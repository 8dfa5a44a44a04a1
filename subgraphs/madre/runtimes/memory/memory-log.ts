import type { Clock } from '../../../../platform/clock.ts';
import { Bell } from '../bell.ts';
import type { RuntimeLogLine } from '../runtime.ts';

const LINE_LIMIT = 1_000;
const LOOK_MS = 60_000;

/** The newest lines of one service, numbered from 1; a line's cursor is its number. */
export class MemoryLog {
  readonly #clock: Clock;
  readonly #lines: RuntimeLogLine[] = [];
  readonly #printed = new Bell();
  /** Of the line that comes next. */
  #next = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get lines(): readonly RuntimeLogLine[] {
    return this.#lines;
  }

  print(stream: RuntimeLogLine['stream'], text: string): void {
    this.#lines.push({ atMs: this.#clock.now(), stream, text, cursor: String(this.#next) });
    this.#next += 1;
    if (this.#lines.length > LINE_LIMIT) this.#lines.shift();
    this.#printed.ring();
  }

  async *follow(
    from: { readonly tail: number } | { readonly after: string },
    signal: AbortSignal,
  ): AsyncGenerator<RuntimeLogLine, void> {
    let number = 'after' in from ? this.#after(from.after) : this.#next - from.tail;
    while (!signal.aborted) {
      number = Math.max(number, this.#oldest());
      const line = this.#lines[number - this.#oldest()];
      if (line === undefined) await this.#printed.next(signal, this.#clock, LOOK_MS);
      else {
        number += 1;
        yield line;
      }
    }
  }

  #oldest(): number {
    return this.#next - this.#lines.length;
  }

  /** Zero, which is before all, for the cursor of another log. */
  #after(cursor: string): number {
    const number = /^\d{1,15}$/.test(cursor) ? Number(cursor) + 1 : 0;
    return number <= this.#next ? number : 0;
  }
}
