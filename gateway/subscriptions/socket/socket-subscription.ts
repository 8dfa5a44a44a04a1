import type { GraphQLError } from 'graphql';
import type { Actor } from '../../../platform/request-context.ts';
import type { EventMessage } from '../hub/event-message.ts';
import type { LiveSubscription } from '../hub/live-subscription.ts';
import type { EventSink } from '../hub/subscriber.ts';
import { frameOf, openingOf } from './frame.ts';
import type { SocketWriter } from './socket-writer.ts';

/** Tells the client how a stream ended. One for all operations of a socket. */
export interface Endings {
  completed(id: string): void;
  failed(id: string, error: GraphQLError, correlationId: string): void;
}

/** Whose it is. */
interface Identity {
  readonly id: string;
  readonly correlationId: string;
}

/** One subscription of one WebSocket. */
export class SocketSubscription implements EventSink {
  readonly #opening: Buffer;
  readonly #writer: SocketWriter;
  readonly #endings: Endings;
  readonly #id: string;
  readonly #correlationId: string;
  #subscription: LiveSubscription | undefined;

  constructor({ id, correlationId }: Identity, writer: SocketWriter, endings: Endings) {
    this.#id = id;
    this.#correlationId = correlationId;
    this.#opening = openingOf(id);
    this.#writer = writer;
    this.#endings = endings;
  }

  begin(subscription: LiveSubscription): void {
    this.#subscription = subscription;
  }

  isWritable(): boolean {
    return this.#writer.isWritable();
  }

  next(message: EventMessage): void {
    this.#writer.writeFrame(frameOf(this.#opening, message));
  }

  complete(): void {
    this.end();
    this.#endings.completed(this.#id);
  }

  fail(error: GraphQLError): void {
    this.end();
    this.#endings.failed(this.#id, error, this.#correlationId);
  }

  flush(): void {
    this.#subscription?.flush();
  }

  reauthorise(actor: Actor): void {
    this.#subscription?.reauthorise(actor);
  }

  /** The client wants no more. Idempotent. */
  end(): void {
    this.#subscription?.end();
  }
}
