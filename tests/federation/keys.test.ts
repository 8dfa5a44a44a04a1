import { beforeAll, describe } from 'vitest';
import { runCases } from '../support/family.ts';
import { fed2, federate, type Federation } from '../support/federation.ts';

describe('an entity with a compound key', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      orders: [
        fed2(`
          type Query { order: Order orders: [Order] }
          type Order @key(fields: "id shop { country code }") { id: ID! shop: Shop! total: Int! }
          type Shop { country: String! code: Int! }
        `),
        {
          Query: {
            order: () => ({ id: 'o1', shop: { country: 'es', code: 7 }, total: 12 }),
            orders: () => [
              { id: 'o1', shop: { country: 'es', code: 7 }, total: 12 },
              null,
              { id: 'o1', shop: { country: 'fr', code: 7 }, total: 13 },
            ],
          },
        },
      ],
      shipping: [
        fed2(`
          type Order @key(fields: "id shop { country code }") { id: ID! shop: Shop! route: String! }
          type Shop { country: String! code: Int! }
        `),
        {
          Order: {
            __resolveReference: (order: object) => order,
            route: ({ id, shop }: { id: string; shop: { country: string; code: number } }) =>
              `${shop.country}/${shop.code}/${id}`,
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'is found by all of it',
        query: '{ order { route total } }',
        data: { order: { route: 'es/7/o1', total: 12 } },
      },
      {
        does: 'gives back only what was asked of its key',
        query: '{ order { shop { code } route } }',
        data: { order: { shop: { code: 7 }, route: 'es/7/o1' } },
      },
      {
        does: 'is another one where a nested part differs, and null stays null',
        query: '{ orders { route } }',
        data: { orders: [{ route: 'es/7/o1' }, null, { route: 'fr/7/o1' }] },
      },
      {
        does: 'may have aliases that clash with nested parts of its key',
        query: '{ order { shop { country: code code: country } route } }',
        data: { order: { shop: { country: 7, code: 'es' }, route: 'es/7/o1' } },
      },
    ],
  );
});

describe('an entity with several keys', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      catalog: [
        fed2('type Query { product: Product } type Product @key(fields: "id") { id: ID! name: String! }'),
        {
          Query: { product: () => ({ id: 'p1', name: 'Lamp' }) },
          Product: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Lamp' }) },
        },
      ],
      bridge: [
        fed2('type Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! }'),
        {
          Product: {
            __resolveReference: ({ id, sku }: { id?: string; sku?: string }) =>
              id === undefined ? { id: sku?.replace('s', 'p'), sku } : { id, sku: id.replace('p', 's') },
          },
        },
      ],
      stock: [
        fed2('type Query { any: Product } type Product @key(fields: "sku") { sku: String! left: Int! }'),
        {
          Query: { any: () => ({ sku: 's1', left: 4 }) },
          Product: { __resolveReference: ({ sku }: { sku: string }) => ({ sku, left: 4 }) },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'is found over the subgraph that knows both',
        query: '{ product { left name } }',
        data: { product: { left: 4, name: 'Lamp' } },
        asks: ['catalog', 'bridge', 'stock'],
      },
      {
        does: 'is found in the other direction',
        query: '{ any { name } }',
        data: { any: { name: 'Lamp' } },
        asks: ['stock', 'bridge', 'catalog'],
      },
      {
        does: 'gives the key in between too',
        query: '{ product { sku } any { id } }',
        data: { product: { sku: 's1' }, any: { id: 'p1' } },
      },
    ],
  );
});

describe('an entity with a key that cannot be resolved', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      users: [
        fed2('type Query { user: User } type User @key(fields: "id") { id: ID! name: String! }'),
        {
          Query: { user: () => ({ id: 'u1', name: 'Ada' }) },
          User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name of ${id}` }) },
        },
      ],
      posts: [
        fed2(`
          type Query { posts: [Post!]! }
          type Post { title: String! by: User }
          type User @key(fields: "id", resolvable: false) { id: ID! }
        `),
        {
          Query: {
            posts: () => [
              { title: 'a', by: { id: 'u7' } },
              { title: 'b', by: null },
            ],
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'is found where it can be',
        query: '{ posts { title by { name } } }',
        data: {
          posts: [
            { title: 'a', by: { name: 'name of u7' } },
            { title: 'b', by: null },
          ],
        },
        asks: ['posts', 'users'],
      },
      {
        does: 'needs nobody else for the key itself',
        query: '{ posts { by { id } } }',
        data: { posts: [{ by: { id: 'u7' } }, { by: null }] },
        asks: ['posts'],
      },
    ],
  );
});

describe('keys that overlap, one of which cannot be resolved', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      a: [
        fed2('type Query { product: Product } type Product @key(fields: "id") { id: ID! a: String }'),
        {
          Query: { product: () => ({ id: 'p1', a: 'A' }) },
          Product: { __resolveReference: ({ id }: { id: string }) => ({ id, a: 'A' }) },
        },
      ],
      b: [
        fed2(`
          type Product @key(fields: "id", resolvable: false) @key(fields: "id code") { id: ID! code: Int! b: String }
        `),
        {
          Product: {
            __resolveReference: ({ id, code }: { id: string; code: number }) => ({ id, code, b: `B${code}` }),
          },
        },
      ],
      c: [
        fed2('type Product @key(fields: "id") @key(fields: "id code") { id: ID! code: Int! }'),
        { Product: { __resolveReference: ({ id }: { id: string }) => ({ id, code: 5 }) } },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'are followed over the subgraph that completes the other',
        query: '{ product { b a } }',
        data: { product: { b: 'B5', a: 'A' } },
        asks: ['a', 'c', 'b'],
      },
    ],
  );
});

describe('an entity whose key is null', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      books: [
        fed2(
          'type Query { books: [Book!]! pair: Pair } type Book @key(fields: "upc") { upc: ID title: String } type Pair @key(fields: "a b") { a: ID b: ID }',
        ),
        {
          Query: {
            books: () => [
              { upc: 'b1', title: 'one' },
              { upc: null, title: 'two' },
              { upc: 'b3', title: 'three' },
            ],
            pair: () => ({ a: 'x', b: null }),
          },
        },
      ],
      prices: [
        fed2(
          'type Book @key(fields: "upc") { upc: ID price: Int } type Pair @key(fields: "a b") { a: ID b: ID sum: String }',
        ),
        {
          Book: {
            __resolveReference: ({ upc }: { upc: string | null }) => {
              if (upc === null) throw new Error('asked for nothing');
              return upc === 'b3' ? null : { upc, price: 9 };
            },
          },
          Pair: {
            __resolveReference: ({ a, b }: { a: string; b: string | null }) => ({ a, b, sum: `${a}+${b}` }),
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'is not asked about; one that does not exist gives null without an error',
        query: '{ books { title price } }',
        data: {
          books: [
            { title: 'one', price: 9 },
            { title: 'two', price: null },
            { title: 'three', price: null },
          ],
        },
      },
      {
        does: 'is asked about where only a part of it is null',
        query: '{ pair { sum } }',
        data: { pair: { sum: 'x+null' } },
      },
    ],
  );
});

describe('an entity that its subgraph is asked about again, by another key than its first', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      names: [
        fed2('type Part @key(fields: "id") { id: ID! name: String! }'),
        { Part: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `part ${id}` }) } },
      ],
      parts: [
        fed2(`
          type Query { part: Part }
          type Part @key(fields: "serial", resolvable: false) @key(fields: "id lot { code }") @key(fields: "id", resolvable: false) {
            id: ID! serial: Int! lot: Lot! name: String! @external label: String! @requires(fields: "name")
          }
          type Lot { code: String! }
        `),
        {
          Query: { part: () => ({ id: '7', serial: 70, lot: { code: 'x' } }) },
          Part: {
            __resolveReference: ({ id, lot, name }: { id?: string; lot?: { code: string }; name: string }) =>
              id === undefined || lot === undefined ? null : { id, lot, name },
            label: ({ name, lot }: { name: string; lot: { code: string } }) => `${name} of ${lot.code}`,
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'is found by one that leads there',
        query: '{ part { label } }',
        data: { part: { label: 'part 7 of x' } },
        asks: ['parts', 'names', 'parts'],
      },
    ],
  );
});
