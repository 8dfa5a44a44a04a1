/**
 * One step for each event of the streams, several at once as one. Snapshots count: they may tell what changed between a read and the
 * moment from which the stream is told of everything. Throws what a stream throws, whenever that was.
 */
export async function* changesOf(
  streams: readonly AsyncIterable<unknown>[],
): AsyncGenerator<void, void, undefined> {
  // Kept until the reader looks: it is busy with the step before when a stream fails.
  const seen: { hasChanged: boolean; end?: { readonly error?: unknown } } = { hasChanged: false };
  let wake: () => void = () => undefined;
  const readers = streams.map(async (stream) => {
    for await (const _event of stream) {
      seen.hasChanged = true;
      wake();
    }
  });
  const finish = (end: { readonly error?: unknown }): void => {
    seen.end = end;
    wake();
  };
  Promise.all(readers).then(
    () => finish({}),
    (error: unknown) => finish({ error }),
  );
  for (;;) {
    if (!seen.hasChanged && seen.end === undefined) await new Promise<void>((resolve) => (wake = resolve));
    if (!seen.hasChanged) {
      if (seen.end !== undefined && 'error' in seen.end) throw seen.end.error;
      return;
    }
    seen.hasChanged = false;
    yield;
  }
}
