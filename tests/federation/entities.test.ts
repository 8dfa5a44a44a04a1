import { beforeAll, describe } from 'vitest';
import { runCases } from '../support/family.ts';
import { fed2, federate, type Federation } from '../support/federation.ts';

const users = [
  { id: 'u1', name: 'Ada', email: 'ada@x' },
  { id: 'u2', name: 'Bob', email: 'bob@x' },
];

describe('an entity with a single key', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      accounts: [
        fed2(`
          type Query { me: User users: [User!]! user(id: ID!): User }
          type User @key(fields: "id") { id: ID! name: String! email: String }
        `),
        {
          Query: {
            me: () => users[0],
            users: () => users,
            user: (_: unknown, { id }: { id: string }) => users.find((user) => user.id === id),
          },
          User: { __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id) },
        },
      ],
      reviews: [
        fed2(`
          type Query { latest: Review reviews: [Review!]! }
          type Review { id: ID! text(upper: Boolean): String! author: User! }
          type User @key(fields: "id") { id: ID! reviews(first: Int): [Review!]! karma: Int! }
        `),
        {
          Query: {
            latest: () => ({ id: 'r1', text: 'fine', author: { id: 'u2' } }),
            reviews: () =>
              ['u1', 'u2', 'u1'].map((id, index) => ({ id: `r${index}`, text: `t${index}`, author: { id } })),
          },
          Review: {
            text: ({ text }: { text: string }, { upper }: { upper?: boolean }) =>
              upper === true ? text.toUpperCase() : text,
          },
          User: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            reviews: ({ id }: { id: string }, { first = 2 }: { first?: number }) =>
              [1, 2, 3].slice(0, first).map((n) => ({ id: `${id}-${n}`, text: `t${n}`, author: { id } })),
            karma: ({ id }: { id: string }) => (id === 'u1' ? 7 : 3),
          },
        },
      ],
    });
  });

  runCases(
    () => graph,
    [
      {
        does: 'is joined from the subgraph that has the field',
        query: '{ me { name karma } }',
        data: { me: { name: 'Ada', karma: 7 } },
        asks: ['accounts', 'reviews'],
      },
      {
        does: 'is not joined where one subgraph has all',
        query: '{ me { id name } }',
        data: { me: { id: 'u1', name: 'Ada' } },
        asks: ['accounts'],
      },
      {
        does: 'is given in the order of the query, not of the subgraphs',
        query: '{ me { karma name id } }',
        data: { me: { karma: 7, name: 'Ada', id: 'u1' } },
      },
      {
        does: 'is joined for each item of a list',
        query: '{ users { karma name } }',
        data: {
          users: [
            { karma: 7, name: 'Ada' },
            { karma: 3, name: 'Bob' },
          ],
        },
      },
      {
        does: 'is joined in the other direction too',
        query: '{ latest { text author { name } } }',
        data: { latest: { text: 'fine', author: { name: 'Bob' } } },
        asks: ['reviews', 'accounts'],
      },
      {
        does: 'is joined there and back',
        query: '{ me { reviews(first: 1) { author { name reviews(first: 1) { id author { email } } } } } }',
        data: {
          me: {
            reviews: [{ author: { name: 'Ada', reviews: [{ id: 'u1-1', author: { email: 'ada@x' } }] } }],
          },
        },
      },
      {
        does: 'takes variables, one left to its default',
        query: 'query ($n: Int, $up: Boolean = true) { me { reviews(first: $n) { text(upper: $up) } } }',
        variables: { n: 2 },
        data: { me: { reviews: [{ text: 'T1' }, { text: 'T2' }] } },
      },
      {
        does: 'keeps aliases apart that ask the same field with different arguments',
        query: '{ me { one: reviews(first: 1) { id } two: reviews(first: 2) { id } } }',
        data: { me: { one: [{ id: 'u1-1' }], two: [{ id: 'u1-1' }, { id: 'u1-2' }] } },
      },
      {
        does: 'may be under an alias that is the name of its key',
        query: '{ me { id: name karma } }',
        data: { me: { id: 'Ada', karma: 7 } },
      },
      {
        does: 'may have its key under another alias',
        query: '{ me { key: id karma } }',
        data: { me: { key: 'u1', karma: 7 } },
      },
      {
        does: 'may give the name of another field to a joined one',
        query: '{ me { name: karma karma: name } }',
        data: { me: { name: 7, karma: 'Ada' } },
      },
      {
        does: 'is found under several aliases of the root',
        query: '{ a: user(id: "u1") { karma } b: user(id: "u2") { karma } }',
        data: { a: { karma: 7 }, b: { karma: 3 } },
      },
      {
        does: 'is null where it does not exist, without an error',
        query: '{ user(id: "none") { name karma } }',
        data: { user: null },
        asks: ['accounts'],
      },
      {
        does: 'merges selections through fragments',
        query:
          '{ me { ...A ...B ... on User { email } } } fragment A on User { name karma } fragment B on User { name id }',
        data: { me: { name: 'Ada', karma: 7, id: 'u1', email: 'ada@x' } },
      },
      {
        does: 'merges the selections of equal fields',
        query: '{ me { reviews(first: 1) { id } reviews(first: 1) { text author { name } } } }',
        data: { me: { reviews: [{ id: 'u1-1', text: 't1', author: { name: 'Ada' } }] } },
      },
      {
        does: 'is asked about once, however often it occurs',
        query: '{ reviews { author { name } } }',
        data: {
          reviews: [{ author: { name: 'Ada' } }, { author: { name: 'Bob' } }, { author: { name: 'Ada' } }],
        },
        asks: ['reviews', 'accounts'],
      },
      {
        does: 'takes part in several roots at once',
        query: '{ me { karma } latest { author { email } } }',
        data: { me: { karma: 7 }, latest: { author: { email: 'bob@x' } } },
      },
    ],
  );
});
