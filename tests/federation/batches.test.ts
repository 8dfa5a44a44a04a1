import { beforeAll, describe, expect, test } from 'vitest';
import { runCases } from '../support/family.ts';
import { fed2, federate, type Federation } from '../support/federation.ts';

interface Ref {
  readonly id: string;
}
const reference = (ref: object): object => ref;
const users = [{ id: 'u1' }, { id: 'u2' }];

describe('the query that gateways are compared with', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      accounts: [
        fed2(`
          type Query { me: User users: [User] }
          type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }
        `),
        {
          Query: { me: () => users[0], users: () => users },
          User: {
            __resolveReference: reference,
            name: ({ id }: Ref) => `name ${id}`,
            username: ({ id }: Ref) => id,
          },
        },
      ],
      inventory: [
        fed2(`
          type Product @key(fields: "upc") {
            upc: String! weight: Int @external price: Int @external
            inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
          }
        `),
        {
          Product: {
            __resolveReference: reference,
            inStock: () => true,
            shippingEstimate: ({ price, weight }: { price: number; weight: number }) => price + weight,
          },
        },
      ],
      products: [
        fed2(`
          type Query { topProducts(first: Int = 5): [Product] }
          type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
        `),
        {
          Query: { topProducts: () => [{ upc: 'p1' }, { upc: 'p2' }] },
          Product: {
            __resolveReference: reference,
            name: ({ upc }: { upc: string }) => `product ${upc}`,
            price: () => 10,
            weight: () => 1,
          },
        },
      ],
      reviews: [
        fed2(`
          type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
          type User @key(fields: "id") { id: ID! username: String @external numberOfReviews: Int reviews: [Review] }
          type Product @key(fields: "upc") { upc: String! reviews: [Review] }
        `),
        {
          User: {
            __resolveReference: reference,
            reviews: ({ id }: Ref) => [
              { id: `r-${id}`, product: { upc: 'p1' }, author: { id, username: id } },
            ],
          },
          Product: {
            __resolveReference: reference,
            reviews: ({ upc }: { upc: string }) => [
              { id: `r-${upc}`, product: { upc }, author: { id: 'u1', username: 'u1' } },
            ],
          },
        },
      ],
    });
  });

  const query = `
    fragment User on User { id username name }
    fragment Review on Review { id body }
    fragment Product on Product { inStock name price shippingEstimate upc weight }
    query TestQuery {
      users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
      topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
    }`;

  test('asks the subgraphs eight times at most', async () => {
    await graph.ask(query);
    expect(graph.asked.length).toBeLessThanOrEqual(8);
  });

  test('is answered whole', async () => {
    const { data, errors } = await graph.ask(query);
    expect(errors).toBeUndefined();
    const product = (upc: string) => ({
      inStock: true,
      name: `product ${upc}`,
      price: 10,
      shippingEstimate: 11,
      upc,
      weight: 1,
    });
    const author = {
      ...{ id: 'u1', username: 'u1', name: 'name u1' },
      reviews: [{ id: 'r-u1', body: null, product: product('p1') }],
    };
    const reviewed = (upc: string) => ({
      ...product(upc),
      reviews: [{ id: `r-${upc}`, body: null, author }],
    });
    expect(data).toEqual({
      users: ['u1', 'u2'].map((id) => ({
        ...{ id, username: id, name: `name ${id}` },
        reviews: [{ id: `r-${id}`, body: null, product: reviewed('p1') }],
      })),
      topProducts: ['p1', 'p2'].map(reviewed),
    });
  });
});

describe('fetches that go together', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      a: [
        fed2(`
          type Query { left: Left right: Right twin: Left none: Left }
          type Left @key(fields: "id") { id: ID! }
          type Right @key(fields: "id") { id: ID! }
        `),
        {
          Query: {
            left: () => ({ id: '1' }),
            right: () => ({ id: '1' }),
            twin: () => ({ id: '2' }),
            none: () => null,
          },
        },
      ],
      b: [
        fed2(`
          type Left @key(fields: "id") { id: ID! name(in: String): String bad: String hard: String! }
          type Right @key(fields: "id") { id: ID! name(in: String): String! bad: String }
        `),
        {
          Left: {
            __resolveReference: reference,
            name: ({ id }: Ref, { in: language }: { in?: string }) => `left ${id}${language ?? ''}`,
            bad: () => {
              throw new Error('no');
            },
          },
          Right: {
            __resolveReference: reference,
            name: ({ id }: Ref, { in: language }: { in?: string }) => `right ${id}${language ?? ''}`,
            bad: () => {
              throw new Error('no');
            },
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'are one operation',
        query: '{ left { name } right { name } }',
        data: { left: { name: 'left 1' }, right: { name: 'right 1' } },
        asks: ['a', 'b'],
      },
      {
        does: 'keep equal names of different fields apart',
        query: '{ left { it: name(in: "x") } right { it: name(in: "y") } }',
        data: { left: { it: 'left 1x' }, right: { it: 'right 1y' } },
        asks: ['a', 'b'],
      },
      {
        does: "share the client's variables",
        query:
          'query ($x: String, $y: String) { left { name(in: $x) } right { name(in: $y) } twin { name(in: $x) } }',
        variables: { x: 'es', y: 'gl' },
        data: { left: { name: 'left 1es' }, right: { name: 'right 1gl' }, twin: { name: 'left 2es' } },
        asks: ['a', 'b'],
      },
      {
        does: 'do not wait for one that has nothing to ask',
        query: '{ none { name } right { name } }',
        data: { none: null, right: { name: 'right 1' } },
        asks: ['a', 'b'],
      },
      {
        does: 'are not sent where none has anything to ask',
        query: '{ none { name } }',
        data: { none: null },
        asks: ['a'],
      },
      {
        does: 'tell their errors each at its own place',
        query: '{ left { bad name } right { worse: bad name } twin { bad } }',
        data: {
          left: { bad: null, name: 'left 1' },
          right: { worse: null, name: 'right 1' },
          twin: { bad: null },
        },
        errors: [
          { path: ['left', 'bad'], code: 'INTERNAL_ERROR' },
          { path: ['right', 'worse'], code: 'INTERNAL_ERROR' },
          { path: ['twin', 'bad'], code: 'INTERNAL_ERROR' },
        ],
      },
    ],
  );

  test('ask in one list what asks the same', async () => {
    await graph.ask('{ left { name } twin { name } again: left { name } }');
    expect(graph.sent.at(-1)?.variables).toEqual({
      representations: [
        { __typename: 'Left', id: '1' },
        { __typename: 'Left', id: '2' },
      ],
    });
  });
});
