const DONE = { done: true, value: undefined } as const;

interface Reader<Item> {
  readonly resolve: (step: IteratorResult<Item, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/** Items between a writer and its readers. It has no bound of its own: the writer looks at `size`. */
export class ReadQueue<Item> {
  readonly #items: Item[] = [];
  readonly #readers: Reader<Item>[] = [];
  #end: { readonly error?: unknown } | undefined;

  get size(): number {
    return this.#items.length;
  }

  push(item: Item): void {
    const reader = this.#readers.shift();
    if (reader === undefined) this.#items.push(item);
    else reader.resolve({ done: false, value: item });
  }

  dropOldest(): void {
    this.#items.shift();
  }

  /** What is queued is still read; the error is told once. Idempotent. */
  end(end: { readonly error?: unknown } = {}): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const reader of this.#readers.splice(0)) this.#settle(reader);
  }

  /** Forgets what is queued. */
  clear(): void {
    this.#items.length = 0;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    return new Promise((resolve, reject) => {
      const reader = { resolve, reject };
      const item = this.#items.shift();
      if (item !== undefined) resolve({ done: false, value: item });
      else if (this.#end === undefined) this.#readers.push(reader);
      else this.#settle(reader);
    });
  }

  #settle(reader: Reader<Item>): void {
    const { error } = this.#end ?? {};
    if (error === undefined) return reader.resolve(DONE);
    this.#end = {};
    reader.reject(error);
  }
}
