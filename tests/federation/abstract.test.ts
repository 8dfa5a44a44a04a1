import { beforeAll, describe } from 'vitest';
import { runCases } from '../support/family.ts';
import { fed2, federate, type Federation } from '../support/federation.ts';

const reference = (ref: object): object => ref;

describe('an interface whose implementations are entities', () => {
  let graph: Federation;
  beforeAll(async () => {
    const nodes = [
      { __typename: 'Account', id: 'a1', name: 'Ada' },
      { __typename: 'Chat', id: 'c1', text: 'hi' },
    ];
    graph = await federate({
      a: [
        fed2(`
          type Query { node(id: ID!): Node nodes: [Node] nested: [[Node!]!]! }
          interface Node { id: ID! }
          type Account implements Node @key(fields: "id") { id: ID! name: String! }
          type Chat implements Node @key(fields: "id") { id: ID! text: String! }
        `),
        {
          Query: {
            node: (_: unknown, { id }: { id: string }) => nodes.find((node) => node.id === id),
            nodes: () => [...nodes, null],
            nested: () => [[nodes[0]], [], [nodes[1], nodes[0]]],
          },
          Account: { __resolveReference: () => nodes[0] },
        },
      ],
      b: [
        fed2(`
          interface Node { id: ID! }
          interface Rated implements Node { id: ID! rating: Int! }
          type Account implements Node & Rated @key(fields: "id") { id: ID! rating: Int! size: Int! }
          type Chat implements Node @key(fields: "id") { id: ID! size: String! owner: Account }
        `),
        {
          Account: { __resolveReference: reference, rating: () => 5, size: () => 1 },
          Chat: { __resolveReference: reference, size: () => 'big', owner: () => ({ id: 'a1' }) },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'is joined by the type of each object',
        query: '{ nodes { id ... on Account { rating name } ... on Chat { text } } }',
        data: { nodes: [{ id: 'a1', rating: 5, name: 'Ada' }, { id: 'c1', text: 'hi' }, null] },
      },
      {
        does: 'keeps fields of one name and different types apart',
        query: '{ nodes { ... on Account { number: size } ... on Chat { size } } }',
        data: { nodes: [{ number: 1 }, { size: 'big' }, null] },
      },
      {
        does: 'gives the type by any name',
        query: '{ nodes { kind: __typename __typename } }',
        data: {
          nodes: [{ kind: 'Account', __typename: 'Account' }, { kind: 'Chat', __typename: 'Chat' }, null],
        },
        asks: ['a'],
      },
      {
        does: 'is asked through another interface that only one subgraph knows',
        query: '{ nodes { ... on Rated { rating } } }',
        data: { nodes: [{ rating: 5 }, {}, null] },
      },
      {
        does: 'is joined in nested lists',
        query: '{ nested { ... on Account { rating } ... on Chat { owner { name } } } }',
        data: { nested: [[{ rating: 5 }], [], [{ owner: { name: 'Ada' } }, { rating: 5 }]] },
      },
      {
        does: 'is null where there is none',
        query: '{ node(id: "zz") { ... on Account { rating } } }',
        data: { node: null },
      },
      {
        does: 'is asked by named fragments, nested',
        query:
          '{ nodes { ...N } } fragment N on Node { ... on Chat { ...C } id } fragment C on Chat { owner { rating } }',
        data: { nodes: [{ id: 'a1' }, { owner: { rating: 5 }, id: 'c1' }, null] },
      },
      {
        does: 'leaves out what a condition excludes',
        query:
          'query ($a: Boolean!, $b: Boolean!) { nodes { id @skip(if: $a) ... on Account @include(if: $b) { rating } } }',
        variables: { a: true, b: true },
        data: { nodes: [{ rating: 5 }, {}, null] },
      },
    ],
  );
});

describe('@interfaceObject', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      media: [
        fed2(`
          type Query { media: Media medias: [Media!]! }
          interface Media @key(fields: "id") { id: ID! title: String! }
          type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int! }
          type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! }
        `),
        {
          Query: {
            media: () => ({ __typename: 'Book', id: 'b', title: 'B', pages: 3 }),
            medias: () => [
              { __typename: 'Book', id: 'b', title: 'B', pages: 3 },
              { __typename: 'Film', id: 'f', title: 'F', minutes: 9 },
            ],
          },
          Media: {
            __resolveReference: ({ id }: { id: string }) =>
              id === 'b'
                ? { __typename: 'Book', id, title: 'B', pages: 3 }
                : id === 'f'
                  ? { __typename: 'Film', id, title: 'F', minutes: 9 }
                  : null,
            __resolveType: ({ __typename }: { __typename: string }) => __typename,
          },
          Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'B', pages: 3 }) },
          Film: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'F', minutes: 9 }) },
        },
      ],
      reviews: [
        fed2(`
          type Query { top: Media ghosts: [Media] }
          type Media @key(fields: "id") @interfaceObject { id: ID! score: Int! title: String! @external blurb: String! @requires(fields: "title") }
        `),
        {
          Query: { top: () => ({ id: 'f' }), ghosts: () => [{ id: 'b' }, { id: 'gone' }] },
          Media: {
            __resolveReference: reference,
            score: ({ id }: { id: string }) => (id === 'b' ? 4 : 2),
            blurb: ({ title }: { title: string }) => `${title}!`,
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'adds fields to every implementation',
        query: '{ medias { title score } }',
        data: {
          medias: [
            { title: 'B', score: 4 },
            { title: 'F', score: 2 },
          ],
        },
      },
      {
        does: 'adds them inside fragments too',
        query: '{ medias { ... on Film { score minutes } ... on Book { pages } } }',
        data: { medias: [{ pages: 3 }, { score: 2, minutes: 9 }] },
      },
      {
        does: 'gives the real type of what only the other subgraph knows',
        query: '{ top { __typename score title } }',
        data: { top: { __typename: 'Film', score: 2, title: 'F' } },
      },
      {
        does: 'takes fragments on what only the other subgraph knows',
        query: '{ top { score ... on Film { minutes } ... on Book { pages } } }',
        data: { top: { score: 2, minutes: 9 } },
      },
      {
        does: 'keeps the real type although its own subgraph is asked again within a fragment on it',
        query: '{ top { ... on Film { __typename score } title score } }',
        data: { top: { __typename: 'Film', score: 2, title: 'F' } },
      },
      {
        does: 'keeps it where nothing outside of the fragment is asked',
        query: '{ top { ... on Film { __typename score minutes } ... on Book { pages } } }',
        data: { top: { __typename: 'Film', score: 2, minutes: 9 } },
      },
      {
        does: 'may require fields of the interface',
        query: '{ medias { blurb } }',
        data: { medias: [{ blurb: 'B!' }, { blurb: 'F!' }] },
      },
      {
        does: 'may require them of what began as the object',
        query: '{ top { blurb __typename } }',
        data: { top: { blurb: 'F!', __typename: 'Film' } },
      },
    ],
  );
});

describe('an interface object that nobody can resolve', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      a: [
        fed2(`
          type Query { product: Node b: Node }
          interface Node @key(fields: "id") { id: ID! }
          type Product implements Node @key(fields: "id") { id: ID! price: Int }
        `),
        {
          Query: { product: () => ({ __typename: 'Product', id: 'p', price: 7 }) },
          Node: { __resolveReference: () => null, __resolveType: () => 'Product' },
        },
      ],
      b: [
        fed2(`
          type Query { lost: Node must: Node! }
          type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
        `),
        { Query: { lost: () => ({ id: 'p' }), must: () => ({ id: 'p' }) } },
      ],
    });
  });
  runCases(
    () => graph,
    [
      { does: 'gives what needs no type', query: '{ product { id } }', data: { product: { id: 'p' } } },
      {
        does: 'gives what needs no type where only its own subgraph knows it',
        query: '{ lost { ... on Node { id } key: id } must { id } }',
        data: { lost: { id: 'p', key: 'p' }, must: { id: 'p' } },
      },
      {
        does: 'is null as far up as it goes, where its type is asked',
        query: '{ must { id __typename } }',
        data: null,
        errors: [{ path: ['must'], code: 'SUBGRAPH_ANSWER_INVALID' }],
      },
      {
        does: 'is null with an error, where its type is asked',
        query: '{ lost { __typename id } }',
        data: { lost: null },
        errors: [{ path: ['lost'], code: 'SUBGRAPH_ANSWER_INVALID' }],
      },
      {
        does: 'is null with an error, where its type decides',
        query: '{ lost { id ... on Product { price } } }',
        data: { lost: null },
        errors: [{ path: ['lost'], code: 'SUBGRAPH_ANSWER_INVALID' }],
      },
    ],
  );
});
