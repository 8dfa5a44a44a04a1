import { describe, expect, it } from 'vitest';
import { closedCircuit } from '../../../subgraphs/switch/registry/breaker.ts';
import { emptyScore, rememberCall, type ScoreMemory } from '../../../subgraphs/switch/registry/score.ts';
import type { RoutableEngine } from '../../../subgraphs/switch/routing/plan-route.ts';
import { seededRandom } from '../../../subgraphs/switch/routing/seeded-random.ts';
import { strategies, type EngineStrategy } from '../../../subgraphs/switch/routing/strategies.ts';
import { nothingSpent } from '../../../subgraphs/switch/usage/spending.ts';

const NOW = 1_000_000;

function calls(
  count: number,
  call: { readonly ok: boolean; readonly firstTokenMs: number | null },
): ScoreMemory {
  let score = emptyScore;
  for (let done = 0; done < count; done += 1) score = rememberCall(score, { at: NOW, ...call });
  return score;
}

const good = calls(20, { ok: true, firstTokenMs: 200 });
const slow = calls(20, { ok: true, firstTokenMs: 5_000 });
const bad = calls(20, { ok: false, firstTokenMs: null });

function engine(id: string, change: Partial<RoutableEngine> = {}): RoutableEngine {
  return {
    id,
    isEnabled: true,
    hasKeyItNeeds: true,
    keyRefusal: null,
    circuit: closedCircuit,
    contextTokens: 1_000,
    inFlight: 0,
    maxConcurrent: 1,
    queued: 0,
    maxQueue: 0,
    weight: 1,
    score: emptyScore,
    priceUsd: 1,
    budget: null,
    spending: nothingSpent,
    ...change,
  };
}

function order(strategy: EngineStrategy, engines: readonly RoutableEngine[], seed = 1): string[] {
  const ranked = strategies[strategy](engines, { now: NOW, random: seededRandom(seed, 0) });
  return ranked.map((one) => one.engine.id);
}

describe('the strategy', () => {
  it.each<[EngineStrategy, string, readonly RoutableEngine[], readonly string[]]>([
    [
      'ORDERED',
      'keeps the order of the file, whatever the scores',
      [engine('b', { score: bad }), engine('a', { score: good })],
      ['b', 'a'],
    ],
    [
      'WEIGHTED_SCORE',
      'prefers the better score',
      [engine('b', { score: bad }), engine('a', { score: good })],
      ['a', 'b'],
    ],
    [
      'WEIGHTED_SCORE',
      'prefers the cheaper of two that are as good',
      [engine('b', { priceUsd: 9 }), engine('a', { priceUsd: 0 })],
      ['a', 'b'],
    ],
    [
      'WEIGHTED_SCORE',
      'lets a weight outdo a score',
      [engine('b', { score: good }), engine('a', { score: slow, weight: 3 })],
      ['a', 'b'],
    ],
    [
      'WEIGHTED_SCORE',
      'puts weight 0 last',
      [engine('b', { score: good, weight: 0 }), engine('a', { score: bad })],
      ['a', 'b'],
    ],
    ['WEIGHTED_SCORE', 'keeps the order of equals', [engine('b'), engine('a'), engine('c')], ['b', 'a', 'c']],
    [
      'LOWEST_LATENCY',
      'prefers the sooner first word',
      [engine('b', { score: slow }), engine('a', { score: good })],
      ['a', 'b'],
    ],
    [
      'LOWEST_LATENCY',
      'tries an unknown one before a slow one',
      [engine('b', { score: slow }), engine('a')],
      ['a', 'b'],
    ],
    [
      'BANDIT',
      'sees one that works as better than one that fails',
      [engine('b', { score: bad }), engine('a', { score: good })],
      ['a', 'b'],
    ],
  ])('%s %s', (strategy, _title, engines, expected) => {
    expect(order(strategy, engines)).toEqual(expected);
  });

  it('BANDIT tries one that nobody knows beside a good one, and leaves one that fails nearly alone', () => {
    const engines = [engine('good', { score: good }), engine('new'), engine('bad', { score: bad })];
    const firsts = Array.from({ length: 500 }, (_value, seed) => order('BANDIT', engines, seed)[0]);
    const share = (id: string): number => firsts.filter((first) => first === id).length / firsts.length;
    expect(share('good')).toBeGreaterThan(0.6);
    expect(share('new')).toBeGreaterThan(0.02);
    expect(share('bad')).toBeLessThan(0.01);
  });

  it('BANDIT draws the same for the same seed, and another order for some other seed', () => {
    const engines = [engine('a'), engine('b'), engine('c')];
    const orders = Array.from({ length: 20 }, (_value, seed) => order('BANDIT', engines, seed).join());
    expect(orders).toEqual(
      Array.from({ length: 20 }, (_value, seed) => order('BANDIT', engines, seed).join()),
    );
    expect(new Set(orders).size).toBeGreaterThan(2);
  });

  it('says in words what it ordered by', () => {
    const circumstances = { now: NOW, random: () => 0.5 };
    const why = (strategy: EngineStrategy): string | undefined =>
      strategies[strategy]([engine('a', { score: good, weight: 2 })], circumstances)[0]?.why;
    expect(why('ORDERED')).toBe('number 1 in the configured order');
    expect(why('WEIGHTED_SCORE')).toMatch(/^score 0\.\d+ times weight 2 is 1\.\d+$/);
    expect(why('LOWEST_LATENCY')).toMatch(/^its first word is expected after \d+ ms$/);
    expect(why('BANDIT')).toMatch(/^drew [\d.]+ from 20 successes and 0 failures$/);
  });
});
