import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Clock } from '../../../platform/clock.ts';
import { startDeadline } from '../../../platform/deadline.ts';
import { asGraphQLError } from '../../../platform/graphql/as-graphql-error.ts';
import type { PlannedOperation } from '../../supergraph.ts';
import type { Presenter } from '../present.ts';
import { EventMessage } from './event-message.ts';
import { RecentMessages } from './recent-messages.ts';
import type { ResumedStream } from './resume.ts';
import type { SubscriptionSource } from './source.ts';
import type { StreamMetrics } from './stream-metrics.ts';
import { openUpstream } from './upstream.ts';
import type { Subscriber } from './subscriber.ts';

export interface StreamParts {
  readonly clock: Clock;
  readonly presenter: Presenter;
  readonly metrics?: StreamMetrics | undefined;
  /** How long the other subgraphs may take to complete one event; what is missing then is null in that event. */
  readonly eventLimitMs: number;
}

export interface StreamOptions {
  readonly parts: StreamParts;
  /** Asked for each event: after a reload of the schema it is another one. Throws where the operation does not fit any more. */
  readonly sourceNow: () => SubscriptionSource;
  /** Its context is the stream's own, whoever of its subscribers leaves. */
  readonly operation: PlannedOperation;
  readonly cursor?: unknown;
  /** Before an event is completed: whether another stream takes over from here, and nobody is left. */
  readonly meets: (cursor: unknown) => Promise<boolean> | false;
  readonly onDelivered: (message: EventMessage) => void;
  readonly onEnd: () => void;
}

/**
 * One upstream, and all who get its events: each event is completed once, in order, an error of one event staying in that event, and
 * given to everybody. Ends its upstream exactly once, when the last subscriber leaves or the hub closes it.
 */
export class SharedStream {
  readonly #options: StreamOptions;
  readonly #ending = new AbortController();
  readonly #subscribers = new Set<Subscriber>();
  readonly recent = new RecentMessages();
  #upstream: ResumedStream | undefined;
  /** To be opened anew, though it is still opening. */
  #isStale = false;
  /** The cursor of the event that is being completed, and when that is done. */
  #underWay: { readonly cursor: unknown; readonly done: Promise<void> } | undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  get subscribers(): ReadonlySet<Subscriber> {
    return this.#subscribers;
  }

  /** Nothing was delivered yet: who joins now misses nothing. */
  get isFresh(): boolean {
    return this.recent.last === undefined && this.#options.cursor === undefined;
  }

  get isEnded(): boolean {
    return this.#ending.signal.aborted;
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  /** The last one closes the door. */
  delete(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size === 0) this.close();
  }

  /** Resolves at once unless the event with this cursor is under way. */
  async whenDone(cursor: unknown): Promise<void> {
    if (this.#underWay !== undefined && this.#underWay.cursor === cursor) await this.#underWay.done;
  }

  /** Goes on with what sourceNow() gives from here on; subscribers notice nothing. */
  restart(): void {
    if (this.#upstream === undefined) this.#isStale = true;
    else this.#upstream.restart();
  }

  /** Its subscribers are told nothing: they went elsewhere, or were told already. Idempotent. */
  close(): void {
    if (this.isEnded) return;
    this.#ending.abort(new Error('nobody listens any more'));
    void this.#upstream?.return?.();
    this.#options.onEnd();
  }

  /** Until it ends. Never rejects. */
  async run(): Promise<void> {
    try {
      const upstream = await this.#open();
      for (;;) {
        const step = await upstream.next();
        if (this.isEnded) return;
        if (step.done === true) return this.#finish({ kind: 'complete' });
        await this.#take(step.value, upstream.takeGap());
      }
    } catch (error) {
      if (!this.isEnded) this.#finish({ kind: 'failed', error: asGraphQLError(error, 'the event stream') });
    }
  }

  async #open(): Promise<ResumedStream> {
    const { sourceNow, operation, parts, cursor } = this.#options;
    const upstream = await openUpstream({
      sourceNow,
      variables: operation.variables,
      context: { ...operation.context, signal: this.#ending.signal },
      clock: parts.clock,
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (this.isEnded) void upstream.return?.();
    if (this.#isStale) upstream.restart();
    this.#upstream = upstream;
    return upstream;
  }

  async #take(event: ExecutionResult, gap: boolean): Promise<void> {
    const { resumption, keyOf } = this.#options.sourceNow();
    const cursor = resumption?.cursorOf(event);
    const isSnapshot = resumption?.isSnapshot(event) ?? false;
    const met = cursor !== undefined && !isSnapshot && this.#options.meets(cursor);
    if (met !== false && (await met)) return;
    let tellDone: () => void = () => undefined;
    this.#underWay = { cursor, done: new Promise((resolve) => (tellDone = resolve)) };
    const completed = await this.#complete(event);
    this.#underWay = undefined;
    // What was cut short because nobody listens any more is nobody's failure.
    if (!this.isEnded) {
      const result = this.#present(completed, gap);
      this.#deliver(new EventMessage(result, { cursor, isSnapshot, key: keyOf?.(event) }));
    }
    tellDone();
  }

  #deliver(message: EventMessage): void {
    this.recent.add(message);
    this.#options.parts.metrics?.delivered(this.#subscribers.size);
    for (const subscriber of this.#subscribers) subscriber.offer(message);
    this.#options.onDelivered(message);
  }

  /** Links settle as soon as their signal aborts, so what did come in time is kept. Never rejects. */
  async #complete(event: ExecutionResult): Promise<ExecutionResult> {
    const { operation, parts, sourceNow } = this.#options;
    const deadline = startDeadline({
      clock: parts.clock,
      limitMs: parts.eventLimitMs,
      what: 'this event',
      parent: this.#ending.signal,
    });
    const context = { ...operation.context, signal: deadline.signal };
    try {
      return await sourceNow().plan.complete(event, { ...operation, context });
    } catch (error) {
      return { data: null, errors: [asGraphQLError(error, 'this event')] };
    } finally {
      deadline.stop();
    }
  }

  #present(result: ExecutionResult, gap: boolean) {
    const shown = this.#options.parts.presenter.result(result, this.#options.operation.context.correlationId);
    return gap ? { ...shown, extensions: { ...shown.extensions, gap: true } } : shown;
  }

  #finish(
    end: { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly error: GraphQLError },
  ): void {
    const left = [...this.#subscribers];
    this.#subscribers.clear();
    this.close();
    for (const subscriber of left) subscriber.end(end);
  }
}
