import { describe, expect, it } from 'vitest';
import {
  planRoute,
  type RoutableEngine,
  type RouteRequest,
} from '../../../subgraphs/switch/routing/plan-route.ts';
import { closedCircuit } from '../../../subgraphs/switch/registry/breaker.ts';
import { emptyScore } from '../../../subgraphs/switch/registry/score.ts';
import { nothingSpent } from '../../../subgraphs/switch/usage/spending.ts';

const now = 10_000;
const openCircuit = {
  state: 'OPEN',
  failures: 5,
  lastError: 'broken',
  openedAt: 0,
  retryAt: 12_000,
  coolDownMs: 1_000,
} as const;

function engine(id: string, change: Partial<RoutableEngine> = {}): RoutableEngine {
  return {
    id,
    isEnabled: true,
    hasKeyItNeeds: true,
    circuit: closedCircuit,
    contextTokens: 1_000,
    inFlight: 0,
    maxConcurrent: 2,
    keyRefusal: null,
    queued: 0,
    maxQueue: 0,
    weight: 1,
    score: emptyScore,
    priceUsd: null,
    budget: null,
    spending: nothingSpent,
    ...change,
  };
}

const request: RouteRequest = {
  strategy: 'ORDERED',
  pinned: null,
  allowFallback: true,
  needOf: () => ({ promptTokens: 10, mostPrompt: 40, most: { usd: 0, tokens: 0 } }),
  random: () => 0.5,
  now,
};

describe('routing', () => {
  it('lets one that is busy be waited for while its line has room', () => {
    const busy = engine('a', { inFlight: 2, queued: 2, maxQueue: 3 });
    expect(planRoute([busy], request).candidates[0]?.eligibility).toEqual({ eligible: true });
  });

  it('keeps the configured order', () => {
    const route = planRoute([engine('b'), engine('a')], request);
    expect(route.strategy).toBe('ORDERED');
    expect(route.candidates.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(route.reason).toBe('b: number 1 in the configured order');
  });

  it.each<[string, Partial<RoutableEngine>, string, RegExp]>([
    ['switched off', { isEnabled: false }, 'SKIPPED_OFF', /switched off/],
    ['without its key', { hasKeyItNeeds: false }, 'SKIPPED_NO_CREDENTIALS', /key is not set/],
    [
      'whose key was refused',
      { keyRefusal: 'it refused the key (HTTP 401)' },
      'SKIPPED_NO_CREDENTIALS',
      /refused the key/,
    ],
    [
      'whose budget is spent',
      { budget: { period: 'day', tokens: 5 }, spending: { since: 0, usd: 0, tokens: 6 } },
      'SKIPPED_BUDGET',
      /budget of 5 tokens a day, of which 6/,
    ],
    [
      'whose line is full',
      { inFlight: 2, queued: 3, maxQueue: 3 },
      'SKIPPED_QUEUE_FULL',
      /busy with 2 answers and 3 that wait, its limit/,
    ],
    [
      'whose context is too small',
      { contextTokens: 9 },
      'SKIPPED_CONTEXT',
      /10 tokens exceed its context of 9/,
    ],
    [
      'whose circuit is open',
      { circuit: openCircuit },
      'SKIPPED_CIRCUIT_OPEN',
      /open for another 2 s after: broken/,
    ],
    [
      'whose circuit is being probed',
      { circuit: { ...openCircuit, state: 'HALF_OPEN', probe: 1 } },
      'SKIPPED_CIRCUIT_OPEN',
      /finding out/,
    ],
    [
      'whose circuit was opened by hand',
      { circuit: { state: 'FORCED_OPEN', failures: 0, lastError: null, openedAt: 0 } },
      'SKIPPED_CIRCUIT_OPEN',
      /by hand/,
    ],
    ['that is busy', { inFlight: 2 }, 'SKIPPED_QUEUE_FULL', /busy with 2 answers/],
  ])('passes over an engine %s and says why', (_title, change, outcome, why) => {
    const route = planRoute([engine('first', change), engine('second')], request);
    expect(route.candidates[0]).toMatchObject({ id: 'first', eligibility: { eligible: false, outcome } });
    expect(route.candidates[0]?.why).toMatch(why);
    expect(route.reason).toMatch(/^second: /);
  });

  it('lets a circuit be probed whose cool-down is over', () => {
    const route = planRoute([engine('first', { circuit: { ...openCircuit, retryAt: now } })], request);
    expect(route.candidates[0]?.eligibility.eligible).toBe(true);
  });

  it('asks a pinned engine first and the others after it', () => {
    const route = planRoute([engine('a'), engine('b'), engine('c')], { ...request, pinned: 'b' });
    expect(route).toMatchObject({ strategy: 'PINNED', reason: 'b: asked for by name' });
    expect(route.candidates.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('asks a pinned engine alone where no fallback is wanted', () => {
    const route = planRoute([engine('a'), engine('b')], { ...request, pinned: 'b', allowFallback: false });
    expect(route.candidates.map(({ id }) => id)).toEqual(['b']);
  });

  it('answers an unknown pinned engine with the known ones', () => {
    const route = planRoute([engine('a'), engine('b')], { ...request, pinned: 'x' });
    expect(route).toMatchObject({ candidates: [], reason: 'no engine is named x; there are a, b' });
  });

  it('says that no engine is configured', () => {
    expect(planRoute([], request).reason).toBe('no engine is configured');
  });

  it('tells every reason where none can be called', () => {
    const route = planRoute(
      [engine('a', { isEnabled: false }), engine('b', { hasKeyItNeeds: false })],
      request,
    );
    expect(route.reason).toBe('no engine can be called: a: it is switched off; b: its key is not set');
  });
});
