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

/** An interface without any type that implements it. */
const untold = composed({
  a: fed2(`
    type Query { product: Product! node: Node }
    interface Node @key(fields: "id") { id: ID! }
    type Product @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
  `),
  b: fed2(`
    type Query { lost: Node }
    type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }
    interface Product @key(fields: "id") { id: ID! }
    type Bread implements Product @key(fields: "id") { id: ID! name: String! }
  `),
});

test.each([
  ['{ thing { name } }', broken, 'thing'],
  ['{ other thing { id name } }', broken, 'thing'],
  ['query Named($no: Boolean!) { other same: thing { name } other @skip(if: $no) }', broken, 'thing'],
  ['{ product { id } lost { __typename id } }', untold, 'lost'],
  ['{ node { field } }', untold, 'node'],
])('what no plan leads to is refused by its name, and the gateway goes on: %s', async (query, sdl, field) => {
  const supergraph = await loadSupergraph({
    sdl,
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
  expect(answer.errors).toMatchObject([
    {
      message: `no subgraph can give what is asked of ${field}`,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    },
  ]);
});
