interface Payload {
  readonly query: string;
  /** Read each time the subscription is sent, so that it continues after a reconnection where it was. */
  readonly variables: Record<string, unknown>;
}

/** A subscription that takes `$afterSeq` and whose events carry `seq` goes on without gap or repeat; others begin anew. */
export function resumable(
  query: string,
  variables: object | null | undefined,
): { readonly payload: Payload; readonly seen: (data: unknown) => void } {
  const takesCursor = query.includes('$afterSeq');
  let cursor: number | undefined;
  return {
    payload: {
      query,
      get variables() {
        return { ...variables, ...(cursor === undefined ? {} : { afterSeq: cursor }) };
      },
    },
    seen(data) {
      if (takesCursor) cursor = seqOf(data) ?? cursor;
    },
  };
}

function seqOf(data: unknown): number | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const event: unknown = Object.values(data)[0];
  if (typeof event !== 'object' || event === null || !('seq' in event)) return undefined;
  return typeof event.seq === 'number' ? event.seq : undefined;
}
