import { beforeAll, describe } from 'vitest';
import { runCases } from '../support/family.ts';
import { fed2, federate, type Federation } from '../support/federation.ts';

interface Ref {
  readonly id: string;
  readonly [field: string]: unknown;
}
const reference = (ref: Ref): Ref => ref;

describe('a field that requires others', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      catalog: [
        fed2(`
          type Query { product: Product products: [Product] }
          type Product @key(fields: "id") { id: ID! weight: Int size: Size tags: [Tag!]! }
          type Size { w: Int! h: Int! }
          type Tag { name: String! rank: Int }
        `),
        {
          Query: {
            product: () => ({
              id: 'p1',
              weight: 3,
              size: { w: 2, h: 5 },
              tags: [{ name: 'a', rank: 1 }, { name: 'b' }],
            }),
            products: () => [
              { id: 'p1', weight: 3, size: { w: 2, h: 5 }, tags: [] },
              { id: 'p2', weight: null, size: null, tags: [{ name: 'z', rank: 9 }] },
            ],
          },
        },
      ],
      shipping: [
        fed2(`
          type Product @key(fields: "id") {
            id: ID!
            weight: Int @external
            size: Size @external
            tags: [Tag!]! @external
            cost: Int @requires(fields: "weight")
            area: Int @requires(fields: "size { w h }")
            label: String! @requires(fields: "tags { name rank } weight")
            plain: String
          }
          type Size { w: Int! @external h: Int! @external }
          type Tag { name: String! @external rank: Int @external }
        `),
        {
          Product: {
            __resolveReference: reference,
            cost: ({ weight }: { weight: number | null }) => (weight === null ? null : weight * 10),
            area: ({ size }: { size: { w: number; h: number } | null }) =>
              size === null ? null : size.w * size.h,
            label: ({ tags, weight }: { tags: { name: string; rank: number | null }[]; weight: number }) =>
              `${tags.map(({ name, rank }) => `${name}${rank}`).join('')}:${weight}`,
            plain: () => 'plain',
          },
        },
      ],
      totals: [
        fed2(`
          type Product @key(fields: "id") {
            id: ID! cost: Int @external area: Int @external
            total: Int @requires(fields: "cost area")
          }
        `),
        {
          Product: {
            __resolveReference: reference,
            total: ({ cost, area }: { cost: number | null; area: number | null }) =>
              (cost ?? 0) + (area ?? 0),
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      { does: 'gets them', query: '{ product { cost } }', data: { product: { cost: 30 } } },
      { does: 'gets nested ones', query: '{ product { area } }', data: { product: { area: 10 } } },
      {
        does: 'gets lists of them',
        query: '{ product { label } }',
        data: { product: { label: 'a1bnull:3' } },
      },
      {
        does: 'gets a null as it is',
        query: '{ products { cost area } }',
        data: {
          products: [
            { cost: 30, area: 10 },
            { cost: null, area: null },
          ],
        },
      },
      {
        does: 'may require what requires others',
        query: '{ product { total } }',
        data: { product: { total: 40 } },
        asks: ['catalog', 'shipping', 'totals'],
      },
      {
        does: 'gives only what was asked',
        query: '{ product { size { h } area } }',
        data: { product: { size: { h: 5 }, area: 10 } },
      },
      {
        does: 'is not disturbed by aliases with the names it requires',
        query: '{ product { weight: id size: weight cost area } }',
        data: { product: { weight: 'p1', size: 3, cost: 30, area: 10 } },
      },
      {
        does: 'is not disturbed by nested aliases',
        query: '{ product { size { w: h h: w } area } }',
        data: { product: { size: { w: 5, h: 2 }, area: 10 } },
      },
      {
        does: 'does not trouble the one beside it that requires nothing',
        query: '{ product { plain } }',
        data: { product: { plain: 'plain' } },
        asks: ['catalog', 'shipping'],
      },
      {
        does: 'is joined for each item',
        query: '{ products { total id } }',
        data: {
          products: [
            { total: 40, id: 'p1' },
            { total: 0, id: 'p2' },
          ],
        },
      },
    ],
  );
});

describe('a required field with arguments', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      prices: [
        fed2(`
          type Query { product: Product products: [Product!]! category: Category }
          type Product @key(fields: "id") { id: ID! price(currency: String!, round: Boolean = false): Int category: Category }
          type Category @key(fields: "id") { id: ID! average(currency: String!): Int }
        `),
        {
          Query: {
            product: () => ({ id: 'p1' }),
            products: () => [{ id: 'p1' }, { id: 'p2' }],
            category: () => ({ id: 'c' }),
          },
          Product: {
            __resolveReference: reference,
            price: ({ id }: Ref, { currency }: { currency: string }) =>
              (currency === 'USD' ? 10 : 20) + (id === 'p2' ? 1 : 0),
            category: () => ({ id: 'c' }),
          },
          Category: {
            __resolveReference: reference,
            average: (_: unknown, { currency }: { currency: string }) => (currency === 'USD' ? 100 : 200),
          },
        },
      ],
      shipping: [
        fed2(`
          type Product @key(fields: "id") {
            id: ID!
            price(currency: String!, round: Boolean = false): Int @external
            category: Category @external
            inDollars: String @requires(fields: "price(currency: \\"USD\\")")
            inEuros: String @requires(fields: "price(currency: \\"EUR\\")")
            isDear: Boolean @requires(fields: "category { average(currency: \\"USD\\") }")
            free: String
          }
          type Category @key(fields: "id") { id: ID! average(currency: String!): Int @external }
        `),
        {
          Product: {
            __resolveReference: reference,
            inDollars: ({ price }: Ref) => `$${String(price)}`,
            inEuros: ({ price }: Ref) => `€${String(price)}`,
            isDear: ({ category }: { category: { average: number } }) => category.average > 150,
            free: () => 'free',
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'is asked with its own',
        query: '{ product { inDollars } }',
        data: { product: { inDollars: '$10' } },
      },
      {
        does: "is not the client's with other arguments",
        query: '{ product { price(currency: "EUR") inDollars } }',
        data: { product: { price: 20, inDollars: '$10' } },
      },
      {
        does: "is not the client's with other arguments in a variable",
        query: 'query ($c: String!) { product { price(currency: $c) inDollars free } }',
        variables: { c: 'EUR' },
        data: { product: { price: 20, inDollars: '$10', free: 'free' } },
      },
      {
        does: 'is not that of another field that requires it with others',
        query: '{ product { inEuros inDollars } }',
        data: { product: { inEuros: '€20', inDollars: '$10' } },
      },
      {
        does: 'is kept apart from all at once, for each item',
        query:
          '{ products { inEuros price(currency: "USD", round: true) dear: price(currency: "EUR") inDollars free } }',
        data: {
          products: [
            { inEuros: '€20', price: 10, dear: 20, inDollars: '$10', free: 'free' },
            { inEuros: '€21', price: 11, dear: 21, inDollars: '$11', free: 'free' },
          ],
        },
      },
      {
        does: 'may be nested',
        query: '{ product { isDear category { average(currency: "EUR") } } }',
        data: { product: { isDear: false, category: { average: 200 } } },
      },
      {
        does: 'is not what a client calls by the name that the plan has for it',
        query: '{ product { price_required0: id price_required1: id inDollars inEuros } }',
        data: {
          product: { price_required0: 'p1', price_required1: 'p1', inDollars: '$10', inEuros: '€20' },
        },
      },
      {
        does: 'keeps its name for clients',
        query: '{ product { inDollars: price(currency: "EUR") price: inDollars } }',
        data: { product: { inDollars: 20, price: '$10' } },
      },
    ],
  );
});

describe('fields that require each other', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      a: [
        fed2(`
          type Query { feed: [Post!]! }
          type Post @key(fields: "id") { id: ID! byNovice: Boolean! @external byExpert: Boolean! @requires(fields: "byNovice") }
        `),
        {
          Query: { feed: () => [{ id: '1' }, { id: '2' }] },
          Post: { __resolveReference: reference, byExpert: ({ byNovice }: Ref) => byNovice !== true },
        },
      ],
      b: [
        fed2(`
          type Post @key(fields: "id") { id: ID! author: Author! byNovice: Boolean! @requires(fields: "author { years }") }
          type Author @key(fields: "id") { id: ID! years: Int! @external }
        `),
        {
          Post: {
            __resolveReference: reference,
            author: ({ id }: Ref) => ({ id: `a${id}` }),
            byNovice: ({ author }: { author: { years: number } }) => author.years < 5,
          },
        },
      ],
      c: [
        fed2('type Author @key(fields: "id") { id: ID! years: Int! }'),
        { Author: { __resolveReference: ({ id }: Ref) => ({ id, years: id === 'a1' ? 1 : 9 }) } },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'are asked in turn',
        query: '{ feed { byNovice } }',
        data: { feed: [{ byNovice: true }, { byNovice: false }] },
        asks: ['a', 'b', 'c', 'b'],
      },
      {
        does: 'are asked in turn and back',
        query: '{ feed { id byExpert } }',
        data: {
          feed: [
            { id: '1', byExpert: false },
            { id: '2', byExpert: true },
          ],
        },
        asks: ['a', 'b', 'c', 'b', 'a'],
      },
    ],
  );
});

describe('what a field requires through fragments and interfaces', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      a: [
        fed2(`
          type Query { home: Home homes: [Home!]! }
          type Home @key(fields: "id") { id: ID! address: Address place: Place }
          interface Address { street: String! }
          type Flat implements Address { street: String! floor: Int! }
          type House implements Address { street: String! garden: Boolean! }
          union Place = City | Village
          type City { name: String! }
          type Village { name: String! souls: Int! }
        `),
        {
          Query: {
            home: () => homes[0],
            homes: () => homes,
          },
          Address: {
            __resolveType: ({ floor }: { floor?: number }) => (floor === undefined ? 'House' : 'Flat'),
          },
          Place: {
            __resolveType: ({ souls }: { souls?: number }) => (souls === undefined ? 'City' : 'Village'),
          },
        },
      ],
      b: [
        fed2(`
          type Home @key(fields: "id") {
            id: ID!
            address: Address @external
            place: Place @external
            summary: String @requires(fields: "address { street ... on Flat { floor } ... on House { garden } }")
            where: String @requires(fields: "place { __typename ... on City { name } ... on Village { name souls } }")
          }
          interface Address { street: String! }
          type Flat implements Address { street: String! @external floor: Int! @external }
          type House implements Address { street: String! @external garden: Boolean! @external }
          union Place = City | Village
          type City { name: String! @external }
          type Village { name: String! @external souls: Int! @external }
        `),
        {
          Home: {
            __resolveReference: reference,
            summary: ({ address }: { address: unknown }) => JSON.stringify(address),
            where: ({ place }: { place: unknown }) => JSON.stringify(place),
          },
          Address: { __resolveType: () => 'Flat' },
          Place: { __resolveType: () => 'City' },
        },
      ],
    });
  });
  const homes = [
    { id: '1', address: { street: 'Elm', floor: 4 }, place: { name: 'Lugo' } },
    { id: '2', address: { street: 'Oak', garden: true }, place: { name: 'Vilar', souls: 12 } },
    { id: '3', address: null, place: null },
  ];
  runCases(
    () => graph,
    [
      {
        does: 'is taken by the type of the object',
        query: '{ homes { summary } }',
        data: {
          homes: [
            { summary: '{"street":"Elm","floor":4}' },
            { summary: '{"street":"Oak","garden":true}' },
            { summary: 'null' },
          ],
        },
      },
      {
        does: 'is taken by the member of a union',
        query: '{ homes { where } }',
        data: {
          homes: [
            { where: '{"__typename":"City","name":"Lugo"}' },
            { where: '{"__typename":"Village","name":"Vilar","souls":12}' },
            { where: 'null' },
          ],
        },
      },
      {
        does: 'does not show where the client asked for something else of it',
        query: '{ home { address { __typename ... on Flat { level: floor } } summary } }',
        data: {
          home: {
            address: { __typename: 'Flat', level: 4 },
            summary: '{"street":"Elm","floor":4}',
          },
        },
      },
    ],
  );
});
