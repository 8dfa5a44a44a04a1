import type { MessageStatus } from '../../../schema/generated/operator.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { MessageRecord } from '../sessions/messages.ts';
import type { ToolCallRecord } from '../sessions/tool-calls.ts';
import { END, watchedStream } from '../watched-stream.ts';

/** The events of chatStream as the resolvers read them. */
export type AnswerEvent =
  | {
      readonly __typename: 'ChatSnapshot';
      readonly seq: number;
      readonly content: string;
      readonly status: MessageStatus;
    }
  | {
      readonly __typename: 'ChatRouting';
      readonly seq: number;
      readonly engine: EngineRef;
      readonly attempt: number;
      readonly why: string;
    }
  | {
      readonly __typename: 'ChatDelta';
      readonly seq: number;
      readonly text: string;
      readonly reasoning: boolean;
    }
  | {
      readonly __typename: 'ChatRestarted';
      readonly seq: number;
      readonly from: EngineRef;
      readonly to: EngineRef | null;
      readonly discardedCharacters: number;
      readonly reason: string;
    }
  | { readonly __typename: 'ChatToolCall'; readonly seq: number; readonly toolCall: ToolCallRecord }
  | { readonly __typename: 'ChatFinished'; readonly seq: number; readonly message: MessageRecord };

interface EngineRef {
  readonly id: string;
}

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never;
export type NewAnswerEvent = WithoutSeq<Exclude<AnswerEvent, { __typename: 'ChatSnapshot' }>>;

/** What a reader that falls further behind than this gets instead is a snapshot. */
const KEPT_EVENTS = 4_096;
const KEPT_CHARACTERS = 1_000_000;
/** One more is refused with RATE_LIMITED. Equal watchers of one gateway are one here. */
const MAX_WATCHERS = 64;

/** The events of one running answer, kept while it runs. Readers hold a position, not a queue: a slow one costs nothing. */
export class AnswerLog {
  #events: AnswerEvent[] = [];
  #lastSeq = 0;
  #text = '';
  #characters = 0;
  #ended = false;
  readonly #watchers = new Set<() => void>();

  /** The text shown so far. */
  get text(): string {
    return this.#text;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  append(event: NewAnswerEvent): void {
    this.#lastSeq += 1;
    if (event.__typename === 'ChatDelta' && !event.reasoning) this.#text += event.text;
    if (event.__typename === 'ChatRestarted')
      this.#text = this.#text.slice(0, Math.max(0, this.#text.length - event.discardedCharacters));
    this.#events.push({ ...event, seq: this.#lastSeq });
    this.#characters += sizeOf(event);
    if (this.#events.length > KEPT_EVENTS || this.#characters > KEPT_CHARACTERS) this.#forgetOldest();
    this.#wake();
  }

  /** Nothing is appended any more: readers get the rest and end. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /**
   * Events after `afterSeq` without gap or repeat; without it, or where they are no longer kept, a snapshot first.
   * Throws RATE_LIMITED where as many follow as may.
   */
  follow(afterSeq: number | null): AsyncIterableIterator<AnswerEvent> {
    if (this.#watchers.size >= MAX_WATCHERS)
      throw new CodedError('RATE_LIMITED', {
        problem: `one answer is followed by at most ${MAX_WATCHERS} at once`,
      });
    let position = afterSeq !== null && this.#keeps(afterSeq) ? afterSeq : null;
    return watchedStream<AnswerEvent>({
      take: () => {
        if (position === null || !this.#keeps(position)) {
          position = this.#lastSeq;
          return this.#snapshot();
        }
        const next = this.#events[this.#events.length - (this.#lastSeq - position)];
        if (next === undefined) return this.#ended ? END : undefined;
        position = next.seq;
        return next;
      },
      watch: (wake) => {
        this.#watchers.add(wake);
        return () => this.#watchers.delete(wake);
      },
    });
  }

  #forgetOldest(): void {
    this.#events = this.#events.slice(-Math.ceil(this.#events.length / 2));
    this.#characters = this.#events.reduce((sum, event) => sum + sizeOf(event), 0);
  }

  #keeps(seq: number): boolean {
    return seq >= this.#lastSeq - this.#events.length && seq <= this.#lastSeq;
  }

  #snapshot(): AnswerEvent {
    return {
      __typename: 'ChatSnapshot',
      seq: this.#lastSeq,
      content: this.#text,
      status: this.#text === '' ? 'PENDING' : 'STREAMING',
    };
  }

  #wake(): void {
    for (const wake of this.#watchers) wake();
  }
}

function sizeOf(event: NewAnswerEvent | AnswerEvent): number {
  return event.__typename === 'ChatDelta' ? event.text.length : 0;
}
