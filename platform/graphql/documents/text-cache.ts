import { createHash } from 'node:crypto';

/** Values by texts that clients sent, those used last, bounded in number and in length. */
export interface TextCache<Value> {
  get(text: string): Value | undefined;
  /** Not kept where the text is longer than LONGEST_KEPT. */
  set(text: string, value: Value): void;
  /** The one used last first. */
  values(): readonly Value[];
}

export interface TextCacheLimits {
  readonly entries: number;
  /** Of all texts together: values mostly hold theirs, and as many times its length as they are made of parts. */
  readonly characters?: number;
}

/** In characters. Longer texts are rare, and comments make a text as long as a request may be. */
export const LONGEST_KEPT = 64 * 1024;
const MOST_CHARACTERS = 2 * 1024 * 1024;
/** Above it the hash of a text is its key, so that the key holds none of it. */
const LONGEST_KEY = 2 * 1024;

interface Entry<Value> {
  readonly value: Value;
  readonly length: number;
}

export function createTextCache<Value>({
  entries: most,
  characters = MOST_CHARACTERS,
}: TextCacheLimits): TextCache<Value> {
  // Maps iterate in the order of insertion: what is used moves to the end, and the first is the one to go.
  const entries = new Map<string, Entry<Value>>();
  let kept = 0;

  function take(key: string): Entry<Value> | undefined {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    entries.delete(key);
    kept -= entry.length;
    return entry;
  }

  function put(key: string, entry: Entry<Value>): void {
    take(key);
    entries.set(key, entry);
    kept += entry.length;
    for (const oldest of entries.keys()) {
      if (entries.size <= most && kept <= characters) return;
      take(oldest);
    }
  }

  return {
    get(text) {
      if (text.length > LONGEST_KEPT) return undefined;
      const key = keyOf(text);
      const entry = take(key);
      if (entry !== undefined) put(key, entry);
      return entry?.value;
    },
    set(text, value) {
      if (text.length <= LONGEST_KEPT) put(keyOf(text), { value, length: text.length });
    },
    values: () => [...entries.values()].map(({ value }) => value).reverse(),
  };
}

/** The first character tells them apart: no text is taken for the hash of another. */
function keyOf(text: string): string {
  return text.length <= LONGEST_KEY ? `t${text}` : `h${createHash('sha256').update(text).digest('base64')}`;
}
