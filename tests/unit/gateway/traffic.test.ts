import { describe, expect, test } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { createTraffic } from '../../../gateway/observability/traffic.ts';

const HOUR_MS = 3_600_000;

describe('what the gateway counts by operation', () => {
  test('is nothing at first: no latency is made up', () => {
    expect(createTraffic(createManualClock()).read('HOUR_1').total).toEqual({
      requests: 0,
      errors: 0,
      latency: { p50Ms: null, p95Ms: null, p99Ms: null, samples: 0 },
    });
  });

  test('are requests, errors and times, most asked first; a time is told at most a fifth too long', () => {
    const traffic = createTraffic(createManualClock());
    for (let ms = 1; ms <= 100; ms += 1) traffic.ended({ name: 'Status', failed: ms > 98, ms });
    traffic.ended({ name: 'Other', failed: false, ms: 5 });
    const { byOperation, total } = traffic.read('HOUR_1');
    expect(byOperation.map(({ operation, requests, errors }) => [operation, requests, errors])).toEqual([
      ['Status', 100, 2],
      ['Other', 1, 0],
    ]);
    const { p50Ms, p99Ms } = byOperation[0]?.latency ?? {};
    expect(p50Ms).toBeGreaterThanOrEqual(50);
    expect(p50Ms).toBeLessThanOrEqual(60.1);
    expect(p99Ms).toBeGreaterThanOrEqual(99);
    expect(p99Ms).toBeLessThanOrEqual(119);
    expect(total.requests).toBe(101);
  });

  test('is of the period alone, and says since when where the gateway is younger', async () => {
    const clock = createManualClock();
    const startedAt = clock.now();
    const traffic = createTraffic(clock);
    traffic.ended({ name: 'a', failed: false, ms: 1 });
    expect(traffic.read('HOUR_1').since).toBe(startedAt);
    await clock.advance(2 * HOUR_MS);
    traffic.ended({ name: 'b', failed: false, ms: 1 });
    expect(traffic.read('HOUR_1').byOperation.map(({ operation }) => operation)).toEqual(['b']);
    expect(traffic.read('HOUR_6').total.requests).toBe(2);
    expect(traffic.read('HOUR_1').since).toBe(clock.now() - HOUR_MS);
    await clock.advance(25 * HOUR_MS);
    traffic.ended({ name: 'c', failed: false, ms: 1 });
    expect(traffic.read('HOUR_24').total.requests).toBe(1);
  });

  test('tells a bounded number of names apart, however many clients invent', () => {
    const traffic = createTraffic(createManualClock());
    for (let index = 0; index < 1_000; index += 1)
      traffic.ended({ name: `op${index}`, failed: false, ms: 1 });
    const { byOperation, total } = traffic.read('HOUR_1');
    expect(byOperation).toHaveLength(41);
    expect(byOperation[0]).toMatchObject({ operation: '(others)', requests: 960 });
    expect(total.requests).toBe(1_000);
  });
});
