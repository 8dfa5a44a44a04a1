import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { complexityRefusal } from '../../gateway/limits/operation/operation-complexity.ts';
import { requestRefusal as refusalBy } from '../../gateway/limits/operation/request-limit.ts';

const schema = buildSchema(`
  type Query { a(first: Int, tail: Int): [Row] cheaper(limit: Int): Offer page(first: Int): Page }
  type Subscription { a(tail: Int): Row }
  type Row { b(last: Int): [Row!]! c: Int }
  type Offer { price: Int options(limit: Int): [Row] }
  type Page { edges: [Edge!]! }
  type Edge { node: Row }
`);
const requestRefusal = (query: string, variables: unknown) => refusalBy(query, variables, schema);

const times = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_none, n) => text(n)).join(' ');
const nested = (levels: number): string => `${'{a'.repeat(levels)}${'}'.repeat(levels)}`;
const doubling = `{ ...F0 } ${times(60, (n) => `fragment F${n} on Query { x { ...F${n + 1} ...F${n + 1} } }`)} fragment F60 on Query { a }`;

describe('what an operation may ask', () => {
  test.each([
    ['levels', 20, nested(21), 21],
    ['root fields', 30, `{${times(31, (n) => `f${n}`)}}`, 31],
    ['root fields', 30, `{${times(31, () => 'a')}}`, 31],
    ['fields', 1_000, `{ a { ${times(1_000, (n) => `f${n}`)} } }`, 1_001],
    ['aliases', 100, `{ a { ${times(101, (n) => `x${n}: a`)} } }`, 101],
    ['directives', 50, `{ a ${times(51, () => '@d')} }`, 51],
    ['fields', 1_000, `{ a } fragment Unused on Query { ${times(1_001, () => 'a')} }`, 1_002],
    ['items in a list', 1_000, `{ a(b: [${times(1_001, String)}]) }`, 1_001],
    ['items in a list', 1_000, `{ a(b: { c: [[${times(1_001, String)}]] }) }`, 1_001],
    ['rows', 1_000_000, '{ a(first: 1000) { b(last: 1000) { c } } }', 1_001_000],
    [
      'rows',
      1_000_000,
      'query ($n: Int = 1000001) { ...F } fragment F on Query { a(tail: $n) { c } }',
      1_000_001,
    ],
    ['rows', 1_000_000, '{ page(first: 1000001) { edges { node { c } } } }', 3_000_003],
    ['rows', 1_000_000, '{ ... on Query { cheaper { options(limit: 1000001) { c } } } }', 1_000_002],
    ['rows', 1_000_000, 'subscription { a(tail: 1000001) { c } }', 1_000_001],
  ])('above %s of %i it is refused', (what, limit, query, found) => {
    expect(requestRefusal(query, {})).toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      message: `the operation must have at most ${limit} ${what}, got ${found}`,
      extensions: { what, limit, found },
    });
  });

  test.each([
    ['items in a list', { ids: Array.from({ length: 1_001 }, String) }, 1_001],
    ['items in a list', { input: { inner: [Array.from({ length: 2_000 }, String)] } }, 2_000],
    ['rows', { n: 2_000_000 }, 2_000_000],
  ])('so it is where variables make too many %s', (what, variables, found) => {
    const query = 'query ($n: Int = 1) { a(first: $n) { c } }';
    expect(requestRefusal(query, variables)?.extensions).toMatchObject({ what, found });
  });

  test('lists as long as the limit, and pages of pages below it, are within', () => {
    const list = Array.from({ length: 1_000 }, String).join(' ');
    expect(requestRefusal(`{ a(b: [${list}]) }`, { ids: list.split(' ') })).toBeUndefined();
    expect(requestRefusal('{ a(first: 999) { b(first: 1000) { c } } }', {})).toBeUndefined();
  });

  test('what a field that gives no list calls a limit is not a number of rows', () => {
    expect(
      requestRefusal('{ cheaper(limit: 2000000) { price options(limit: 5) { c } } }', {}),
    ).toBeUndefined();
  });

  test('fragments that double 60 times are counted without being spread out', () => {
    expect(complexityRefusal(parse(doubling))?.code).toBe('OPERATION_TOO_COMPLEX');
  });

  test('fragments in a circle are left to validation', () => {
    expect(
      complexityRefusal(parse('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')),
    ).toBeUndefined();
  });

  const ours = ['client/operations', 'cli/operations', 'examples', 'console/operations'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => [`${folder}/${file}`, readFileSync(`${folder}/${file}`, 'utf8')] as const),
  );
  test.each([
    ...ours,
    ['introspection', getIntrospectionQuery()] as const,
    [
      'all of introspection',
      getIntrospectionQuery({
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ] as const,
  ])('%s is within', (_name, query) => {
    expect(requestRefusal(query, {})).toBeUndefined();
  });
});

describe('text with U+0000', () => {
  test.each([
    ['a variable', '{ a }', { message: 'hello\0world' }, 'variables.message'],
    ['deep in a variable', '{ a }', { input: { list: [{ key: 'N\0' }] } }, 'variables.input.list.0.key'],
    ['an escape', '{\na(b: "x\\u0000") }', {}, 'the text in line 2 of the query'],
    ['another escape', '{ a(b: "x\\u{0}") }', {}, 'the text in line 1 of the query'],
    ['the character itself', '{ a(b: "x\0") }', {}, 'the text in line 1 of the query'],
    ['a default', '($b: String = "\\u0000") { a(b: $b) }', {}, 'the text in line 1 of the query'],
  ])('is refused in %s', (_where, query, variables, at) => {
    expect(requestRefusal(query.startsWith('(') ? `query ${query}` : query, variables)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: `${at} must not contain the character U+0000`,
    });
  });

  test('variables nested 100,000 levels deep are refused without walking down', () => {
    const variables: unknown = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    expect(requestRefusal('{ a }', variables)?.code).toBe('BAD_USER_INPUT');
  });
});
