import { describe, expect, test } from 'vitest';
import { closureOf, findCycle } from '../../../../subgraphs/madre/closure.ts';

describe('closureOf', () => {
  const services = graph({ web: ['api', 'cache'], api: ['db'], cache: [], db: [], alone: [] });

  test.each([
    ['nothing for nothing', [], []],
    ['a service without dependencies alone', ['alone'], [['alone']]],
    ['each service after all it depends on', ['web'], [['cache', 'db'], ['api'], ['web']]],
    ['shared dependencies once', ['api', 'web'], [['cache', 'db'], ['api'], ['web']]],
    ['independent services in one level', ['alone', 'api'], [['alone', 'db'], ['api']]],
    ['no unknown names', ['nobody', 'alone'], [['alone']]],
  ])('gives %s', (_what, names, levels) => {
    expect(closureOf(services, names)).toEqual(levels);
  });
});

describe('findCycle', () => {
  test.each([
    ['none in a diamond', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, undefined],
    ['a service that depends on itself', { a: ['a'] }, ['a', 'a']],
    ['a cycle below an innocent service', { a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
    ['none where a dependency is unknown', { a: ['nobody'] }, undefined],
  ])('finds %s', (_what, services, cycle) => {
    expect(findCycle(graph(services))).toEqual(cycle);
  });
});

function graph(
  services: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, { readonly dependsOn: readonly string[] }> {
  return new Map(Object.entries(services).map(([name, dependsOn]) => [name, { dependsOn }]));
}
