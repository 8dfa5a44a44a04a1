import type { Executor } from '../../../platform/graphql/execute.ts';
import { requestOf } from '../../support/memory-madre.ts';

export interface ReceivedEvent {
  readonly seq: number;
  readonly type: string;
  readonly id: string;
}

/** A client of windowChanged that comes back with its cursor each time. */
export interface Subscriber {
  connect(executor: Executor): void;
  disconnect(): void;
}

const QUERY =
  'subscription ($afterSeq: Int) { event: windowChanged(afterSeq: $afterSeq) { seq type window { id } } }';

export function createSubscriber(receive: (event: ReceivedEvent) => void): Subscriber {
  let last = 0;
  let connection: AbortController | undefined;

  async function follow(executor: Executor, { signal }: AbortController): Promise<void> {
    const context = { ...requestOf('subscriber'), signal };
    const events = await executor.subscribe({ query: QUERY, variables: { afterSeq: last }, context });
    for await (const { data } of events) {
      if (signal.aborted) return;
      const { event } = data as {
        readonly event: {
          readonly seq: number;
          readonly type: string;
          readonly window: { readonly id: string };
        };
      };
      last = event.seq;
      receive({ seq: event.seq, type: event.type, id: event.window.id });
    }
  }

  return {
    connect(executor) {
      connection = new AbortController();
      // A broken connection is one that ends: what is missed then is seen by who compares.
      follow(executor, connection).catch(() => undefined);
    },
    disconnect() {
      connection?.abort(new Error('the subscriber went away'));
      connection = undefined;
    },
  };
}
