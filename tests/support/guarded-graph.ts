import { parse, validate, type ExecutionResult } from 'graphql';
import { createGraph, type Graph } from '../../gateway/graph.ts';
import { createLocalLink } from '../../gateway/links/local.ts';
import type { Link } from '../../gateway/links/link.ts';
import { createExecutor } from '../../platform/graphql/execute.ts';
import { createLogger, type Logger } from '../../platform/log.ts';
import type { Actor } from '../../platform/request-context.ts';
import { composed } from './federation.ts';
import { tinySubgraph } from './tiny-subgraph.ts';

const HEAD = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@authenticated", "@requiresScopes"]
)`;

const PEOPLE = `${HEAD}
  type Query {
    me: Person
    nobody: Person
    people: [Person!]!
    maybePeople: [Person]
    grid: [[Person]]
    free: String
    root: String @requiresScopes(scopes: [["root"]])
    rootHard: String! @requiresScopes(scopes: [["root"]])
    forTokens: String @authenticated
    nodes: [Node]
    things: [Thing]
    vault: Vault
    level: Level
    secret: Secret
  }
  type Mutation {
    rename(name: String!): Person
    wipe: Boolean @requiresScopes(scopes: [["root"]])
  }
  type Subscription {
    met: Person
    alarm: Person @requiresScopes(scopes: [["root"]])
  }
  interface Node { id: ID! title: String }
  type Person implements Node @key(fields: "id") {
    id: ID!
    title: String
    name: String
    email: String @requiresScopes(scopes: [["email"]])
    salary: Int! @requiresScopes(scopes: [["pay", "read"], ["admin"]])
    friend: Person
  }
  type Vault implements Node @requiresScopes(scopes: [["vault"]]) { id: ID! title: String gold: Int }
  union Thing = Person | Vault
  enum Level @requiresScopes(scopes: [["level"]]) { HIGH LOW }
  scalar Secret @requiresScopes(scopes: [["secret"]])
`;

const MONEY = `${HEAD}
  type Query { rates: [Int] @requiresScopes(scopes: [["money"]]) }
  type Person @key(fields: "id") {
    id: ID!
    balance: Int @requiresScopes(scopes: [["money"]])
    limit: Int! @requiresScopes(scopes: [["money"]])
    score: Int @authenticated
    cards: [Card!]!
  }
  type Card { last4: String! number: String @requiresScopes(scopes: [["pay", "read"], ["admin"]]) }
`;

const PERSON = { __typename: 'Person', title: 'Dr', name: 'Ana', email: 'ana@example.org', salary: 9 };
const ana = { ...PERSON, id: '1', friend: { ...PERSON, id: '2', name: 'Bo' } };
const vault = { __typename: 'Vault', id: '9', title: 'Gold', gold: 3 };

/** Two subgraphs with rules of every kind on fields and types. */
export interface GuardedGraph {
  readonly graph: Graph;
  /** What the subgraphs were asked, in order. */
  readonly sent: string[];
  /** Mutations that ran, by name. */
  readonly done: string[];
  /** Nothing was sent, and nothing done. */
  forget(): void;
  operation(query: string, actor: Actor, variables?: Readonly<Record<string, unknown>>): Operation;
  ask(...of: Parameters<GuardedGraph['operation']>): Promise<ExecutionResult>;
}
type Operation = Parameters<Graph['execute']>[0];

export async function startGuardedGraph(log: Logger = createLogger('silent', 'test')): Promise<GuardedGraph> {
  const sent: string[] = [];
  const done: string[] = [];
  const linkTo = (name: string, sdl: string, resolvers: object): Link => {
    const link = createLocalLink(name, createExecutor(tinySubgraph(sdl, resolvers), log));
    const note = (query: string): void => void sent.push(`${name}: ${query}`);
    return {
      ...link,
      execute: (request) => (note(request.query), link.execute(request)),
      subscribe: (request) => (note(request.query), link.subscribe(request)),
    };
  };
  const links = {
    people: linkTo('people', PEOPLE, peopleResolvers(done)),
    money: linkTo('money', MONEY, moneyResolvers),
  };
  const graph = await createGraph({ supergraphSdl: composed({ people: PEOPLE, money: MONEY }), links, log });
  const operation: GuardedGraph['operation'] = (query, actor, variables = {}) => {
    const document = parse(query);
    const [invalid] = validate(graph.apiSchema(), document);
    if (invalid !== undefined) throw invalid;
    const context = { correlationId: 'cid', actor, signal: new AbortController().signal };
    return { document, query, variables, operationName: undefined, context };
  };
  const forget = (): void => {
    sent.length = 0;
    done.length = 0;
  };
  return { graph, sent, done, forget, operation, ask: (...of) => graph.execute(operation(...of)) };
}

function peopleResolvers(done: string[]): object {
  const run = (name: string, value: unknown) => (): unknown => (done.push(name), value);
  const once = async function* (field: string) {
    yield { [field]: ana };
    yield { [field]: { ...ana, name: 'Ada' } };
  };
  return {
    Query: {
      me: () => ana,
      nobody: () => null,
      people: () => [ana, ana.friend],
      maybePeople: () => [ana, null],
      grid: () => [[ana], [ana.friend, null]],
      free: () => 'yes',
      root: () => 'root',
      rootHard: () => 'root',
      forTokens: () => 'token',
      nodes: () => [ana, vault],
      things: () => [ana, vault],
      vault: () => vault,
      level: () => 'HIGH',
      secret: () => 'psst',
    },
    Mutation: { rename: run('rename', ana), wipe: run('wipe', true) },
    Subscription: { met: { subscribe: () => once('met') }, alarm: { subscribe: () => once('alarm') } },
  };
}

const moneyResolvers = {
  Query: { rates: () => [1] },
  Person: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    balance: () => 100,
    limit: () => 50,
    score: () => 7,
    cards: () => [{ last4: '1234', number: '99991234' }],
  },
};
