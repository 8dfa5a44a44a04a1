import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { chargeOf, createRateLimits } from '../../../gateway/limits/rate-limits.ts';

describe('what an operation counts as', () => {
  test.each<[string, string | undefined, string, number]>([
    ['{ chat }', undefined, 'query', 1],
    ['subscription { chat }', undefined, 'subscription', 1],
    ['mutation { close }', undefined, 'mutation', 1],
    ['mutation { chat }', undefined, 'chat', 1],
    ['mutation { a: chat b: chat close }', undefined, 'chat', 2],
    [
      'mutation { ... { ...F } chat } fragment F on Mutation { x: chat ... on Mutation { y: chat } }',
      undefined,
      'chat',
      3,
    ],
    ['mutation { close { chat } }', undefined, 'mutation', 1],
    ['query A { a } mutation B { chat }', 'A', 'query', 1],
    ['query A { a } mutation B { chat }', 'B', 'chat', 1],
  ])('%s (%s) is %s, %i times', (query, name, kind, points) => {
    expect(chargeOf(parse(query), name)).toEqual({ kind, points });
  });
});

test('a token may send what its rule says, each token and class apart', async () => {
  const limits = createRateLimits({ query: { points: 2, seconds: 60 }, chat: { points: 3, seconds: 60 } });
  const query = { kind: 'query', points: 1 } as const;
  expect(await limits.take('a', query)).toBeUndefined();
  expect(await limits.take('a', query)).toBeUndefined();
  const refused = await limits.take('a', query);
  expect(refused?.code).toBe('RATE_LIMITED');
  expect(refused?.message).toMatch(/may send 2 operations of class query within 60 s; try again in \d+ ms/);
  const { retryAfterMs } = refused?.extensions ?? {};
  expect(retryAfterMs).toBeGreaterThan(50_000);
  expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  expect(await limits.take('b', query)).toBeUndefined();
  expect(await limits.take('a', { kind: 'chat', points: 2 })).toBeUndefined();
  expect((await limits.take('a', { kind: 'chat', points: 2 }))?.code).toBe('RATE_LIMITED');
});

test('a class without a rule is not waited for', () => {
  expect(createRateLimits({}).take('a', { kind: 'mutation', points: 1 })).toBeUndefined();
});
