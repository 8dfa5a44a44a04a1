import { getIntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import { excessOf } from '../../../gateway/plan/document-limit.ts';

const nested = (levels: number): string => `${'{a'.repeat(levels)}${'}'.repeat(levels)}`;

test.each([
  ['a document', '{ a { b(c: [1]) } }'],
  ['what introspection asks', getIntrospectionQuery()],
  ['100 levels', nested(100)],
  ['much side by side', `{${'a{b}'.repeat(2_000)}}`],
  ['10,000 tokens', `{${'a '.repeat(9_998)}}`],
  ['braces in text and comments', `{ a(b: "${'{'.repeat(200)}") } # ${'{'.repeat(200)}`],
  ['what is no GraphQL, as the parser words that', '{ a(: "'],
])('%s is not too much', (_what, query) => {
  expect(excessOf(query)).toBeUndefined();
});

test.each([
  ['101 levels', nested(101), 'the document is nested more than 100 levels deep'],
  ['levels of lists', `{ a(b: ${'['.repeat(100_000)}`, 'the document is nested more than 100 levels deep'],
  ['10,001 tokens', `{${'a '.repeat(9_999)}}`, 'the document has more than 10000 tokens'],
])('%s is too much', (_what, query, message) => {
  expect(excessOf(query)).toMatchObject({ message, code: 'GRAPHQL_PARSE_FAILED' });
});
