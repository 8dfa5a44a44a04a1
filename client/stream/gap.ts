/**
 * Events that this stream was not told:
 * - `dropped`: the gateway left out `count` of them, because the client read too slowly; of states only older ones of the same thing
 * - `broken`: the gateway lost its own source before this event and cannot say what was missed
 * - `forgotten`: the stream broke for so long that what came after `after` is not kept any more; the state of now follows
 * - `skipped`: the numbers of a log jump from `after` to `before`
 * - `reconnected`: the connection broke, and there was no cursor to go on from: the field has none, or its snapshot was broken off and
 *   follows anew, without what ended meanwhile
 * - `overflowed`: nobody read `count` of them from this client's own buffer, and the field has no cursor to fetch them again
 */
export interface Gap {
  readonly kind: 'dropped' | 'broken' | 'forgotten' | 'skipped' | 'reconnected' | 'overflowed';
  /** Undefined where it is not known. */
  readonly count: number | undefined;
  /** The cursors on both sides of it, where the field has one. */
  readonly after: unknown;
  readonly before: unknown;
}

/** What is known of an event when it arrives. */
export interface Arrival {
  readonly previousCursor: unknown;
  readonly cursor: unknown;
  readonly isSnapshot: boolean;
  /** It is the first since the stream was opened again. */
  readonly since: 'resumed' | 'begun-anew' | undefined;
  /** Others came before it. */
  readonly hasBegun: boolean;
  /** Its cursors grow by one. */
  readonly isCounted: boolean;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What is missing before the event, if anything. */
export function gapBefore(arrival: Arrival): Gap | undefined {
  const { extensions, since, isSnapshot, previousCursor: after, cursor: before } = arrival;
  const { dropped } = extensions;
  if (typeof dropped === 'number') return { kind: 'dropped', count: dropped, after, before };
  if (extensions['gap'] === true) return { kind: 'broken', count: undefined, after, before };
  if (since === 'resumed' && isSnapshot) return { kind: 'forgotten', count: undefined, after, before };
  // A snapshot of now has it all, but for the ends of what was told before.
  if (since === 'begun-anew' && (arrival.hasBegun || !isSnapshot))
    return { kind: 'reconnected', count: undefined, after, before };
  if (!arrival.isCounted || typeof after !== 'number' || typeof before !== 'number' || before <= after + 1)
    return undefined;
  return { kind: 'skipped', count: before - after - 1, after, before };
}
