import { GraphQLError } from 'graphql';
import { CodedError } from '../../platform/errors.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { runCases } from '../support/family.ts';
import { fed2, federate, type Federation } from '../support/federation.ts';

const reference = (ref: object): object => ref;
let graph: Federation;
let log: string[];

beforeEach(async () => {
  log = [];
  let total = 0;
  const add =
    (name: string) =>
    (_: unknown, { by }: { by: number }) => {
      total += by;
      log.push(`${name}+${by}`);
      return { id: 'k', total };
    };
  graph = await federate({
    a: [
      fed2(`
        type Query { user: User users: [User] must: User! first: Int second: Int @deprecated }
        type Mutation { addA(by: Int!): Counter failA: Counter }
        type Counter @key(fields: "id") { id: ID! total: Int! }
        type User @key(fields: "id") { id: ID! name: String! self: User! friends: [User!] list: [[User]] bad: String strict: String! }
      `),
      {
        Query: {
          user: () => ({ id: '1' }),
          users: () => [{ id: '1' }, { id: 'none' }, null, { id: '1' }],
          must: () => ({ id: 'none' }),
          first: () => 1,
          second: () => 2,
        },
        Mutation: {
          addA: add('a'),
          failA: () => {
            log.push('fail');
            throw new Error('no');
          },
        },
        User: {
          __resolveReference: reference,
          name: ({ id }: { id: string }) => `name ${id}`,
          self: (user: object) => user,
          friends: () => [{ id: '2' }, { id: '3' }],
          list: () => [[{ id: '2' }, null], null, [{ id: 'none' }]],
          bad: () => {
            throw new CodedError('BAD_USER_INPUT', { problem: 'bad luck' });
          },
          strict: () => {
            throw new CodedError('NOT_IMPLEMENTED', { what: 'strict' });
          },
        },
      },
    ],
    b: [
      fed2(`
        type Query { third: Int }
        type Mutation { addB(by: Int!): Counter }
        type Counter @key(fields: "id") { id: ID! note: String! }
        type User @key(fields: "id") { id: ID! age: Int! maybe: Int broken: Int nick(of: String): String best: User }
      `),
      {
        Query: { third: () => 3 },
        Mutation: { addB: add('b') },
        Counter: { __resolveReference: reference, note: () => `after ${log.length}` },
        User: {
          __resolveReference: ({ id }: { id: string }) => (id === 'none' ? null : { id }),
          age: ({ id }: { id: string }) => Number(id) * 10,
          maybe: () => null,
          best: () => ({ id: '4' }),
          nick: (_: unknown, { of }: { of?: string }) => of ?? 'nick',
          broken: ({ id }: { id: string }) => {
            throw new CodedError('RATE_LIMITED', { problem: `broken ${id}` });
          },
        },
      },
    ],
  });
});

const invalid = 'SUBGRAPH_ANSWER_INVALID';

describe('mutations', () => {
  runCases(
    () => graph,
    [
      {
        does: 'run in order, over subgraphs',
        query: 'mutation { x: addA(by: 1) { total } y: addB(by: 2) { note } z: addA(by: 3) { total note } }',
        data: { x: { total: 1 }, y: { note: 'after 2' }, z: { total: 6, note: 'after 3' } },
      },
      {
        does: 'go on after one that failed',
        query: 'mutation { failA { total } addB(by: 2) { id } }',
        data: { failA: null, addB: { id: 'k' } },
        errors: [{ path: ['failA'], code: 'INTERNAL_ERROR' }],
      },
      {
        does: 'are sent once, however equal',
        query: 'mutation { addA(by: 1) { total } again: addA(by: 1) { total } }',
        data: { addA: { total: 1 }, again: { total: 2 } },
      },
    ],
  );
  test('ran in the order of the operation', async () => {
    await graph.ask('mutation { y: addB(by: 2) { id } x: addA(by: 1) { id } z: addB(by: 3) { id } }');
    expect(log).toEqual(['b+2', 'a+1', 'b+3']);
  });
});

describe('@include and @skip', () => {
  const query = `query ($yes: Boolean! = true, $no: Boolean = false) {
    user { id name @include(if: $yes) age @skip(if: $no) ... @include(if: $no) { nick } best @skip(if: $yes) { name } }
    third @include(if: $no)
  }`;
  runCases(
    () => graph,
    [
      {
        does: 'follow the defaults',
        query,
        data: { user: { id: '1', name: 'name 1', age: 10 } },
        asks: ['a', 'b'],
      },
      {
        does: 'follow the variables',
        query,
        variables: { yes: false, no: true },
        data: { user: { id: '1', nick: 'nick', best: { name: 'name 4' } }, third: 3 },
      },
      {
        does: 'follow them whatever another request said',
        query,
        variables: { yes: true, no: true },
        data: { user: { id: '1', name: 'name 1', nick: 'nick' }, third: 3 },
      },
      {
        does: 'spare the fetch of what is left out',
        query: 'query ($yes: Boolean!) { user { id age @skip(if: $yes) } third @skip(if: $yes) }',
        variables: { yes: true },
        data: { user: { id: '1' } },
        asks: ['a'],
      },
      {
        does: 'may leave nothing',
        query: '{ user @skip(if: true) { age } }',
        data: {},
        asks: [],
      },
      {
        does: 'may stand in constants, on fragments and together',
        query:
          '{ user { ...F @include(if: true) ... on User @skip(if: true) { id } age @include(if: true) @skip(if: true) } } fragment F on User { name }',
        data: { user: { name: 'name 1' } },
      },
      {
        does: 'keep a field that another selection includes',
        query: 'query ($no: Boolean!) { user { name age @include(if: $no) ... on User { age } } }',
        variables: { no: false },
        data: { user: { name: 'name 1', age: 10 } },
      },
    ],
  );
});

describe('__typename', () => {
  runCases(
    () => graph,
    [
      {
        does: 'of the root asks nobody',
        query: '{ __typename a: __typename }',
        data: { __typename: 'Query', a: 'Query' },
        asks: [],
      },
      {
        does: 'of a mutation is its own',
        query: 'mutation { __typename addA(by: 1) { __typename } }',
        data: { __typename: 'Mutation', addA: { __typename: 'Counter' } },
      },
      {
        does: 'is given beside joined fields',
        query: '{ user { t: __typename age best { __typename } } }',
        data: { user: { t: 'User', age: 10, best: { __typename: 'User' } } },
      },
      {
        does: 'stands where it was asked',
        query: '{ user { age __typename id } }',
        data: { user: { age: 10, __typename: 'User', id: '1' } },
      },
      {
        does: 'may be an alias of another field',
        query: '{ user { __typename: name age } }',
        data: { user: { __typename: 'name 1', age: 10 } },
      },
      {
        does: 'of the schema is told beside data',
        query:
          'query ($name: String!) { __schema { queryType { name } } user { age } __type(name: $name) { kind } }',
        variables: { name: 'User' },
        data: { __schema: { queryType: { name: 'Query' } }, user: { age: 10 }, __type: { kind: 'OBJECT' } },
      },
    ],
  );
});

describe('errors', () => {
  runCases(
    () => graph,
    [
      {
        does: 'have the path of the client, under its aliases',
        query: '{ me: user { it: broken age } }',
        data: { me: { it: null, age: 10 } },
        errors: [{ path: ['me', 'it'], code: 'RATE_LIMITED' }],
      },
      {
        does: 'have the index in the list of the client, not of the entities',
        query: '{ users { id broken } }',
        data: {
          users: [{ id: '1', broken: null }, { id: 'none', broken: null }, null, { id: '1', broken: null }],
        },
        errors: [
          { path: ['users', 0, 'broken'], code: 'RATE_LIMITED' },
          { path: ['users', 3, 'broken'], code: 'RATE_LIMITED' },
        ],
      },
      {
        does: 'go on beneath an entity',
        query: '{ user { best { broken friends { bad } } } }',
        data: { user: { best: { broken: null, friends: [{ bad: null }, { bad: null }] } } },
        errors: [
          { path: ['user', 'best', 'broken'], code: 'RATE_LIMITED' },
          { path: ['user', 'best', 'friends', 0, 'bad'], code: 'BAD_USER_INPUT' },
          { path: ['user', 'best', 'friends', 1, 'bad'], code: 'BAD_USER_INPUT' },
        ],
      },
      {
        does: 'null what must not be null, as far up as it goes',
        query: '{ first user { self { id strict } } }',
        data: { first: 1, user: null },
        errors: [{ path: ['user', 'self', 'strict'], code: 'NOT_IMPLEMENTED' }],
      },
      {
        does: 'tell of a joined field that is missing and must not be',
        query: '{ users { id age } }',
        data: { users: [{ id: '1', age: 10 }, null, null, { id: '1', age: 10 }] },
        errors: [{ path: ['users', 1, 'age'], code: invalid }],
      },
      {
        does: 'null the whole answer where nothing else may be null',
        query: '{ first must { age } }',
        data: null,
        errors: [{ path: ['must', 'age'], code: invalid }],
      },
      {
        does: 'are told of fields under a name that clashed',
        query: '{ user { id: broken age } }',
        data: { user: { id: null, age: 10 } },
        errors: [{ path: ['user', 'id'], code: 'RATE_LIMITED' }],
      },
    ],
  );

  test('of a subgraph that is gone are at each field it had', async () => {
    graph.answerWith('b', new GraphQLError('gone', { extensions: { code: 'SERVICE_UNREACHABLE' } }));
    expect(await graph.ask('{ users { id a: maybe nick } third }')).toEqual({
      data: {
        users: [0, 1, 2, 3].map((i) =>
          i === 2 ? null : { id: i === 1 ? 'none' : '1', a: null, nick: null },
        ),
        third: null,
      },
      errors: expect.arrayContaining([
        { path: ['third'], code: 'SERVICE_UNREACHABLE' },
        ...[0, 1, 3].flatMap((i) =>
          ['a', 'nick'].map((name) => ({ path: ['users', i, name], code: 'SERVICE_UNREACHABLE' })),
        ),
      ]) as unknown,
    });
  });

  test('are bounded, however many fields are missing', async () => {
    graph.answerWith('a', {
      data: { users: Array.from({ length: 2_000 }, (_, id) => ({ __typename: 'User', id: String(id) })) },
    });
    graph.answerWith('b', new GraphQLError('gone', { extensions: { code: 'SERVICE_UNREACHABLE' } }));
    const { errors } = await graph.ask('{ users { maybe } }');
    expect(errors).toHaveLength(1_001);
    expect(errors?.at(-1)).toEqual({ code: 'SERVICE_UNREACHABLE' });
  });
});

describe('lists', () => {
  runCases(
    () => graph,
    [
      {
        does: 'of lists are joined in their places',
        query: '{ user { list { id maybe nick } } }',
        data: {
          user: {
            list: [
              [{ id: '2', maybe: null, nick: 'nick' }, null],
              null,
              [{ id: 'none', maybe: null, nick: null }],
            ],
          },
        },
      },
      {
        does: 'send an entity that occurs often once',
        query: '{ users { nick } }',
        data: { users: [{ nick: 'nick' }, { nick: null }, null, { nick: 'nick' }] },
      },
    ],
  );

  test('ask about an entity once', async () => {
    await graph.ask('{ users { nick } }');
    expect(graph.sent.at(-1)?.variables['representations']).toEqual([
      { __typename: 'User', id: '1' },
      { __typename: 'User', id: 'none' },
    ]);
  });
});

describe('names and aliases', () => {
  runCases(
    () => graph,
    [
      {
        does: 'that every object inherits are like any other',
        query: '{ constructor: user { toString: name __proto__: age valueOf: nick } }',
        data: JSON.parse('{"constructor":{"toString":"name 1","__proto__":10,"valueOf":"nick"}}'),
      },
      { does: 'may be swapped', query: '{ first: second second: first }', data: { first: 2, second: 1 } },
      {
        does: 'may make two of one joined field',
        query: '{ user { a: nick(of: "x") b: nick(of: "y") nick } }',
        data: { user: { a: 'x', b: 'y', nick: 'nick' } },
      },
      {
        does: 'of variables may be those that plans use, also for entities that are asked about together',
        query:
          'query ($representations: String, $representations_0: String, $representations_1: String, $representations_1_: String) { user { nick(of: $representations_0) b: nick(of: $representations) } users { c: nick(of: $representations_1) age @include(if: false) } also: user { d: nick(of: $representations_1_) } }',
        variables: {
          representations: 'r',
          representations_0: '0',
          representations_1: '1',
          representations_1_: '1_',
        },
        data: {
          user: { nick: '0', b: 'r' },
          users: [{ c: '1' }, { c: null }, null, { c: '1' }],
          also: { d: '1_' },
        },
      },
      {
        does: 'may be those that plans use',
        query: '{ user { _entities: nick representations: age } }',
        data: { user: { _entities: 'nick', representations: 10 } },
      },
    ],
  );
});

describe('a subgraph that breaks the contract', () => {
  const user = (fields: object) => ({ data: { user: { __typename: 'User', id: '1', ...fields } } });
  test.each([
    [
      'gives no list of entities',
      'b',
      { data: { _entities: null } },
      { user: { id: '1', nick: null } },
      [['user']],
    ],
    [
      'gives too few entities',
      'b',
      { data: { _entities: [] } },
      { user: { id: '1', nick: null } },
      [['user']],
    ],
    [
      'gives entities that are no objects',
      'b',
      { data: { _entities: ['x'] } },
      { user: { id: '1', nick: null } },
      [['user']],
    ],
    ['gives no data and no error', 'b', { data: null }, { user: { id: '1', nick: null } }, [['user']]],
    [
      'gives an object for text',
      'b',
      { data: { _entities: [{ nick: {} }] } },
      { user: { id: '1', nick: null } },
      [['user', 'nick']],
    ],
    ['gives a list for an object', 'a', { data: { user: [1] } }, { user: null }, [['user']]],
    ['gives text for an object', 'a', { data: { user: 'x' } }, { user: null }, [['user']]],
    ['gives a number that is no ID', 'a', user({ id: 1.5 }), { user: null }, [['user', 'id']]],
    ['gives a text for its data', 'a', { data: 'x' }, { user: null }, [undefined]],
  ])('that %s is told of, and the rest answered', async (_what, subgraph, answer, data, paths) => {
    graph.answerWith(subgraph, answer as never);
    const got = await graph.ask('{ user { id nick } }');
    expect(got.data).toEqual(data);
    expect(got.errors).toEqual(paths.map((path) => ({ ...(path && { path }), code: invalid })));
  });

  test('with a number for an ID is understood', async () => {
    graph.answerWith('a', user({ id: 12 }));
    expect(await graph.ask('{ user { id } }')).toEqual({ data: { user: { id: '12' } } });
  });

  test('with an error without a place is told of where it was asked', async () => {
    graph.answerWith('b', { data: null, errors: [new GraphQLError('all is lost')] });
    expect(await graph.ask('{ user { best { nick } } }')).toEqual({
      data: { user: { best: null } },
      errors: [{ path: ['user'] }],
    });
  });

  test('with an entity of many fields changes no other entity', async () => {
    graph.answerWith('b', { data: { _entities: [{ best: { __typename: 'User', id: '4' } }, null] } });
    expect(await graph.ask('{ users { best { name } } }')).toEqual({
      data: { users: [{ best: { name: 'name 4' } }, { best: null }, null, { best: { name: 'name 4' } }] },
    });
  });
});
