import { expect, it } from 'vitest';
import type { Catalog } from '../../../../subgraphs/madre/catalog.ts';
import { startBudgetMs } from '../../../../subgraphs/madre/windows/deadline/start-budget.ts';
import { aService } from '../../../support/service.ts';

/** base ← left, right; left ← top. */
const catalog: Catalog = new Map(
  [
    aService('base', { port: 9_001, stopGraceSec: 3 }),
    aService('left', { port: 9_002, stopGraceSec: 5, dependsOn: ['base'] }),
    aService('right', { port: 9_003, stopGraceSec: 7, dependsOn: ['base'] }),
    aService('top', { port: 9_004, stopGraceSec: 9, dependsOn: ['left'] }),
  ].map((service) => [service.name, service]),
);
const timeouts = new Map([['base', 10], ['left', 200], ['right', 300], ['top', 4_000]]); // prettier-ignore

it.each<[string, readonly (readonly string[])[], readonly string[], number]>([
  ['one service', [['base']], [], 10],
  ['the slowest of each level, one level after the other', [['base'], ['left', 'right'], ['top']], [], 4_310],
  ['what has to stop first, and that alone', [['base']], ['right'], 10 + 8_000],
  ['what stops together counts once', [['base']], ['left', 'right'], 10 + 8_000],
  ['what depends on it stops before it', [['right']], ['left', 'top'], 300 + 6_000 + 10_000],
])('the time to open is that of %s', (_title, levels, stopFirst, budgetMs) => {
  const startTimeoutMs = (name: string): number => timeouts.get(name) ?? 0;
  expect(startBudgetMs(catalog, levels, { startTimeoutMs, stopFirst })).toBe(budgetMs);
});
