import { describe, expect, test } from 'vitest';
import { copyOf, mergeInto } from '../../../../gateway/plan/execute/merge.ts';

type Json = Record<string, unknown>;

const isOfType = (typeName: string, condition: string): boolean =>
  typeName === condition || (typeName === 'Film' && condition === 'Media');

describe('what is known of an object', () => {
  test.each<[string, Json, Json, Json]>([
    ['grows by what is given', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ['is followed by a later value', { a: 1 }, { a: 2 }, { a: 2 }],
    ['grows in its parts', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    [
      'grows in the items of a list',
      { a: [{ b: 1 }, null] },
      { a: [{ c: 2 }, { c: 3 }] },
      { a: [{ b: 1, c: 2 }, { c: 3 }] },
    ],
    ['is not undone by a null', { a: { b: 1 }, d: 1 }, { a: null, d: null }, { a: { b: 1 }, d: 1 }],
    ['replaces a null', { a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['takes a null where nothing is known', {}, { a: null }, { a: null }],
    [
      'takes the type for its interface',
      { __typename: 'Media' },
      { __typename: 'Film' },
      { __typename: 'Film' },
    ],
    [
      'keeps the type',
      { a: { __typename: 'Film' } },
      { a: { __typename: 'Media' } },
      { a: { __typename: 'Film' } },
    ],
    ['keeps to the shorter of two lists', { a: [1] }, { a: [2, 3] }, { a: [2] }],
    [
      'may have any name',
      {},
      JSON.parse('{"__proto__":{"x":1},"constructor":2}') as Json,
      JSON.parse('{"__proto__":{"x":1},"constructor":2}') as Json,
    ],
  ])('%s', (_what, known, given, merged) => {
    mergeInto(known, given, isOfType);
    expect(JSON.stringify(known)).toBe(JSON.stringify(merged));
    expect(({} as Json)['x']).toBeUndefined();
  });
});

test('a copy shares nothing with the original', () => {
  const original = { a: [{ b: { c: 1 } }], d: null, e: 'x' };
  const copy = copyOf(original);
  expect(copy).toEqual(original);
  mergeInto(copy as Json, { a: [{ b: { c: 2 } }] }, isOfType);
  expect(original.a[0]?.b.c).toBe(1);
});
