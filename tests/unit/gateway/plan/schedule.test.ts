import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { CompiledFetch } from '../../../../gateway/plan/execute/fetch/compiled-fetch.ts';
import { scheduleFetches } from '../../../../gateway/plan/execute/schedule.ts';

/** `name` of a root fetch in capitals, of one of entities in small letters; the letter is the subgraph. */
function fetchOf(name: string, waitsFor: readonly number[] = [], isMutation = false): CompiledFetch {
  const isRoot = name === name.toUpperCase();
  const query = isRoot
    ? `{ ${name} }`
    : `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on T { ${name} } } }`;
  return {
    subgraph: name.charAt(0).toLowerCase(),
    path: [],
    conditions: [],
    waitsFor,
    query,
    document: parse(query),
    operationName: undefined,
    isMutation,
    variableNames: [],
    requires: isRoot ? undefined : [],
    inputRewrites: undefined,
    outputRewrites: undefined,
  };
}

const shown = (fetches: readonly CompiledFetch[]) =>
  scheduleFetches(fetches).map(
    ({ subgraph, slots, waitsFor }) =>
      `${subgraph}${slots.map((slot) => slot.length).join('+')} after ${waitsFor.join()}`,
  );

describe('fetches are sent', () => {
  test.each<[string, readonly CompiledFetch[], readonly string[]]>([
    [
      'alone where nothing goes with them',
      [fetchOf('A'), fetchOf('b', [0]), fetchOf('c', [1])],
      ['a1 after ', 'b1 after 0', 'c1 after 1'],
    ],
    [
      'together to one subgraph, different questions apart',
      [fetchOf('A'), fetchOf('b1', [0]), fetchOf('b2', [0])],
      ['a1 after ', 'b1+1 after 0'],
    ],
    [
      'together with equal questions in one',
      [fetchOf('A'), fetchOf('b', [0]), fetchOf('b', [0])],
      ['a1 after ', 'b2 after 0'],
    ],
    [
      'after all that any of them waits for',
      [fetchOf('A'), fetchOf('C'), fetchOf('b', [0]), fetchOf('b', [1])],
      ['a1 after ', 'c1 after ', 'b2 after 0,1'],
    ],
    [
      'a wave later where they can go with another then',
      [fetchOf('A'), fetchOf('b', [0]), fetchOf('c', [0]), fetchOf('b', [2])],
      ['a1 after ', 'c1 after 0', 'b2 after 0,1'],
    ],
    [
      'no later where others wait for them',
      [fetchOf('A'), fetchOf('b', [0]), fetchOf('c', [1]), fetchOf('b', [2])],
      ['a1 after ', 'b1 after 0', 'c1 after 1', 'b1 after 2'],
    ],
    [
      'each at its place between mutations',
      [fetchOf('A', [], true), fetchOf('b', [0]), fetchOf('A', [1], true), fetchOf('b', [2])],
      ['a1 after ', 'b1 after 0', 'a1 after 1', 'b1 after 2'],
    ],
    [
      'at once where they are of the root',
      [fetchOf('A'), fetchOf('B'), fetchOf('b', [0])],
      ['a1 after ', 'b1 after ', 'b1 after 0'],
    ],
  ])('%s', (_how, fetches, batches) => {
    expect(shown(fetches)).toEqual(batches);
  });
});
