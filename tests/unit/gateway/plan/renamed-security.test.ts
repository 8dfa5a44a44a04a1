import { parse, type ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { createGraph } from '../../../../gateway/graph.ts';
import { readAccessRules } from '../../../../gateway/plan/access/access-rules.ts';
import { createLogger } from '../../../../platform/log.ts';
import { composed } from '../../../support/federation.ts';

const RENAMED = composed({
  a: `
    extend schema @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [{ name: "@authenticated", as: "@auth" }, { name: "@requiresScopes", as: "@needs" }]
    )
    type Query { open: String forTokens: String @auth scoped: String @needs(scopes: [["s"]]) }
  `,
});
const BY_NAMESPACE = RENAMED.replace('import: [{name: "@authenticated", as: "@auth"}]', 'as: "auth"').replace(
  'import: [{name: "@requiresScopes", as: "@needs"}]',
  'as: "needs"',
);
const log = createLogger('silent', 'test');

async function askAsStranger(supergraphSdl: string): Promise<ExecutionResult> {
  const data = { open: 'yes', forTokens: 'secret', scoped: 'secret' };
  const link = {
    execute: () => Promise.resolve({ data }),
    subscribe: () => Promise.reject(new Error('no streams')),
    close: () => Promise.resolve(),
  };
  const graph = await createGraph({ supergraphSdl, links: { a: link }, log });
  const query = '{ open forTokens scoped }';
  return graph.execute({
    document: parse(query),
    query,
    variables: {},
    operationName: undefined,
    context: {
      correlationId: 'cid',
      actor: { name: 'stranger', scopes: [], isAnonymous: true },
      signal: new AbortController().signal,
    },
  });
}

test.each([
  ['each by a name of its own', RENAMED],
  ['by the names of their features', BY_NAMESPACE],
])('what a supergraph restricts with directives that it renames, %s, is kept', async (_how, sdl) => {
  const { data, errors } = await askAsStranger(sdl);
  expect(data).toEqual({ open: 'yes', forTokens: null, scoped: null });
  expect(errors?.map(({ path, extensions }) => [path?.[0], extensions['code']])).toEqual([
    ['forTokens', 'FORBIDDEN'],
    ['scoped', 'FORBIDDEN'],
  ]);
});

test.each([
  ['under a name that it does not define', BY_NAMESPACE.replace('as: "auth"', 'as: "other"')],
  ['in a version that is not known', RENAMED.replace('authenticated/v0.1', 'authenticated/v9.0')],
  [
    'by policies, however they are called',
    composed({
      a: `
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@policy", as: "@rule" }])
        type Query { a: Int @rule(policies: [["p"]]) }
      `,
    }),
  ],
])('a supergraph that restricts %s is refused', async (_how, supergraphSdl) => {
  await expect(createGraph({ supergraphSdl, links: {}, log })).rejects.toThrow(/v9.0|authenticated|policy/);
});

test('a type and its extension restrict together, and scopes that are not named nobody has', () => {
  const rules = readAccessRules(`
    type A @authenticated { a: Int b: Int @requiresScopes }
    extend type A @requiresScopes(scopes: [["s"]]) { c: Int @authenticated }
  `);
  expect(Object.fromEntries(rules)).toEqual({
    A: { needsToken: true, scopes: [['s']] },
    'A.b': { needsToken: false, scopes: [] },
    'A.c': { needsToken: true, scopes: undefined },
  });
});
