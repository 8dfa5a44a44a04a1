import { describe, expect, test } from 'vitest';
import { loadSupergraph } from '../../gateway/supergraph.ts';
import { createLogger } from '../../platform/log.ts';
import { composed } from '../support/federation.ts';

const load = (sdl: string) =>
  loadSupergraph({
    sdl: composed({ a: sdl }),
    links: {},
    log: createLogger('silent', 'test'),
    showSubgraphErrors: true,
  });

const linked = (imports: string, sdl: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n${sdl}`;

describe('a supergraph', () => {
  test.each([
    [
      'with @context',
      linked(
        '"@key", "@context", "@fromContext"',
        `
      type Query { a: A }
      type A @key(fields: "id") @context(name: "top") { id: ID! name: String! b: B! }
      type B @key(fields: "id") { id: ID! shout(name: String @fromContext(field: "$top { name }")): String }
    `,
      ),
      /context/,
    ],
    ['with @policy', linked('"@policy"', 'type Query { a: Int @policy(policies: [["p"]]) }'), /policy/],
  ])('%s is refused at the start', async (_what, sdl, said) => {
    await expect(load(sdl)).rejects.toThrow(said);
  });

  test.each([
    ['@authenticated', linked('"@authenticated"', 'type Query { a: Int @authenticated }')],
    [
      '@requiresScopes',
      linked('"@requiresScopes"', 'type Query { a: Int @requiresScopes(scopes: [["s"]]) }'),
    ],
    ['@tag', linked('"@tag"', 'type Query { a: Int @tag(name: "t") }')],
    [
      '@cost and @listSize',
      linked(
        '"@cost", "@listSize"',
        'type Query { a: Int @cost(weight: 5) b: [Int] @listSize(assumedSize: 3) }',
      ),
    ],
    [
      'a directive of its own',
      `${linked('"@composeDirective"', '')}
      @link(url: "https://example.test/mine/v1.0", import: ["@mine"]) @composeDirective(name: "@mine")
      directive @mine on FIELD_DEFINITION
      type Query { a: Int @mine }`,
    ],
  ])('with %s is served', async (_what, sdl) => {
    const { apiSchema } = await load(sdl);
    expect(Object.keys(apiSchema.getQueryType()?.getFields() ?? {})).toContain('a');
  });
});
