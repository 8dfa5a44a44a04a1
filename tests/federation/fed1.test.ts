import { beforeAll, describe } from 'vitest';
import { runCases } from '../support/family.ts';
import { federate, type Federation } from '../support/federation.ts';

interface Ref {
  readonly id: string;
}

describe('subgraphs of federation 1', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      users: [
        `
          type Query { me: User }
          type User @key(fields: "id") { id: ID! name: Name profile: Profile }
          type Name { first: String! last: String! }
          type Profile { bio: String }
        `,
        {
          Query: { me: () => ({ id: 'u1', name: { first: 'Ada', last: 'L' }, profile: { bio: 'x' } }) },
          User: {
            __resolveReference: ({ id }: Ref) => ({
              id,
              name: { first: 'Ada', last: 'L' },
              profile: { bio: 'x' },
            }),
          },
        },
      ],
      extended: [
        `
          extend type Query { newest: User reviews: [Review!]! }
          extend type User @key(fields: "id") {
            id: ID! @external
            name: Name @external
            greeting: String @requires(fields: "name { first last }")
            reviews: [Review!]!
          }
          extend type Name { first: String! @external last: String! @external }
          type Review { text: String! by: User @provides(fields: "nick") }
          extend type User { nick: String @external }
        `,
        {
          Query: {
            newest: () => ({ id: 'u9' }),
            reviews: () => [{ text: 'ok', by: { id: 'u1', nick: 'provided' } }],
          },
          User: {
            __resolveReference: (ref: Ref) => ref,
            greeting: ({ name }: { name: { first: string; last: string } }) =>
              `Hi ${name.first} ${name.last}`,
            reviews: () => [{ text: 'good', by: { id: 'u2', nick: 'provided' } }],
          },
        },
      ],
      marked: [
        `
          type Query @extends { marked: User }
          type User @key(fields: "id") @extends { id: ID! @external nick: String age: Int }
        `,
        {
          Query: { marked: () => ({ id: 'u3' }) },
          User: { __resolveReference: (ref: Ref) => ref, nick: () => 'of marked', age: () => 4 },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'extend a type of another',
        query: '{ me { reviews { text } } }',
        data: { me: { reviews: [{ text: 'good' }] } },
      },
      {
        does: 'extend it by the directive too',
        query: '{ me { age nick } }',
        data: { me: { age: 4, nick: 'of marked' } },
        asks: ['users', 'marked'],
      },
      {
        does: 'begin with a type they only extend',
        query: '{ newest { name { first } age } }',
        data: { newest: { name: { first: 'Ada' }, age: 4 } },
      },
      {
        does: 'begin with a type that the directive extends',
        query: '{ marked { age greeting } }',
        data: { marked: { age: 4, greeting: 'Hi Ada L' } },
      },
      {
        does: 'require fields that are external',
        query: '{ me { greeting } }',
        data: { me: { greeting: 'Hi Ada L' } },
      },
      {
        does: 'provide fields that are external',
        query: '{ reviews { by { nick } } }',
        data: { reviews: [{ by: { nick: 'provided' } }] },
        asks: ['extended'],
      },
      {
        does: 'extend the root',
        query: '{ me { id } newest { id } marked { id } }',
        data: { me: { id: 'u1' }, newest: { id: 'u9' }, marked: { id: 'u3' } },
      },
    ],
  );
});
