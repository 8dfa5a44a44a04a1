import { sleep, type Clock } from '../../platform/clock.ts';
import { readPartial, type Answer, type Asleep, type WireAnswer } from '../answer.ts';
import type { Operation } from '../connection/request.ts';
import type { StreamSink } from '../connection/socket.ts';
import { readToken, type TokenSource } from '../token.ts';
import { orAbort } from '../time-limit.ts';
import type { Vx11Error } from '../vx11-error.ts';
import { backOffMs } from './back-off.ts';
import { gapBefore, type Gap } from './gap.ts';
import { ReadQueue } from './read-queue.ts';
import { retryOf } from './retry.ts';
import type { StreamPlan } from './resumption.ts';

/** One event. `data` is null where the gateway could not tell it at all; `errors` says why. */
export interface StreamEvent<Data> extends Answer<Data | null> {
  /** Where a stream may be continued after it (`afterSeq`); undefined where the field has no cursor. */
  readonly cursor: unknown;
  /** It tells the state of now, not a change. */
  readonly isSnapshot: boolean;
  /** What is missing before it. */
  readonly gap: Gap | undefined;
}

/** Told before each try to open a stream again that broke. */
export interface Reconnect {
  readonly field: string;
  /** Since the last event, 1 is the first. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: Vx11Error;
}

export interface StreamListeners {
  readonly onGap?: ((gap: Gap & { readonly field: string }) => void) | undefined;
  readonly onAsleep?: ((asleep: Asleep) => void) | undefined;
  readonly onReconnect?: ((reconnect: Reconnect) => void) | undefined;
}

export interface StreamOptions extends StreamListeners {
  readonly plan: StreamPlan;
  readonly operation: Omit<Operation, 'query'>;
  /** The part of the Socket that a stream needs. */
  readonly socket: {
    open(operation: Operation, sink: StreamSink): () => void;
    readonly lastToken: string | undefined;
  };
  readonly token: TokenSource | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** Events that may wait for the reader. */
  readonly bufferSize: number;
  /** Of the caller: the iterator then throws its reason. */
  readonly signal: AbortSignal | undefined;
  /** Of the client: the iterator then ends. */
  readonly closing: AbortSignal;
}

/** Logs whose lines are numbered without holes, for everybody alike. */
const COUNTED: ReadonlySet<string> = new Set(['serviceLogs', 'auditEntryAdded']);
/** A connection that stood for so long, longer than one may take to open, had come back, though nothing was told. */
const STANDS_AFTER_MS = 30_000;
/** Of snapshots, which are read whole, as many times the buffer may wait. */
const SNAPSHOT_ROOM = 10;

type Outcome = 'completed' | 'full' | Vx11Error;

/**
 * A subscription that outlives its connections: opened again after the last event that came, with no gap and no repeat where the field
 * has a cursor. Begins at once. A reader that falls behind makes it leave the gateway until it has read, where there is a cursor; else
 * the oldest events go. Ends with return(), with a signal, when the gateway completes it, or with an error that trying again cannot mend.
 */
export class EventStream<Data> implements AsyncIterableIterator<StreamEvent<Data>> {
  readonly #options: StreamOptions;
  readonly #queue = new ReadQueue<StreamEvent<Data>>();
  readonly #ending = new AbortController();
  #cursor: unknown;
  #hasBegun = false;
  #attempt = 0;
  #since: 'resumed' | 'begun-anew' | undefined;
  #overflowed = 0;
  #leave = (): void => undefined;
  #makeRoom = (): void => undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
    const { signal, closing } = options;
    closing.addEventListener('abort', this.#onClosing, { once: true });
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (closing.aborted) this.#onClosing();
    else if (signal?.aborted === true) this.#onAbort();
    // It never rejects.
    else void this.#run();
  }

  next(): Promise<IteratorResult<StreamEvent<Data>, undefined>> {
    const step = this.#queue.next();
    if (this.#queue.size <= this.#options.bufferSize / 2) this.#makeRoom();
    return step;
  }

  /** Leaves the stream at once, also while a next() is pending. Idempotent. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.#queue.clear();
    this.#end({});
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #onAbort = (): void => {
    this.#queue.clear();
    this.#end({ error: this.#options.signal?.reason });
  };
  readonly #onClosing = (): void => this.#end({});

  #end(end: { readonly error?: unknown }): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort(new Error('the stream ended'));
    this.#options.closing.removeEventListener('abort', this.#onClosing);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#leave();
    this.#queue.end(end);
  }

  async #run(): Promise<void> {
    try {
      while (!this.#ending.signal.aborted) {
        const outcome = await this.#listen();
        if (outcome === 'completed') return this.#end({});
        if (outcome === 'full') await this.#untilRead();
        else await this.#waitForNextTry(outcome);
      }
    } catch (error) {
      this.#end({ error });
    }
  }

  /** One connection's worth of events. Never rejects. */
  #listen(): Promise<Outcome> {
    const { plan, socket, operation, clock } = this.#options;
    const cursor = this.#placeToResume();
    const openedAt = clock.monotonic();
    const asked =
      cursor === undefined || plan.resumption === undefined
        ? { ...operation, query: plan.query }
        : resumed(operation, plan.resumption, cursor);
    return new Promise<Outcome>((resolve) => {
      const leave = socket.open(asked, {
        next: (event) => {
          if (this.#take(event) !== 'full') return;
          leave();
          resolve('full');
        },
        end: (error) => resolve(error ?? 'completed'),
      });
      this.#leave = () => {
        leave();
        resolve('completed');
      };
    }).finally(() => {
      this.#leave = () => undefined;
      if (clock.monotonic() - openedAt > STANDS_AFTER_MS) this.#attempt = 0;
    });
  }

  #placeToResume(): unknown {
    if (this.#cursor !== undefined) this.#since = 'resumed';
    else if (this.#attempt > 0 && !this.#options.plan.hasStart(this.#options.operation.variables))
      this.#since = 'begun-anew';
    return this.#cursor;
  }

  #take(wire: WireAnswer): 'full' | undefined {
    const { plan, onGap, onAsleep } = this.#options;
    const { data, cursor, isSnapshot } = plan.read(wire.data);
    const gap =
      this.#takeOverflow(cursor) ??
      gapBefore({
        previousCursor: this.#cursor,
        cursor,
        isSnapshot,
        since: this.#since,
        hasBegun: this.#hasBegun,
        isCounted: COUNTED.has(plan.field),
        extensions: wire.extensions ?? {},
      });
    this.#hasBegun = true;
    this.#attempt = 0;
    this.#since = undefined;
    this.#cursor = cursor ?? this.#cursor;
    const answer = readPartial<Data>({ ...wire, data });
    this.#queue.push({ ...answer, cursor, isSnapshot, gap });
    for (const asleep of answer.asleep) onAsleep?.(asleep);
    if (gap !== undefined) onGap?.({ ...gap, field: plan.field });
    return this.#bound(isSnapshot);
  }

  /** What the reader leaves unread waits at the gateway where it can be asked for again. */
  #bound(isSnapshot: boolean): 'full' | undefined {
    const { bufferSize } = this.#options;
    const room = isSnapshot ? bufferSize * SNAPSHOT_ROOM : bufferSize;
    if (this.#queue.size < room) return undefined;
    if (this.#cursor !== undefined && !isSnapshot) return 'full';
    if (this.#queue.size > room) {
      this.#queue.dropOldest();
      this.#overflowed += 1;
    }
    return undefined;
  }

  #takeOverflow(before: unknown): Gap | undefined {
    const count = this.#overflowed;
    this.#overflowed = 0;
    return count === 0 ? undefined : { kind: 'overflowed', count, after: undefined, before };
  }

  #untilRead(): Promise<void> {
    const read = new Promise<void>((resolve) => (this.#makeRoom = resolve));
    if (this.#queue.size <= this.#options.bufferSize / 2) this.#makeRoom();
    return orAbort(read, this.#ending.signal);
  }

  /** Throws the error where another try cannot help. */
  async #waitForNextTry(error: Vx11Error): Promise<void> {
    const { plan, clock, random, token, socket, onAsleep, onReconnect } = this.#options;
    if (error.code === 'SERVICE_ASLEEP' && this.#attempt === 0) onAsleep?.(asleepOf(error, plan.field));
    const retry = retryOf(error, this.#hasBegun);
    if (retry === 'never') throw error;
    if (retry === 'with-another-token') {
      const other = await orAbort(readToken(token), this.#ending.signal);
      if (other === socket.lastToken) throw error;
    }
    this.#attempt += 1;
    const delayMs = Math.max(error.retryAfterMs ?? 0, backOffMs(this.#attempt, random()));
    onReconnect?.({ field: plan.field, attempt: this.#attempt, delayMs, error });
    await sleep(clock, delayMs, this.#ending.signal);
  }
}

function resumed(
  operation: Omit<Operation, 'query'>,
  resumption: NonNullable<StreamPlan['resumption']>,
  cursor: unknown,
): Operation {
  const variables = { ...operation.variables, [resumption.variable]: cursor };
  return { ...operation, query: resumption.query, variables };
}

function asleepOf(error: Vx11Error, field: string): Asleep {
  return { service: String(error.facts['service']), paths: [[field]], wake: error.facts['wake'] };
}
