import { buildSchema } from '../../platform/graphql/subgraph.ts';
import type { Subgraph } from '../../platform/graphql/subgraph.ts';
import type { RequestContext } from '../../platform/request-context.ts';

/** What a resolver of a tiny subgraph receives: the request, and a number that no two contexts share. */
export interface TinyContext {
  readonly request: RequestContext;
  readonly contextNumber: number;
}

/** A subgraph of a few lines, for tests of what carries subgraphs. */
export function tinySubgraph(
  sdl: string,
  resolvers: object,
  parts: Partial<Pick<Subgraph, 'routes' | 'readiness'>> = {},
): Subgraph {
  let contexts = 0;
  return {
    name: 'tiny',
    schema: buildSchema(sdl, resolvers),
    contextFor: (request): TinyContext => ({ request, contextNumber: (contexts += 1) }),
    readiness: () => ({ ready: true }),
    close: async () => undefined,
    ...parts,
  };
}
