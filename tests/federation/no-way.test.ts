import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { loadSupergraph } from '../../gateway/supergraph.ts';
import { createLogger } from '../../platform/log.ts';
import { composed, fed2 } from '../support/federation.ts';

/** Composition refuses such a supergraph; one that came from elsewhere may still be so. */
const broken = composed({
  a: fed2('type Query { thing: Thing other: Int } type Thing @key(fields: "id") { id: ID! }'),
  b: fed2('type Thing @key(fields: "id") { id: ID! name: String }'),
}).replace(
  /(type Thing\s+)((?:@join__type\([^)]*\)\s*)+)/,
  (_all, head: string, types: string) =>
    head + types.replace('graph: B, key: "id"', 'graph: B, key: "id", resolvable: false'),
);

test.each(['{ thing { name } }', '{ other thing { id name } }'])(
  'what no plan leads to is refused with an error, and the gateway goes on: %s',
  async (query) => {
    const supergraph = await loadSupergraph({
      sdl: broken,
      links: {},
      log: createLogger('silent', 'test'),
      showSubgraphErrors: true,
    });
    const answer = await supergraph.execute({
      document: parse(query),
      query,
      variables: {},
      operationName: undefined,
      context: {
        correlationId: 'cid',
        actor: { name: 'ana', scopes: [] },
        signal: new AbortController().signal,
      },
    });
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toHaveLength(1);
  },
);
