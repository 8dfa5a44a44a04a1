import type { FormattedExecutionResult } from 'graphql';
import type { Hub } from '../../gateway/subscriptions/hub/hub.ts';
import type { PlannedOperation } from '../../gateway/supergraph.ts';
import { createBoundedQueue, type BoundedQueue } from '../../platform/bounded-queue.ts';

/** What a client receives, as an iterator; it throws where the stream fails. return() leaves. */
export interface ReadSubscription extends AsyncIterableIterator<FormattedExecutionResult> {
  /** While false, the client reads nothing; true sends what waited. */
  reading(reads: boolean): void;
  /** The bytes of each event so far, to tell shared ones. */
  readonly bytes: readonly Buffer[];
  reauthorise(scopes: readonly string[]): void;
}

export function readSubscription(hub: Hub, operation: PlannedOperation): ReadSubscription {
  let reads = true;
  const bytes: Buffer[] = [];
  const events: BoundedQueue<FormattedExecutionResult> = createBoundedQueue({
    limit: 100_000,
    overflow: { policy: 'drop-oldest' },
    onClose: () => subscription.end(),
  });
  const subscription = hub.subscribe(operation, {
    isWritable: () => reads,
    next: (message) => {
      bytes.push(message.json);
      events.push(JSON.parse(String(message.json)) as FormattedExecutionResult);
    },
    complete: () => events.end(),
    fail: (error) => events.end(error),
  });
  return {
    next: () => events.next(),
    return: () => events.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
    reading(now) {
      reads = now;
      if (now) subscription.flush();
    },
    bytes,
    reauthorise: (scopes) => subscription.reauthorise({ ...operation.context.actor, scopes }),
  };
}

/** The next results of a stream that must not end before. */
export async function readResults(
  stream: ReadSubscription,
  count: number,
): Promise<FormattedExecutionResult[]> {
  const results: FormattedExecutionResult[] = [];
  while (results.length < count) {
    const step = await stream.next();
    if (step.done === true) throw new Error(`the stream ended after ${results.length}`);
    results.push(step.value);
  }
  return results;
}

export function seqsOf(results: readonly FormattedExecutionResult[], field = 'doorChanged'): unknown[] {
  return results.map(({ data }) => (data?.[field] as { seq: number } | undefined)?.seq);
}

/** 1 up to and including `last`. */
export function upTo(last: number): number[] {
  return Array.from({ length: last }, (_each, index) => index + 1);
}

/** Turns of the event loop, for what needs no time but comes later. */
export async function turns(count = 10): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
