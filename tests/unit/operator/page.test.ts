import { describe, expect, test } from 'vitest';
import { pageRequest, toConnection } from '../../../subgraphs/operator/sessions/page.ts';

describe('a page', () => {
  test.each([[-1], [201]])('of %i entries is refused with the bounds', (first) => {
    expect(() => pageRequest({ first })).toThrow(`first must be between 0 and 200, got ${first}`);
  });

  test('reads backward where last is given, beside the default of first', () => {
    expect(pageRequest({ first: 50, last: 3 })).toEqual({
      direction: 'backward',
      limit: 3,
      cursor: undefined,
    });
  });

  test('keeps one row less than it read where there are more, and says so', () => {
    const page = toConnection(pageRequest({ first: 2 }), ['a', 'b', 'c'], (node) => node, 9);
    expect(page.edges.map(({ node }) => node)).toEqual(['a', 'b']);
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(page.totalCount).toBe(9);
  });

  test('read backward is in forward order, and its cursors lead on', () => {
    const page = toConnection(pageRequest({ last: 2 }), ['c', 'b', 'a'], (node) => node, 3);
    expect(page.edges.map(({ node }) => node)).toEqual(['b', 'c']);
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(pageRequest({ first: 1, after: page.pageInfo.endCursor }).cursor).toBe('c');
  });
});
