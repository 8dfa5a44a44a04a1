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
