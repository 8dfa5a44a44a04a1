import type { PlannedOperation } from '../../supergraph.ts';
import type { EventMessage } from './event-message.ts';
import { SharedStream, type StreamParts } from './shared-stream.ts';
import { isSameUpstream, type SubscriptionSource } from './source.ts';
import type { Subscriber } from './subscriber.ts';

export interface TopicOptions {
  readonly parts: StreamParts;
  /** Asked once, and again after restart(). Throws where the operation does not fit the schema. */
  readonly planSource: () => SubscriptionSource;
  readonly operation: PlannedOperation;
  readonly onEmpty: () => void;
}

/** A snapshot of several events is taken as whole when nothing followed for so long. */
const SETTLED_AFTER_MS = 2_000;
/** Subjects of which a state stream keeps the present state for those who come later. */
const MOST_STATES = 1_000;

/**
 * All subscribers of equal operations. Who comes to a stream that has not told anything yet joins it. Later ones, where the field is
 * @resumable, first get a stream of their own, which begins with what they asked for, and change over to the shared one at the event
 * where both meet; other states are told from what was seen last, and other logs are joined as they are.
 */
export class Topic {
  readonly #options: TopicOptions;
  /** The first is the one to which the others catch up. */
  readonly #streams: CatchingUp[] = [];
  readonly #states = new Map<string, EventMessage>();

  #source: SubscriptionSource | undefined;

  constructor(options: TopicOptions) {
    this.#options = options;
    this.#source = options.planSource();
  }

  /** `cursor` continues what the subscriber had elsewhere. */
  join(subscriber: Subscriber, cursor?: unknown): void {
    const [main] = this.#streams;
    const fresh = cursor === undefined ? this.#streams.find(({ stream }) => stream.isFresh) : undefined;
    const { resumption } = this.#sourceNow();
    if (fresh !== undefined) fresh.stream.add(subscriber);
    else if (main !== undefined && resumption === undefined) {
      for (const state of this.#states.values()) subscriber.offer(state);
      main.stream.add(subscriber);
    } else this.#open(subscriber, cursor);
  }

  /** As join, for who was in another topic until now. */
  takeOver(subscriber: Subscriber): void {
    const { cursor } = subscriber;
    const hasStart = this.#sourceNow().resumption?.hasStart(this.#options.operation.variables) ?? false;
    if (cursor === undefined && !hasStart) subscriber.mayHaveMissed();
    this.join(subscriber, cursor);
  }

  leave(subscriber: Subscriber): void {
    this.#streams.find(({ stream }) => stream.subscribers.has(subscriber))?.stream.delete(subscriber);
  }

  /** The schema is another one. Streams of which the subgraph is asked the same go on, and their events are completed by the new plan. */
  restart(): void {
    const before = this.#source;
    this.#source = undefined;
    if (before !== undefined && this.#asksTheSame(before)) return;
    for (const { stream } of this.#streams) stream.restart();
  }

  close(): void {
    for (const { stream } of [...this.#streams]) stream.close();
  }

  #sourceNow(): SubscriptionSource {
    return (this.#source ??= this.#options.planSource());
  }

  /** An operation that does not fit the schema any more fails where its streams are opened anew. */
  #asksTheSame(before: SubscriptionSource): boolean {
    try {
      return isSameUpstream(before, this.#sourceNow());
    } catch {
      return false;
    }
  }

  #open(subscriber: Subscriber, cursor: unknown): void {
    const { parts, operation } = this.#options;
    const mark = this.#streams[0]?.stream.recent.record();
    const catching: CatchingUp = {
      mark,
      cancel: () => undefined,
      stream: new SharedStream({
        parts,
        sourceNow: () => this.#sourceNow(),
        operation,
        ...(cursor === undefined ? {} : { cursor }),
        meets: (at) => this.#meets(catching, at),
        onDelivered: (message) => this.#delivered(catching, message),
        onEnd: () => this.#ended(catching),
      }),
    };
    this.#streams.push(catching);
    catching.stream.add(subscriber);
    // It never rejects, and ends with its last subscriber.
    void catching.stream.run();
  }

  /** Whether the main stream has this event too, or is about to: then it goes on from there. */
  #meets(catching: CatchingUp, cursor: unknown): Promise<boolean> | false {
    const main = this.#streams[0];
    if (main === undefined || main === catching) return false;
    return main.stream.whenDone(cursor).then(() => this.#meetAt(main, catching, cursor, 'given'));
  }

  /** The event itself was either told by the stream that catches up, or is still to be given. */
  #meetAt(main: CatchingUp, catching: CatchingUp, cursor: unknown, event: 'told' | 'given'): boolean {
    const following = main.stream.isEnded ? undefined : main.stream.recent.from(cursor);
    if (following === undefined) return false;
    this.#changeOver(catching, event === 'told' ? following.slice(1) : following);
    return true;
  }

  #delivered(from: CatchingUp, message: EventMessage): void {
    if (message.key !== undefined && this.#source?.resumption === undefined)
      this.#keepState(message.key, message);
    const main = this.#streams[0];
    if (from === main) this.#meetWaiting(message);
    else if (message.isSnapshot) this.#settleLater(from);
    else if (main !== undefined && message.cursor !== undefined)
      this.#meetAt(main, from, message.cursor, 'told');
  }

  /** Those that are ahead of the main stream wait for it at their last event. */
  #meetWaiting({ cursor, isSnapshot }: EventMessage): void {
    if (cursor === undefined || isSnapshot) return;
    for (const waiting of this.#streams.slice(1)) {
      const { last } = waiting.stream.recent;
      if (last?.cursor === cursor && !last.isSnapshot) this.#changeOver(waiting, []);
    }
  }

  #settleLater(catching: CatchingUp): void {
    catching.cancel();
    catching.cancel = this.#options.parts.clock.after(SETTLED_AFTER_MS, () => this.#settle(catching));
  }

  /** Where cursors are numbers, a snapshot that is whole is a place to change over: what it told is left out of what follows. */
  #settle(catching: CatchingUp): void {
    const main = this.#streams[0];
    const { last } = catching.stream.recent;
    if (main === undefined || main === catching || last === undefined || !last.isSnapshot) return;
    const { cursor } = last;
    const following = catching.mark === undefined ? undefined : main.stream.recent.since(catching.mark);
    if (typeof cursor !== 'number' || following === undefined) return;
    // Of what the main stream is in the middle of telling nobody knows yet whether it is older.
    if (isMidSnapshot(main.stream.recent.last)) return this.#settleLater(catching);
    for (const subscriber of catching.stream.subscribers) subscriber.knowsUntil(cursor);
    this.#changeOver(catching, withoutSnapshotsUpTo(cursor, following));
  }

  #changeOver(catching: CatchingUp, following: readonly EventMessage[]): void {
    const main = this.#streams[0]?.stream;
    if (main === undefined) return;
    for (const subscriber of [...catching.stream.subscribers]) {
      for (const message of following) subscriber.offer(message);
      main.add(subscriber);
      catching.stream.delete(subscriber);
    }
  }

  #keepState(key: string, message: EventMessage): void {
    this.#states.delete(key);
    this.#states.set(key, message);
    const [oldest] = this.#states.keys();
    if (this.#states.size > MOST_STATES && oldest !== undefined) this.#states.delete(oldest);
  }

  #ended(ended: CatchingUp): void {
    ended.cancel();
    const wasMain = this.#streams[0] === ended;
    this.#streams.splice(this.#streams.indexOf(ended), 1);
    const [main, ...others] = this.#streams;
    if (main === undefined) return this.#options.onEmpty();
    if (others.length === 0) main.stream.recent.stopRecording();
    else if (wasMain) main.stream.recent.record();
    // They were marks of the stream that is gone.
    if (wasMain) for (const each of this.#streams) each.mark = undefined;
  }
}

/** Only the last event of a snapshot has a cursor. */
function isMidSnapshot(message: EventMessage | undefined): boolean {
  return message?.isSnapshot === true && message.cursor === undefined;
}

/** A snapshot is as old as its last event says. */
function withoutSnapshotsUpTo(known: number, messages: readonly EventMessage[]): readonly EventMessage[] {
  return messages.filter((message, at) => {
    if (!isMidSnapshot(message)) return true;
    const end = messages.slice(at).find(({ cursor }) => cursor !== undefined);
    return typeof end?.cursor !== 'number' || end.cursor > known;
  });
}

interface CatchingUp {
  readonly stream: SharedStream;
  /** Of what the main stream had delivered when this one was opened. */
  mark: number | undefined;
  /** Of the timer until its snapshot counts as whole. */
  cancel: () => void;
}
