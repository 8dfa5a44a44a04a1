import { Kind, parse, print, type OperationDefinitionNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { resolveRootConditions } from '../../../gateway/plan/root-conditions.ts';

function resolve(query: string, variables: Record<string, unknown> = {}): string {
  const document = parse(query);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('no operation');
  return compact(print(resolveRootConditions(document, operation, variables)));
}
function compact(text: string): string {
  return print(parse(text)).replace(/\s+/g, ' ');
}

describe('conditions of root fields', () => {
  test.each([
    [
      'an included field stays',
      'subscription ($x: Boolean!) { a @include(if: $x) }',
      { x: true },
      'subscription { a }',
    ],
    [
      'a skipped field goes',
      'subscription ($x: Boolean!) { a @include(if: $x) b @skip(if: $x) }',
      { x: false },
      'subscription { b }',
    ],
    [
      'both must agree',
      'subscription ($x: Boolean!) { a @skip(if: false) @include(if: $x) b @skip(if: $x) }',
      { x: true },
      'subscription { a }',
    ],
    [
      "a variable's default decides",
      'subscription ($x: Boolean = true) { a @include(if: $x) b @skip(if: $x) }',
      {},
      'subscription { a }',
    ],
    ['literals decide too', 'subscription { a @skip(if: true) b }', {}, 'subscription { b }'],
    [
      'deeper conditions stay',
      'subscription ($x: Boolean!) { a @include(if: $x) { b @skip(if: $x) } }',
      { x: true },
      'subscription ($x: Boolean!) { a { b @skip(if: $x) } }',
    ],
    [
      'a spread becomes an inline fragment, its fragment goes',
      'subscription ($x: Boolean!) { ...F @include(if: $x) } fragment F on Subscription { a }',
      { x: true },
      'subscription { ... on Subscription { a } }',
    ],
    [
      'conditions inside a root fragment count',
      'subscription ($x: Boolean!) { ...F } fragment F on Subscription { a @skip(if: $x) b @include(if: $x) }',
      { x: true },
      'subscription { ... on Subscription { b } }',
    ],
    [
      'variables that only the skipped part used go with it',
      'subscription ($x: Boolean!, $id: ID, $n: Int) { a(id: $id) @skip(if: $x) b(n: $n) @include(if: $x) }',
      { x: true },
      'subscription ($n: Int) { b(n: $n) }',
    ],
    [
      'a variable that nobody used stays, for validation to tell',
      'subscription ($x: Boolean!, $unused: ID) { a @include(if: $x) }',
      { x: true },
      'subscription ($unused: ID) { a }',
    ],
  ])('%s', (_claim, query, variables, expected) => {
    expect(resolve(query, variables)).toBe(compact(expected));
  });

  test('a document without any comes back as it was', () => {
    const document = parse('subscription ($x: Boolean!) { a { b @skip(if: $x) } }');
    const [operation] = document.definitions;
    expect(resolveRootConditions(document, operation as OperationDefinitionNode, { x: true })).toBe(document);
  });

  test.each([
    ['nothing is left', { x: false }, 'every root field'],
    ['the variable is missing', {}, 'variable $x must be true or false'],
    ['the variable is no boolean', { x: 'yes' }, 'variable $x must be true or false'],
  ])('are refused where %s', (_claim, variables, message) => {
    expect(() => resolve('subscription ($x: Boolean!) { a @include(if: $x) }', variables)).toThrow(message);
  });

  test('a fragment that spreads itself is left for validation to refuse', () => {
    expect(resolve('subscription { ...F @skip(if: false) } fragment F on Subscription { a ...F }')).toContain(
      '...F',
    );
  });
});
