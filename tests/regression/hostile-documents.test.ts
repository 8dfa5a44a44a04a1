import { readdirSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { complexityRefusal } from '../../gateway/limits/operation-complexity.ts';
import { requestRefusal } from '../../gateway/limits/request-limit.ts';

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
  ])('above %s of %i it is refused', (what, limit, query, found) => {
    expect(complexityRefusal(parse(query))).toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      message: `the operation must have at most ${limit} ${what}, got ${found}`,
      extensions: { what, limit, found },
    });
  });

  test('fragments that double 60 times are counted without being spread out', () => {
    expect(complexityRefusal(parse(doubling))?.code).toBe('OPERATION_TOO_COMPLEX');
  });

  test('fragments in a circle are left to validation', () => {
    expect(
      complexityRefusal(parse('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')),
    ).toBeUndefined();
  });

  const ours = ['client/operations', 'examples', 'console/operations'].flatMap((folder) =>
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
