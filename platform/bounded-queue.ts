/** What happens to a push when the bound is reached. */
export type Overflow<Item> =
  /** A newer item replaces the queued one of the same key, always; when full of other keys, the oldest goes. */
  | { readonly policy: 'conflate'; readonly keyOf: (item: Item) => string }
  | { readonly policy: 'drop-oldest' }
  /** The reader gets what is queued, then the error. */
  | { readonly policy: 'close'; readonly error: () => Error };

/** Items between one writer that never waits and one reader that may be slow. */
export interface BoundedQueue<Item> extends AsyncIterableIterator<Item> {
  /** Ignored after the end. */
  push(item: Item): void;
  /** What is queued is still read, then the iterator is done, or throws the error. Idempotent. */
  end(error?: Error): void;
  /** Items lost to the bound since the last call; replacing an item of the same key is not a loss. */
  takeDropped(): number;
  readonly size: number;
  /** Reader's side: forgets everything queued and ends at once, also while a next() is pending. */
  return(): Promise<IteratorReturnResult<undefined>>;
}

export interface BoundedQueueOptions<Item> {
  readonly limit: number;
  readonly overflow: Overflow<Item>;
  /** Called exactly once, when the reader can get nothing more: returned, drained after the end, or failed. */
  readonly onClose?: () => void;
}

const DONE = { done: true, value: undefined } as const;

interface Reader<Item> {
  readonly resolve: (result: IteratorResult<Item, undefined>) => void;
  readonly reject: (error: Error) => void;
}

export function createBoundedQueue<Item>(options: BoundedQueueOptions<Item>): BoundedQueue<Item> {
  const { limit, overflow, onClose } = options;
  /** Each in a box, so that an item may be undefined. */
  let items: { readonly item: Item }[] = [];
  const readers: Reader<Item>[] = [];
  let dropped = 0;
  let state: 'open' | 'ending' | 'closed' = 'open';
  let failure: Error | undefined;

  function store(item: Item): void {
    if (overflow.policy === 'conflate') {
      const key = overflow.keyOf(item);
      const queuedAt = items.findIndex((queued) => overflow.keyOf(queued.item) === key);
      if (queuedAt >= 0) items.splice(queuedAt, 1);
    }
    if (items.length >= limit) {
      if (overflow.policy === 'close') return end(overflow.error());
      items.shift();
      dropped += 1;
    }
    items.push({ item });
  }

  function end(error?: Error): void {
    if (state !== 'open') return;
    state = 'ending';
    failure = error;
    if (items.length === 0) finish();
  }

  /** Nothing is left to read: waiting readers learn it, the first of them the failure. */
  function finish(): void {
    if (state === 'closed') return;
    state = 'closed';
    for (const reader of readers.splice(0)) settleEnd(reader);
    onClose?.();
  }

  function settleEnd(reader: Reader<Item>): void {
    if (failure === undefined) return reader.resolve(DONE);
    reader.reject(failure);
    failure = undefined;
  }

  return {
    push(item) {
      if (state !== 'open') return;
      const reader = readers.shift();
      if (reader === undefined) store(item);
      else reader.resolve({ done: false, value: item });
    },
    end,
    takeDropped() {
      const taken = dropped;
      dropped = 0;
      return taken;
    },
    get size() {
      return items.length;
    },
    next() {
      return new Promise((resolve, reject) => {
        const oldest = items.shift();
        if (oldest !== undefined) {
          resolve({ done: false, value: oldest.item });
          if (state === 'ending' && items.length === 0) finish();
        } else if (state === 'closed') settleEnd({ resolve, reject });
        else readers.push({ resolve, reject });
      });
    },
    return() {
      items = [];
      failure = undefined;
      finish();
      return Promise.resolve(DONE);
    },
    throw(error) {
      items = [];
      failure = undefined;
      finish();
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
