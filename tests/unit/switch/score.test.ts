import { describe, expect, it } from 'vitest';
import { emptyScore, readScore, roundScore, rememberCall } from '../../../subgraphs/switch/registry/score.ts';

const call = (ok: boolean, at = 0): Parameters<typeof rememberCall>[1] => ({
  at,
  ok,
  firstTokenMs: ok ? 200 : null,
});

describe('a score that is shown', () => {
  it('has four digits and no noise of its sums', () => {
    expect([0.1 + 0.2, 1 / 3, 1, 0].map(roundScore)).toEqual([0.3, 0.3333, 1, 0]);
  });
});

describe('the score of an engine', () => {
  it('is half good in every part nobody knows about', () => {
    expect(readScore(emptyScore, 0, null)).toEqual({
      value: 0.5,
      quality: 0.5,
      latency: 0.5,
      cost: 0.5,
      samples: 0,
    });
  });

  it('rises with answers and falls with failures', () => {
    const good = readScore(rememberCall(emptyScore, call(true)), 0, null);
    const bad = readScore(rememberCall(emptyScore, call(false)), 0, null);
    expect(good.quality).toBeGreaterThan(0.5);
    expect(good.latency).toBeGreaterThan(0.5);
    expect(bad.quality).toBeLessThan(0.5);
    expect(good.value).toBeGreaterThan(bad.value);
  });

  it('forgets with time', () => {
    const memory = Array.from({ length: 20 }).reduce<typeof emptyScore>(
      (sum) => rememberCall(sum, call(false)),
      emptyScore,
    );
    expect(readScore(memory, 0, null).quality).toBeLessThan(0.1);
    expect(readScore(memory, 24 * 3_600_000, null).quality).toBeCloseTo(0.5);
    expect(readScore(memory, 0, null).samples).toBe(20);
  });

  it('counts an engine that runs here as free', () => {
    expect(readScore(emptyScore, 0, 0).cost).toBe(1);
  });
});
