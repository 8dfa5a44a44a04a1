import pico from 'picocolors';
import type { TimeWords } from './time-words.ts';

export type Colours = ReturnType<typeof pico.createColors>;

/** The parts of a stream that are used. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface TerminalOptions {
  readonly output: TerminalStream;
  readonly problems: TerminalStream;
  readonly isJson: boolean;
  readonly hasColours: boolean;
  readonly times: TimeWords;
}

/** Results go to the one stream, everything about them to the other, so that a script reads only results. */
export class Terminal {
  readonly isJson: boolean;
  readonly times: TimeWords;
  readonly colours: Colours;
  readonly #output: TerminalStream;
  readonly #problems: TerminalStream;
  #hasProgress = false;

  constructor({ output, problems, isJson, hasColours, times }: TerminalOptions) {
    this.#output = output;
    this.#problems = problems;
    this.isJson = isJson;
    this.times = times;
    this.colours = pico.createColors(hasColours && !isJson);
  }

  /** Whether a person looks at the results as they come. */
  get isLive(): boolean {
    return this.#output.isTTY === true && !this.isJson;
  }

  /** A line of the result. */
  print(line: string): void {
    this.#endProgress();
    this.#output.write(`${line}\n`);
  }

  /** A piece of the result, without an end of line. */
  write(text: string): void {
    this.#endProgress();
    this.#output.write(text);
  }

  /** A document of the result for scripts: one line each, so that many are NDJSON. */
  json(value: unknown): void {
    this.#output.write(`${JSON.stringify(value)}\n`);
  }

  /** What went wrong, for scripts. */
  jsonProblem(value: unknown): void {
    this.#problems.write(`${JSON.stringify(value)}\n`);
  }

  /** The result in the form that was asked for. */
  show(value: unknown, lines: () => readonly string[]): void {
    if (this.isJson) this.json(value);
    else for (const line of lines()) this.print(line);
  }

  /** A word about the result, for people. */
  note(line: string): void {
    if (this.isJson) return;
    this.#endProgress();
    this.#problems.write(`${line}\n`);
  }

  /** What is going on, in one line that the next one replaces. Only a person sees it. */
  progress(line: string): void {
    if (!this.hasProgress) return;
    // Some terminals say that they have none.
    const room = Math.max(20, (this.#problems.columns || 80) - 1);
    this.#problems.write(`\r\u001b[K${line.slice(0, room)}`);
    this.#hasProgress = true;
  }

  /** Otherwise say in lines what happens. */
  get hasProgress(): boolean {
    return this.#problems.isTTY === true && !this.isJson;
  }

  /** Clears the screen, for a view that is drawn again. */
  redraw(lines: readonly string[]): void {
    this.#output.write(`\u001b[H\u001b[2J${lines.join('\n')}\n`);
  }

  #endProgress(): void {
    if (this.#hasProgress) this.#problems.write('\r\u001b[K');
    this.#hasProgress = false;
  }
}
