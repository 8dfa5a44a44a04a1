import { readFileSync } from 'node:fs';
import { buildSchema, parse, type ExecutionResult } from 'graphql';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readAccessRules } from '../../../../gateway/plan/access/access-rules.ts';
import { refusalOf } from '../../../../gateway/plan/access/refusal.ts';
import { createAccess } from '../../../../gateway/plan/access/restriction.ts';
import { createHub } from '../../../../gateway/subscriptions/hub/hub.ts';
import { systemClock } from '../../../../platform/clock.ts';
import { createLogger } from '../../../../platform/log.ts';
import { apiSchemaFile, supergraphFile } from '../../../../schema/sdl.ts';
import { startGuardedGraph, type GuardedGraph } from '../../../support/guarded-graph.ts';
import { readSubscription } from '../../../support/read-subscription.ts';

let guarded: GuardedGraph;
beforeAll(async () => {
  guarded = await startGuardedGraph();
});
beforeEach(() => guarded.forget());

/** What is kept, as `path: what demands it`. */
function told({ errors = [] }: Pick<ExecutionResult, 'errors'>): string[] {
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(errors.map(() => 'FORBIDDEN'));
  return errors.map(({ path, extensions }) => `${path?.join('.')}: ${String(extensions['what'])}`);
}

/** No subgraph was asked for a field that is kept. */
function expectNotAsked(kept: readonly string[]): void {
  const names = kept.flatMap((line) => /: \w+\.(\w+)$/.exec(line)?.[1] ?? []);
  const words = guarded.sent.flatMap((query) => query.match(/\w+/g) ?? []);
  expect(words.filter((word) => names.includes(word))).toEqual([]);
}

type Case = readonly [
  does: string,
  query: string,
  scopes: readonly string[],
  data: unknown,
  errors: readonly string[],
];
const SALARY = 'Person.salary';
const FRAGMENT_ON_NODE = 'fragment N on Node { title }';

const answered: readonly Case[] = [
  ['a field without a rule', '{ free }', [], { free: 'yes' }, []],
  [
    'a nullable field',
    '{ me { name email } }',
    [],
    { me: { name: 'Ana', email: null } },
    ['me.email: Person.email'],
  ],
  ['the right scope', '{ me { email } }', ['email'], { me: { email: 'ana@example.org' } }, []],
  [
    'all scopes',
    '{ me { email salary } root }',
    ['*'],
    { me: { email: 'ana@example.org', salary: 9 }, root: 'root' },
    [],
  ],
  [
    'another scope',
    '{ me { name email } }',
    ['pay'],
    { me: { name: 'Ana', email: null } },
    ['me.email: Person.email'],
  ],
  [
    'a scope that only begins alike',
    '{ me { name email } }',
    ['email:read', 'e'],
    { me: { name: 'Ana', email: null } },
    ['me.email: Person.email'],
  ],
  ['half of one list', '{ me { name salary } }', ['pay'], { me: null }, [`me.salary: ${SALARY}`]],
  ['the whole of one list', '{ me { salary } }', ['pay', 'read'], { me: { salary: 9 } }, []],
  ['the other list', '{ me { salary } }', ['admin'], { me: { salary: 9 } }, []],
  [
    'a field that must not be null',
    '{ free me { salary } }',
    [],
    { free: 'yes', me: null },
    [`me.salary: ${SALARY}`],
  ],
  ['null up to the root', '{ people { salary } }', [], null, [`people.@.salary: ${SALARY}`]],
  ['a non-null root field', '{ free rootHard }', [], null, ['rootHard: Query.rootHard']],
  [
    'null at an item',
    '{ maybePeople { name salary } }',
    [],
    { maybePeople: [null, null] },
    [`maybePeople.@.salary: ${SALARY}`],
  ],
  [
    'each item of a list once',
    '{ people { name email } }',
    [],
    {
      people: [
        { name: 'Ana', email: null },
        { name: 'Bo', email: null },
      ],
    },
    ['people.@.email: Person.email'],
  ],
  [
    'a list of lists',
    '{ grid { name email } }',
    [],
    { grid: [[{ name: 'Ana', email: null }], [{ name: 'Bo', email: null }, null]] },
    ['grid.@.@.email: Person.email'],
  ],
  ['below what is null', '{ nobody { email } }', [], { nobody: null }, ['nobody.email: Person.email']],
  [
    'an object of which nothing is left',
    '{ me { email } }',
    [],
    { me: { email: null } },
    ['me.email: Person.email'],
  ],
  ['an alias', '{ me { mail: email } }', [], { me: { mail: null } }, ['me.mail: Person.email']],
  [
    'an alias with the name of another field',
    '{ me { name: email } }',
    [],
    { me: { name: null } },
    ['me.name: Person.email'],
  ],
  [
    'a permitted field under the alias of a kept one',
    '{ me { email: name salary: id } }',
    [],
    { me: { email: 'Ana', salary: '1' } },
    [],
  ],
  [
    'the same field twice',
    '{ a: me { email } b: me { name } }',
    [],
    { a: { email: null }, b: { name: 'Ana' } },
    ['a.email: Person.email'],
  ],
  [
    'several fields',
    '{ me { email friend { email } } root free }',
    [],
    { me: { email: null, friend: { email: null } }, root: null, free: 'yes' },
    ['me.email: Person.email', 'me.friend.email: Person.email', 'root: Query.root'],
  ],
  [
    'nothing below a kept field',
    '{ free vault { gold } }',
    [],
    { free: 'yes', vault: null },
    ['vault: Vault'],
  ],
  ['an inline fragment', '{ ... { root free } }', [], { root: null, free: 'yes' }, ['root: Query.root']],
  [
    'a named fragment at two places',
    '{ me { ...F } nobody { ...F } } fragment F on Person { email name }',
    [],
    { me: { email: null, name: 'Ana' }, nobody: null },
    ['me.email: Person.email', 'nobody.email: Person.email'],
  ],
  [
    'a fragment of which nothing is left',
    '{ me { ...F } } fragment F on Person { email }',
    [],
    { me: { email: null } },
    ['me.email: Person.email'],
  ],
  [
    'fragments in fragments',
    '{ ...Q } fragment Q on Query { me { ...F } } fragment F on Person { ... { email } name }',
    [],
    { me: { email: null, name: 'Ana' } },
    ['me.email: Person.email'],
  ],
  [
    'a field of another subgraph',
    '{ me { name balance } }',
    [],
    { me: { name: 'Ana', balance: null } },
    ['me.balance: Person.balance'],
  ],
  [
    'a field of another subgraph, with its scope',
    '{ me { balance } }',
    ['money'],
    { me: { balance: 100 } },
    [],
  ],
  [
    'a non-null field of another subgraph',
    '{ me { name limit } }',
    [],
    { me: null },
    ['me.limit: Person.limit'],
  ],
  [
    'a field deep in another subgraph',
    '{ me { cards { last4 number } } }',
    ['money'],
    { me: { cards: [{ last4: '1234', number: null }] } },
    ['me.cards.@.number: Card.number'],
  ],
  ['a whole subgraph', '{ free rates }', [], { free: 'yes', rates: null }, ['rates: Query.rates']],
  [
    '@authenticated, with a token',
    '{ forTokens me { score } }',
    [],
    { forTokens: 'token', me: { score: 7 } },
    [],
  ],
  ['an enum', '{ free level }', [], { free: 'yes', level: null }, ['level: Level']],
  ['an enum, with its scope', '{ level }', ['level'], { level: 'HIGH' }, []],
  ['a scalar', '{ free secret }', ['level'], { free: 'yes', secret: null }, ['secret: Secret']],
  [
    'a field of an interface, where a type behind it is kept',
    '{ nodes { title } }',
    [],
    { nodes: [{ title: null }, { title: null }] },
    ['nodes.@.title: Node'],
  ],
  [
    'a fragment on the interface',
    `{ nodes { ...N } } ${FRAGMENT_ON_NODE}`,
    [],
    { nodes: [{ title: null }, { title: null }] },
    ['nodes.@.title: Node'],
  ],
  [
    'an interface, with the scope of each type',
    '{ nodes { title } }',
    ['vault'],
    { nodes: [{ title: 'Dr' }, { title: 'Gold' }] },
    [],
  ],
  [
    'fragments on the types of an interface',
    '{ nodes { ... on Person { title } ... on Vault { gold } } }',
    [],
    { nodes: [{ title: 'Dr' }, { gold: null }] },
    ['nodes.@.gold: Vault'],
  ],
  [
    'a rule of a field behind an interface',
    '{ nodes { ... on Person { email id } } }',
    ['vault'],
    { nodes: [{ email: null, id: '1' }, {}] },
    ['nodes.@.email: Person.email'],
  ],
  [
    'only the permitted types of an interface',
    '{ nodes { ... on Person { title } } }',
    [],
    { nodes: [{ title: 'Dr' }, {}] },
    [],
  ],
  [
    'types of a union',
    '{ things { ... on Person { name } ... on Vault { gold } } }',
    [],
    { things: [{ name: 'Ana' }, { gold: null }] },
    ['things.@.gold: Vault'],
  ],
  [
    '__typename',
    '{ __typename nodes { __typename } things { ... on Vault { __typename gold } } }',
    [],
    {
      __typename: 'Query',
      nodes: [{ __typename: 'Person' }, { __typename: 'Vault' }],
      things: [{}, { __typename: 'Vault', gold: null }],
    },
    ['things.@.gold: Vault'],
  ],
  ['what is skipped', '{ free root @skip(if: true) }', [], { free: 'yes' }, []],
  [
    'what is not included, by a variable',
    'query ($v: Boolean = false) { free root @include(if: $v) }',
    [],
    { free: 'yes' },
    [],
  ],
  [
    'what is included, by a variable',
    'query ($v: Boolean = true) { free root @include(if: $v) }',
    [],
    { free: 'yes', root: null },
    ['root: Query.root'],
  ],
  ['a skipped fragment', '{ me { name ... @skip(if: true) { email } } }', [], { me: { name: 'Ana' } }, []],
  [
    'introspection beside it',
    '{ root __type(name: "Card") { name } }',
    [],
    { root: null, __type: { name: 'Card' } },
    ['root: Query.root'],
  ],
  [
    'a mutation, below its root',
    'mutation { rename(name: "x") { email name } }',
    [],
    { rename: { email: null, name: 'Ana' } },
    ['rename.email: Person.email'],
  ],
  [
    'a mutation of which only the change is left',
    'mutation { rename(name: "x") { salary } }',
    [],
    { rename: null },
    [`rename.salary: ${SALARY}`],
  ],
];

describe('fields that the token may not have', () => {
  test.each(answered)('are null, the rest is answered: %s', async (_does, query, scopes, data, errors) => {
    const answer = await guarded.ask(query, { name: 'ana', scopes });
    expect(told(answer)).toEqual(errors);
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data));
    expectNotAsked(errors);
    expect(guarded.done).toEqual(query.startsWith('mutation') ? ['rename'] : []);
  });

  test.each<[string, string, readonly string[], readonly string[]]>([
    ['a query of which no root is left', '{ root rates }', [], ['root: Query.root', 'rates: Query.rates']],
    ['a query of a kept type alone', '{ vault { gold } }', [], ['vault: Vault']],
    ['a query whose other root is skipped', '{ root free @skip(if: true) }', [], ['root: Query.root']],
    ['a mutation', 'mutation { wipe }', ['email'], ['wipe: Mutation.wipe']],
    ['a mutation after another', 'mutation { rename(name: "x") { name } wipe }', [], ['wipe: Mutation.wipe']],
    [
      'a mutation in a fragment',
      'mutation { ...M } fragment M on Mutation { rename(name: "x") { name } w: wipe }',
      [],
      ['w: Mutation.wipe'],
    ],
  ])('refuse the whole, and nothing runs: %s', async (_does, query, scopes, errors) => {
    const answer = await guarded.ask(query, { name: 'ana', scopes });
    expect('data' in answer).toBe(false);
    expect(told(answer)).toEqual(errors);
    expect(answer.errors?.[0]?.extensions['http']).toEqual({ status: 403 });
    expect([guarded.sent, guarded.done]).toEqual([[], []]);
  });

  test('who has no token gets nothing that is @authenticated', async () => {
    const nobody = { name: 'anonymous', scopes: [], isAnonymous: true } as const;
    const answer = await guarded.ask('{ free forTokens me { score name } }', nobody);
    expect(answer.data).toEqual({ free: 'yes', forTokens: null, me: { score: null, name: 'Ana' } });
    expect(told(answer)).toEqual(['forTokens: Query.forTokens', 'me.score: Person.score']);
    expectNotAsked(told(answer));
  });

  test('one plan for each set of missing scopes, none for each token', async () => {
    const query = '{ me { name email } }';
    const answers = [['email'], [], ['*'], ['pay'], ['email', 'pay']].map((scopes) =>
      guarded.ask(query, { name: scopes.join(), scopes }),
    );
    const mails = (await Promise.all(answers)).map(({ data }) => (data?.['me'] as { email: unknown }).email);
    expect(mails.map((mail) => mail !== null)).toEqual([true, false, true, false, true]);
  });
});

describe('subscriptions', () => {
  const hubOf = () =>
    createHub({
      graph: guarded.graph,
      clock: systemClock,
      log: createLogger('silent', 'test'),
      eventLimitMs: 5_000,
    });

  test('answer what the token may have in each event', async () => {
    const query = 'subscription { met { name email balance cards { last4 } } }';
    const stream = readSubscription(hubOf(), guarded.operation(query, { name: 'ana', scopes: ['email'] }));
    for (const name of ['Ana', 'Ada']) {
      const step = await stream.next();
      if (step.done === true) throw new Error('the stream ended');
      expect(step.value.data).toEqual({
        met: { name, email: 'ana@example.org', balance: null, cards: [{ last4: '1234' }] },
      });
      expect(step.value.errors?.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
        [['met', 'balance'], 'FORBIDDEN'],
      ]);
    }
    expectNotAsked(['met.balance: Person.balance']);
  });

  test('are shared only by those who may have the same', async () => {
    const hub = hubOf();
    const query = 'subscription { met { email balance } }';
    for (const scopes of [['email'], ['email', 'pay'], [], ['*'], ['money', 'email']])
      readSubscription(hub, guarded.operation(query, { name: 'ana', scopes }));
    expect(hub.counts).toEqual({ topics: 3, subscribers: 5 });
    hub.close();
  });

  test('are refused where their root is forbidden', () => {
    const operation = guarded.operation('subscription { alarm { name } }', { name: 'ana', scopes: [] });
    expect(() => guarded.graph.admitSubscription(operation)).toThrow(/lacks scope root/);
    expect(guarded.sent).toEqual([]);
  });
});

describe('scopes of the supergraph', () => {
  const schema = buildSchema(readFileSync(apiSchemaFile, 'utf8'));
  const access = createAccess(readAccessRules(readFileSync(supergraphFile, 'utf8')), schema);

  test.each([
    ['a field without a rule', '{ services { name } }', [], undefined],
    ['a root field', '{ verifyAuditLog { ok } }', ['power:write'], 'Query.verifyAuditLog'],
    [
      'a subscription',
      'subscription { auditEntryAdded { id } }',
      ['logs:read'],
      'Subscription.auditEntryAdded',
    ],
    ['a mutation', 'mutation { closeWindow(input: {}) { ok } }', ['chat:write'], 'Mutation.closeWindow'],
    ['the right scope', 'mutation { closeWindow(input: {}) { ok } }', ['power:write'], undefined],
    ['all scopes', '{ verifyAuditLog { ok } services { logs { text } } }', ['*'], undefined],
  ])('%s', (_what, query, scopes, what) => {
    const document = parse(query);
    const restriction = access.restrictionOf(document, { name: 'ana', scopes });
    const refused =
      restriction && refusalOf(schema, { document, operationName: undefined, variables: {} }, restriction);
    expect(refused?.[0]?.extensions['what']).toBe(what);
  });
});
