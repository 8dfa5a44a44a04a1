import type { GraphQLError } from 'graphql';
import type { Actor } from '../../../platform/request-context.ts';
import type { EventMessage } from '../hub/event-message.ts';
import type { LiveSubscription } from '../hub/live-subscription.ts';
import type { EventSink } from '../hub/subscriber.ts';
import { NextFrames } from './frame.ts';
import type { SocketWriter } from './socket-writer.ts';

/** How the stream ended, for the session to tell. */
interface Ending {
  readonly complete: () => void;
  readonly fail: (error: GraphQLError) => void;
}

/** One subscription of one WebSocket. */
export class SocketSubscription implements EventSink {
  readonly #frames: NextFrames;
  readonly #writer: SocketWriter;
  readonly #ending: Ending;
  #subscription: LiveSubscription | undefined;

  constructor(id: string, writer: SocketWriter, ending: Ending) {
    this.#frames = new NextFrames(id);
    this.#writer = writer;
    this.#ending = ending;
  }

  begin(subscription: LiveSubscription): void {
    this.#subscription = subscription;
  }

  isWritable(): boolean {
    return this.#writer.isWritable();
  }

  next(message: EventMessage): void {
    this.#writer.writeFrame(this.#frames.partsOf(message));
  }

  complete(): void {
    this.end();
    this.#ending.complete();
  }

  fail(error: GraphQLError): void {
    this.end();
    this.#ending.fail(error);
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
