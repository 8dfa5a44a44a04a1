import { buildSchema } from '../../platform/graphql/subgraph.ts';
import type { Subgraph } from '../../platform/graphql/subgraph.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import { CodedError } from '../../platform/errors.ts';
import { createBoundedQueue, type BoundedQueue } from '../../platform/bounded-queue.ts';

export const countingSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { who: Who! echo(text: String!): String! fails: String refused: String never: String }
  type Who { correlationId: String! actor: String! scopes: [String!]! }
  type Subscription { counted: Counted! refusedStream: Counted! }
  type Counted { value: Int! by: String! }
`;

export interface CountingSubgraph extends Subgraph {
  /** Sends to every stream that is open. */
  publish(value: number): void;
  /** Breaks every stream that is open. */
  breakStreams(): void;
  /** Streams open now, and how many ended so far. */
  readonly streams: { readonly open: number; readonly ended: number };
  /** Resolves when as many streams have ended. */
  whenEnded(count: number): Promise<void>;
  whenOpen(count: number): Promise<void>;
}

interface Context {
  readonly request: RequestContext;
}

/** A subgraph that shows who asks and counts its streams. */
export function createCountingSubgraph(): CountingSubgraph {
  const open = new Set<BoundedQueue<unknown>>();
  const watchers = new Set<() => void>();
  let ended = 0;

  function changed(): void {
    for (const watcher of watchers) watcher();
  }
  function until(claim: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = (): void => {
        if (!claim()) return;
        watchers.delete(watcher);
        resolve();
      };
      watchers.add(watcher);
      watcher();
    });
  }

  function openStream(): BoundedQueue<unknown> {
    const queue = createBoundedQueue<unknown>({
      limit: 10_000,
      overflow: { policy: 'drop-oldest' },
      onClose: () => {
        open.delete(queue);
        ended += 1;
        changed();
      },
    });
    open.add(queue);
    changed();
    return queue;
  }

  const schema = buildSchema(countingSdl, {
    Query: {
      who: (_parent: unknown, _args: unknown, { request }: Context) => ({
        correlationId: request.correlationId,
        actor: request.actor.name,
        scopes: request.actor.scopes,
      }),
      echo: (_parent: unknown, { text }: { readonly text: string }) => text,
      fails: () => {
        throw new Error('a secret detail');
      },
      refused: () => {
        throw new CodedError('BAD_USER_INPUT', { problem: 'not like this' });
      },
      never: (_parent: unknown, _args: unknown, { request }: Context) =>
        new Promise((resolve) =>
          request.signal.addEventListener('abort', () => resolve('aborted'), { once: true }),
        ),
    },
    Subscription: {
      counted: {
        subscribe: () => openStream(),
        resolve: (value: number, _args: unknown, { request }: Context) => ({
          value,
          by: `${request.actor.name} ${request.correlationId}`,
        }),
      },
      refusedStream: {
        subscribe: () => {
          throw new CodedError('BAD_USER_INPUT', { problem: 'no such stream' });
        },
      },
    },
  });

  return {
    name: 'counting',
    schema,
    contextFor: (request) => ({ request }),
    readiness: () => ({ ready: true }),
    close: () => Promise.resolve(),
    publish(value) {
      for (const queue of open) queue.push(value);
    },
    breakStreams() {
      for (const queue of open) queue.end(new Error('the source broke'));
    },
    get streams() {
      return { open: open.size, ended };
    },
    whenEnded: (count) => until(() => ended >= count),
    whenOpen: (count) => until(() => open.size >= count),
  };
}
