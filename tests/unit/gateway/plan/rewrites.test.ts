import { describe, expect, test } from 'vitest';
import { applyRewrites, rewrittenPath } from '../../../../gateway/plan/execute/rewrites.ts';

const isOfType = (typeName: string, condition: string): boolean =>
  typeName === condition || (condition === 'Animal' && typeName === 'Cat');
const rename = (path: string[], renameKeyTo: string) => ({ kind: 'KeyRenamer', path, renameKeyTo }) as const;
const set = (path: string[], setValueTo: unknown) => ({ kind: 'ValueSetter', path, setValueTo }) as const;

describe('a rewrite', () => {
  test.each([
    ['gives a value another key', rename(['a'], 'b'), { a: 1 }, { b: 1 }],
    ['gives a null another key', rename(['a'], 'b'), { a: null }, { b: null }],
    ['leaves an object without the key', rename(['a'], 'b'), { c: 1 }, { c: 1 }],
    [
      'goes through lists',
      rename(['list', 'a'], 'b'),
      { list: [{ a: 1 }, null, { a: 2 }] },
      { list: [{ b: 1 }, null, { b: 2 }] },
    ],
    [
      'is of one type',
      rename(['... on Cat', 'a'], 'b'),
      { __typename: 'Dog', a: 1 },
      { __typename: 'Dog', a: 1 },
    ],
    [
      'is of an abstract type',
      rename(['... on Animal', 'a'], 'b'),
      { __typename: 'Cat', a: 1 },
      { __typename: 'Cat', b: 1 },
    ],
    ['is of what does not tell its type', rename(['... on Cat', 'a'], 'b'), { a: 1 }, { b: 1 }],
    ['sets a value', set(['__typename'], 'Animal'), { __typename: 'Cat' }, { __typename: 'Animal' }],
  ])('%s', (_what, rewrite, value, rewritten) => {
    applyRewrites([rewrite], value, isOfType);
    expect(value).toEqual(rewritten);
  });
});

describe('a path of the answer', () => {
  const rewrites = [rename(['... on Cat', 'list', 'a__alias_0'], 'a'), rename(['x'], 'y')];
  test.each([
    [
      ['list', 3, 'a__alias_0'],
      ['list', 3, 'a'],
    ],
    [
      ['list', 3, 'a__alias_0', 'deeper'],
      ['list', 3, 'a', 'deeper'],
    ],
    [['x'], ['y']],
    [
      ['other', 'x'],
      ['other', 'x'],
    ],
    [['list'], ['list']],
  ])('%j is %j for the client', (path, shown) => {
    expect(rewrittenPath(rewrites, path)).toEqual(shown);
  });
});
