import { beforeAll, describe } from 'vitest';
import { CodedError } from '../../platform/errors.ts';
import { runCases } from '../support/family.ts';
import { fed2, federate, type Federation } from '../support/federation.ts';

function fail(): never {
  throw new CodedError('BAD_USER_INPUT', { problem: 'no' });
}
const failed = 'BAD_USER_INPUT';

describe('an error that makes its neighbours null is theirs, too', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      a: [
        fed2(`
          type Query { good: Int! bad: Int! user: User users: [User] }
          type Mutation { done: Int! undone: Int! }
          type User @key(fields: "id") { id: ID! }
        `),
        {
          Query: {
            good: () => 1,
            bad: fail,
            user: () => ({ id: 'u' }),
            users: () => [{ id: 'u' }, { id: 'none' }],
          },
          Mutation: { done: () => 1, undone: fail },
        },
      ],
      b: [
        fed2('type User @key(fields: "id") { id: ID! age: Int! broken: Int! }'),
        {
          User: {
            __resolveReference: ({ id }: { id: string }) => (id === 'none' ? null : { id }),
            age: () => 7,
            broken: fail,
          },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'beside it at the root',
        query: '{ good bad }',
        data: null,
        errors: [{ path: ['bad'], code: failed }],
      },
      {
        does: 'beside it at the root under other names',
        query: '{ id: good other: bad }',
        data: null,
        errors: [{ path: ['other'], code: failed }],
      },
      {
        does: 'before it in a mutation, which was carried out',
        query: 'mutation { done undone }',
        data: null,
        errors: [{ path: ['undone'], code: failed }],
      },
      {
        does: 'beside it in an entity',
        query: '{ user { age broken } }',
        data: { user: null },
        errors: [{ path: ['user', 'broken'], code: failed }],
      },
      {
        does: 'but not where nothing failed',
        query: '{ users { age } }',
        data: { users: [{ age: 7 }, null] },
        errors: [{ path: ['users', 1, 'age'], code: 'SUBGRAPH_ANSWER_INVALID' }],
      },
    ],
  );
});
