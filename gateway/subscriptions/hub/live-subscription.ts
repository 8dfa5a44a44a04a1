import { asGraphQLError } from '../../../platform/graphql/as-graphql-error.ts';
import type { PlannedOperation } from '../../supergraph.ts';
import type { StreamMetrics } from './stream-metrics.ts';
import { Subscriber, type EventSink } from './subscriber.ts';
import type { Topic } from './topic.ts';

/** Where an operation belongs; equal keys are one topic. */
export interface Place {
  readonly key: string;
  readonly topic: Topic;
}

export interface Placing {
  /** Throws a coded error where the actor may not have the operation, or nothing answers it. */
  place(operation: PlannedOperation): Place;
  onEnd(subscription: LiveSubscription): void;
  readonly metrics: StreamMetrics | undefined;
}

/** One client's part in a stream. */
export class LiveSubscription {
  readonly #placing: Placing;
  readonly #sink: EventSink;
  readonly #subscriber: Subscriber;
  #operation: PlannedOperation;
  #place: Place;
  #isEnded = false;

  constructor(placing: Placing, operation: PlannedOperation, sink: EventSink) {
    this.#placing = placing;
    this.#operation = operation;
    this.#place = placing.place(operation);
    this.#sink = sink;
    this.#subscriber = new Subscriber(sink, placing.metrics);
    this.#place.topic.join(this.#subscriber);
  }

  /** Nothing more comes. Idempotent. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#place.topic.leave(this.#subscriber);
    this.#placing.onEnd(this);
  }

  /** To be called when the client has read: what waited for it goes out. */
  flush(): void {
    this.#subscriber.flush();
  }

  /**
   * The client may do other things now: it goes on after the last event, as who it is now, or fails with what it lacks. What
   * may be missing in between, where no event says how to go on, is told with the next one.
   */
  reauthorise(actor: PlannedOperation['context']['actor']): void {
    this.#operation = { ...this.#operation, context: { ...this.#operation.context, actor } };
    this.judgeAnew();
  }

  /** As when it began, with the schema and the actor of now. */
  judgeAnew(): void {
    if (this.#isEnded) return;
    try {
      const next = this.#placing.place(this.#operation);
      if (next.key !== this.#place.key) this.#move(next);
    } catch (error) {
      this.end();
      this.#sink.fail(asGraphQLError(error, 'the subscription'));
    }
  }

  #move(next: Place): void {
    this.#place.topic.leave(this.#subscriber);
    this.#place = next;
    next.topic.takeOver(this.#subscriber);
  }
}
