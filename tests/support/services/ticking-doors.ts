import { setTimeout as pause } from 'node:timers/promises';
import { doorsSdl } from '../doors-sdl.ts';
import { serveForeignSubgraph } from '../foreign-subgraph.ts';

/**
 * Subgraph doors as a process of its own, which may be killed at any time: event n is that of the nth interval since the epoch, so
 * one that comes back knows them all. `ticking-doors.ts PORT EPOCH_MS INTERVAL_MS`, and "listening" when it is up.
 */
const [port = 0, epochMs = 0, intervalMs = 100] = process.argv.slice(2).map(Number);

async function* eventsAfter(afterSeq: number | undefined) {
  const elapsed = (): number => Date.now() - epochMs;
  for (let seq = (afterSeq ?? Math.floor(elapsed() / intervalMs)) + 1; ; seq += 1) {
    const waitMs = seq * intervalMs - elapsed();
    if (waitMs > 0) await pause(waitMs);
    yield { seq, door: { id: `door ${seq}` } };
  }
}

const nowhere = (): never => {
  throw new Error('this process has doorChanged alone');
};

await serveForeignSubgraph(
  doorsSdl,
  {
    Query: { door: nowhere },
    Mutation: { lock: nowhere },
    Movement: { __resolveType: nowhere },
    Door: { name: ({ id }: { readonly id: string }) => id },
    Subscription: {
      doorChanged: {
        subscribe: (_parent: unknown, args: { readonly afterSeq?: number }) => eventsAfter(args.afterSeq),
        resolve: (event: unknown) => event,
      },
    },
  },
  port,
);
console.log('listening');
