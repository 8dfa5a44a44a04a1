import { sleep, systemClock } from '../../../platform/clock.ts';
import { serveSubgraph } from '../../../platform/graphql/serve-subgraph.ts';
import { buildSchema } from '../../../platform/graphql/subgraph.ts';
import { createLogger } from '../../../platform/log.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import { doorsSdl } from '../doors-sdl.ts';

/**
 * Subgraph doors as a process of its own, which may be killed at any time: event n is that of the nth interval since the epoch, so
 * one that comes back knows them all. `ticking-doors.ts PORT EPOCH_MS INTERVAL_MS`, and "listening" when it is up.
 */
const [port = 0, epochMs = 0, intervalMs = 100] = process.argv.slice(2).map(Number);

interface Context {
  readonly request: RequestContext;
}

async function* eventsAfter(afterSeq: number | undefined, signal: AbortSignal) {
  const elapsed = (): number => Date.now() - epochMs;
  for (let seq = (afterSeq ?? Math.floor(elapsed() / intervalMs)) + 1; ; seq += 1) {
    const waitMs = seq * intervalMs - elapsed();
    if (waitMs > 0) await sleep(systemClock, waitMs, signal);
    yield { seq, door: { id: `door ${seq}` } };
  }
}

const nowhere = (): never => {
  throw new Error('this process has doorChanged alone');
};

await serveSubgraph(
  {
    name: 'doors',
    schema: buildSchema(doorsSdl, {
      Query: { door: nowhere },
      Mutation: { lock: nowhere },
      Movement: { __resolveType: nowhere },
      Door: { name: ({ id }: { readonly id: string }) => id },
      Subscription: {
        doorChanged: {
          subscribe: (_parent: unknown, args: { readonly afterSeq?: number }, { request }: Context) =>
            eventsAfter(args.afterSeq, request.signal),
          resolve: (event: unknown) => event,
        },
      },
    }),
    contextFor: (request) => ({ request }),
    readiness: () => ({ ready: true }),
    close: () => Promise.resolve(),
  },
  { host: '127.0.0.1', port, token: 't', log: createLogger('silent', 'doors') },
);
console.log('listening');
