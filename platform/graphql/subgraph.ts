import { buildSubgraphSchema } from '@apollo/subgraph';
import type { RequestListener } from 'node:http';
import { parse, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../request-context.ts';

/** One of the three schemas behind the gateway, embedded in its process or served alone. */
export interface Subgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** The context value of one request or one subscription event: loaders live in it, so it is never shared between two. */
  contextFor(request: RequestContext): object;
  readiness(): Readiness;
  /** Further paths of its own port, served only when it runs alone; each demands the subgraph token. */
  readonly routes?: Readonly<Record<string, RequestListener>>;
  /** How much it does just now that no request waits for; counts as activity of a server that serves it alone. */
  readonly backgroundWork?: () => number;
  /** Ends timers, files, sockets and children, within SUBGRAPH_CLOSE_LIMIT_MS; rejects where something is left. Idempotent. */
  close(): Promise<void>;
}

/** Whoever closes a subgraph waits longer than this, else it would leave children running. */
export const SUBGRAPH_CLOSE_LIMIT_MS = 20_000;

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** Generated resolver types do not fit buildSubgraphSchema's index signature: the one cast is here. */
export function buildSchema(sdl: string, resolvers: object): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
}
