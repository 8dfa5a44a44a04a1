import { composeServices } from '@apollo/composition';
import { parse, type ExecutionResult } from 'graphql';
import { createGraph, type Graph } from '../../gateway/graph.ts';
import type { Link } from '../../gateway/links/link.ts';
import { createHub, type Hub } from '../../gateway/subscriptions/hub/hub.ts';
import { doorsSdl } from './doors-sdl.ts';
import { readSubscription, type ReadSubscription } from './read-subscription.ts';
import { createLocalLink } from '../../gateway/links/local.ts';
import type { PlannedOperation } from '../../gateway/supergraph.ts';
import { createBoundedQueue, type BoundedQueue } from '../../platform/bounded-queue.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { CodedError } from '../../platform/errors.ts';
import { createExecutor } from '../../platform/graphql/execute.ts';
import { createLogger } from '../../platform/log.ts';
import type { Actor } from '../../platform/request-context.ts';
import { buildSchema, type Subgraph } from '../../platform/graphql/subgraph.ts';

const guestsSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { guests(first: Int): [Guest!] }
  type Guest { name: String! friends(first: Int): [Guest!] }
  type Door @key(fields: "id") { id: ID! guests(named: String): [Guest!] }
`;

export interface Doors {
  readonly graph: Graph;
  readonly hub: Hub;
  /** One subscriber of the hub that reads everything; resolves when a local upstream is open. */
  subscribe(operation: PlannedOperation): Promise<ReadSubscription>;
  /** Appends to the log of events, and sends to every open stream. */
  publish(doorId: string): void;
  /** Ends every open stream with an error, as a crash. */
  breakStreams(): void;
  /** Ends every open stream in order. */
  endStreams(): void;
  /** As if there were another schema, by which subgraphs are asked in other words. */
  reload(): void;
  /** What `afterSeq` each stream was opened with. */
  readonly openedAfter: (number | null)[];
  readonly streams: { readonly open: number; readonly ended: number };
  /** Set to make subgraph guests fail, to answer something else, or never. `signals` are those of its calls. */
  guests: {
    failure: CodedError | Error | undefined;
    answer: ExecutionResult | undefined;
    hangs: boolean;
    calls: number;
    readonly signals: AbortSignal[];
  };
  readonly sent: { readonly subgraph: string; readonly query: string }[];
  operation(
    query: string,
    change?: Partial<PlannedOperation> & { readonly actor?: Actor; readonly signal?: AbortSignal },
  ): PlannedOperation;
  close(): Promise<void>;
}

interface WindowEvent {
  readonly seq: number;
  /** Of all but the last of a snapshot null. */
  readonly resumeSeq?: number | null;
  readonly type?: 'SNAPSHOT' | 'CHANGED';
  readonly door: { readonly id: string };
}

const silent = createLogger('silent', 'test');

/** How long an event waits for subgraph guests. */
export const EVENT_LIMIT_MS = 10_000;

/** A graph over two small subgraphs: doors has the events, guests joins a field to each door. */
export async function startDoors(
  clock: Clock = systemClock,
  linkTo: (doors: Subgraph) => Promise<Link> | Link = (doors) =>
    createLocalLink('doors', createExecutor(doors, silent)),
): Promise<Doors> {
  const log: { readonly seq: number; readonly door: { readonly id: string } }[] = [];
  const open = new Set<BoundedQueue<unknown>>();
  const openedAfter: (number | null)[] = [];
  const sent: Doors['sent'] = [];
  const guests: Doors['guests'] = {
    failure: undefined,
    answer: undefined,
    hangs: false,
    calls: 0,
    signals: [],
  };
  let ended = 0;

  function snapshot(): readonly WindowEvent[] {
    const ids = [...new Set(log.map(({ door }) => door.id))];
    const seq = log.length;
    return ids.map((id, index) => ({
      ...{ seq, resumeSeq: index === ids.length - 1 ? seq : null },
      ...{ type: 'SNAPSHOT', door: { id } },
    }));
  }
  function openStream(
    afterSeq: number | null | undefined,
    first: readonly WindowEvent[] = [],
  ): BoundedQueue<unknown> {
    openedAfter.push(afterSeq ?? null);
    const queue = createBoundedQueue<unknown>({
      limit: 10_000,
      overflow: { policy: 'drop-oldest' },
      onClose: () => {
        open.delete(queue);
        ended += 1;
      },
    });
    open.add(queue);
    for (const event of first) queue.push(event);
    for (const event of log) if (event.seq > (afterSeq ?? log.length)) queue.push(event);
    return queue;
  }

  const doors: Subgraph = {
    name: 'doors',
    schema: buildSchema(doorsSdl, {
      Query: { door: (_parent: unknown, { id }: { readonly id: string }) => ({ id }) },
      Mutation: { lock: () => true },
      Door: {
        name: ({ id }: { readonly id: string }) => `door ${id}`,
        __resolveReference: (reference: { readonly id: string }) => reference,
      },
      Movement: {
        __resolveType: ({ seq }: { readonly seq: number }) => (seq % 2 === 1 ? 'Opened' : 'Closed'),
      },
      Opened: { by: () => 'ana' },
      Subscription: {
        doorChanged: {
          subscribe: (_parent: unknown, args: { readonly afterSeq?: number }) => openStream(args.afterSeq),
          resolve: (event: unknown) => event,
        },
        windowChanged: {
          subscribe: (_parent: unknown, args: { readonly afterSeq?: number }) =>
            openStream(args.afterSeq, typeof args.afterSeq === 'number' ? [] : snapshot()),
          resolve: ({ seq, resumeSeq = seq, door, type = 'CHANGED' }: WindowEvent) => ({
            ...{ seq, resumeSeq, type },
            window: door,
          }),
        },
        lockedDoor: { subscribe: () => openStream(null), resolve: ({ door }: WindowEvent) => door },
        refusedDoor: {
          subscribe: () => {
            throw new CodedError('BAD_USER_INPUT', { problem: 'no such door' });
          },
        },
        statusChanged: {
          subscribe: () => openStream(null, snapshot().slice(-1)),
          resolve: ({ seq }: WindowEvent) => ({ doors: seq }),
        },
        doorPlain: { subscribe: () => openStream(null), resolve: (event: unknown) => event },
        moved: {
          subscribe: (_parent: unknown, args: { readonly afterSeq?: number }) => openStream(args.afterSeq),
          resolve: (event: unknown) => event,
        },
      },
    }),
    contextFor: (request) => ({ request }),
    readiness: () => ({ ready: true }),
    close: () => Promise.resolve(),
  };
  const guestBook: Subgraph = {
    name: 'guests',
    schema: buildSchema(guestsSdl, {
      Query: { guests: () => [{ name: 'ana' }] },
      Door: {
        __resolveReference: (reference: { readonly id: string }) => reference,
        guests: ({ id }: { readonly id: string }, { named }: { readonly named?: string }) =>
          guests.hangs ? new Promise(() => undefined) : [{ name: named ?? `guest of ${id}` }],
      },
    }),
    contextFor: (request) => ({ request }),
    readiness: () => ({ ready: true }),
    close: () => Promise.resolve(),
  };

  const links: Record<string, Link> = {
    doors: recording('doors', await linkTo(doors)),
    guests: failingOnDemand(
      recording('guests', createLocalLink('guests', createExecutor(guestBook, silent))),
    ),
  };
  function recording(subgraph: string, link: Link): Link {
    return {
      execute: (request) => (sent.push({ subgraph, query: request.query }), link.execute(request)),
      subscribe: (request) => (sent.push({ subgraph, query: request.query }), link.subscribe(request)),
      close: () => link.close(),
    };
  }
  function failingOnDemand(link: Link): Link {
    return {
      async execute(request) {
        guests.calls += 1;
        guests.signals.push(request.context.signal);
        if (guests.failure !== undefined) throw guests.failure;
        if (guests.answer !== undefined) return guests.answer;
        return link.execute(request);
      },
      subscribe: (request) => link.subscribe(request),
      close: () => link.close(),
    };
  }

  const graph = await createGraph({ supergraphSdl: composed(), links, log: silent });
  let reloads = 0;
  const hub = createHub({
    graph: {
      ...graph,
      sourceOf(operation) {
        const source = graph.sourceOf(operation);
        return reloads === 0 ? source : { ...source, query: `${source.query} # ${reloads}` };
      },
    },
    clock,
    log: silent,
    eventLimitMs: EVENT_LIMIT_MS,
  });
  return {
    graph,
    hub,
    async subscribe(operation) {
      const subscription = readSubscription(hub, operation);
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return subscription;
    },
    publish(id) {
      const event = { seq: log.length + 1, door: { id } };
      log.push(event);
      for (const queue of open) queue.push(event);
    },
    breakStreams() {
      for (const queue of open) queue.end(new Error('the process died'));
    },
    endStreams() {
      for (const queue of open) queue.end();
    },
    reload() {
      reloads += 1;
      hub.replan();
    },
    openedAfter,
    get streams() {
      return { open: open.size, ended };
    },
    guests,
    sent,
    operation(
      query,
      { actor = { name: 'ana', scopes: ['*'] }, signal = new AbortController().signal, ...change } = {},
    ) {
      const variables = change.variables ?? {};
      const prepared = graph.prepare({ query, variables, operationName: change.operationName });
      if ('errors' in prepared) throw prepared.errors[0] ?? new Error('refused without a reason');
      return {
        document: prepared.document,
        query: prepared.query,
        variables,
        operationName: undefined,
        context: { correlationId: 'cid-1', actor, signal },
        ...change,
      };
    },
    async close() {
      hub.close();
      await graph.close();
      for (const link of Object.values(links)) await link.close();
    },
  };
}

function composed(): string {
  const sources = Object.entries({ doors: doorsSdl, guests: guestsSdl });
  const result = composeServices(
    sources.map(([name, sdl]) => ({ name, url: `local://${name}`, typeDefs: parse(sdl) })),
  );
  if (result.errors !== undefined) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.supergraphSdl;
}
