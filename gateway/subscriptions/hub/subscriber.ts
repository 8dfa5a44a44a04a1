import type { GraphQLError } from 'graphql';
import { Backlog } from './backlog.ts';
import type { EventMessage } from './event-message.ts';
import type { StreamMetrics } from './stream-metrics.ts';

/** Where the events of one subscription go: a WebSocket operation, an event stream over HTTP. */
export interface EventSink {
  /** Whether the client reads what it is sent. While it does not, messages wait outside the socket, where they can be dropped. */
  isWritable(): boolean;
  next(message: EventMessage): void;
  /** The stream ended in order. The last call. */
  complete(): void;
  /** The stream could not begin, or broke for good. The last call. */
  fail(error: GraphQLError): void;
}

type End = { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly error: GraphQLError };

/** One client of a stream. It never makes the stream wait. */
export class Subscriber {
  readonly #sink: EventSink;
  readonly #metrics: StreamMetrics | undefined;
  #backlog: Backlog | undefined;
  /** Follows what still waits. */
  #end: End | undefined;
  #isOver = false;
  #cursor: unknown;
  #wasTold = false;
  #mayMiss = false;
  /** Messages up to this numeric cursor were told by its snapshot already. */
  #knownUntil: number | undefined;

  constructor(sink: EventSink, metrics?: StreamMetrics) {
    this.#sink = sink;
    this.#metrics = metrics;
  }

  /** Where another stream would continue for it. */
  get cursor(): unknown {
    return this.#cursor;
  }

  offer(message: EventMessage): void {
    if (this.#knownUntil !== undefined && isUpTo(message.cursor, this.#knownUntil)) return;
    // Only what was under way is left out: a subgraph that lost its store counts anew.
    if (message.cursor !== undefined) this.#knownUntil = undefined;
    this.#cursor = message.cursor ?? this.#cursor;
    const told = this.#isGapBefore(message) ? message.tellingOf({ gap: true }) : message;
    this.#wasTold = true;
    this.#mayMiss = false;
    if (this.#backlog === undefined && this.#sink.isWritable()) this.#sink.next(told);
    else (this.#backlog ??= new Backlog(this.#metrics)).push(told);
  }

  /** It comes from a stream that it cannot go on with: the next message says so. */
  mayHaveMissed(): void {
    this.#mayMiss = true;
  }

  /** It ignores what its snapshot told, until something newer comes. */
  knowsUntil(cursor: number): void {
    this.#knownUntil = cursor;
  }

  /** The client has read: what waits may go. */
  flush(): void {
    while (this.#backlog !== undefined && this.#sink.isWritable()) {
      const message = this.#backlog.shift();
      if (message === undefined) this.#backlog = undefined;
      else this.#sink.next(message);
    }
    if (this.#backlog === undefined) this.#settle();
  }

  end(end: End): void {
    this.#end ??= end;
    if (this.#backlog === undefined) this.#settle();
  }

  /** A snapshot of now has it all, but for the ends of what was told before. */
  #isGapBefore({ isSnapshot }: EventMessage): boolean {
    return this.#mayMiss && (this.#wasTold || !isSnapshot);
  }

  #settle(): void {
    const end = this.#end;
    if (end === undefined || this.#isOver) return;
    this.#isOver = true;
    if (end.kind === 'complete') this.#sink.complete();
    else this.#sink.fail(end.error);
  }
}

function isUpTo(cursor: unknown, known: number): boolean {
  return typeof cursor === 'number' && cursor <= known;
}
