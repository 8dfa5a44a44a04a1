import { parse, type GraphQLError } from 'graphql';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createGraph, type Graph } from '../../../gateway/graph.ts';
import { createLogger } from '../../../platform/log.ts';
import { composed } from '../../support/federation.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@requiresScopes"])
  type Query { engine(id: ID!): Int }
  type Subscription {
    task(id: ID!): Int
    logs(name: String!): Int @requiresScopes(scopes: [["logs:read"]])
  }
`;

/** The operations that were let to wake what they need. */
const woken: string[] = [];
let graph: Graph;
beforeAll(async () => {
  const link = {
    execute: () => Promise.resolve({ data: { engine: 1 } }),
    subscribe: () => Promise.reject(new Error('no streams')),
    close: () => Promise.resolve(),
  };
  graph = await createGraph({
    supergraphSdl: composed({ a: SDL }),
    links: { a: link },
    log: createLogger('silent', 'test'),
    admitPlan: (plan) => {
      woken.push(plan.operation.operation);
      return undefined;
    },
  });
});
beforeEach(() => void (woken.length = 0));

type Operation = Parameters<Graph['execute']>[0];
function operation(query: string, variables: Operation['variables']): Operation {
  const context = {
    correlationId: 'cid',
    actor: { name: 'ana', scopes: ['power:write'] },
    signal: new AbortController().signal,
    wake: { ttlSec: 60, waitMs: 1_000 },
  };
  return { document: parse(query), query, variables, operationName: undefined, context };
}

const codeOf = (error: GraphQLError | undefined): unknown => error?.extensions['code'];
const ENGINE = 'query ($id: ID!) { engine(id: $id) }';
const TASK = 'subscription ($id: ID!) { task(id: $id) }';
const LOGS = 'subscription ($name: String!) { logs(name: $name) }';

test('a query whose variables are wrong wakes nothing', async () => {
  const { errors } = await graph.execute(operation(ENGINE, {}));
  expect(errors?.map(({ message }) => message)).toEqual([expect.stringContaining('"$id"')]);
  expect(woken).toEqual([]);
  expect(await graph.execute(operation(ENGINE, { id: '1' }))).toEqual({ data: { engine: 1 } });
  expect(woken).toEqual(['query']);
});

test.each([
  ['whose variables are wrong', TASK, {}, 'BAD_USER_INPUT'],
  ['of what the token may not have', LOGS, { name: 'a' }, 'FORBIDDEN'],
])(
  'a subscription %s wakes nothing, and is refused as without a wake',
  async (_which, query, given, code) => {
    expect(codeOf(await graph.wakeFor(operation(query, given)))).toBe(code);
    expect(woken).toEqual([]);
  },
);

test('a subscription that may begin wakes what it needs', async () => {
  expect(await graph.wakeFor(operation(TASK, { id: '1' }))).toBeUndefined();
  expect(woken).toEqual(['subscription']);
});
