import { describe, expect, it } from 'vitest';
import { usageBetween } from '../../../../subgraphs/madre/stats/usage.ts';

const sample = (atMs: number, cpuMs: number, memoryBytes = 50, memoryLimitBytes: number | null = null) => ({
  ...{ atMs, cpuMs, memoryBytes, memoryLimitBytes },
  ...{ processes: null, networkReceivedBytes: null, networkSentBytes: null },
});

describe('the usage between two samples', () => {
  it.each([
    ['nothing', sample(0, 0), sample(1_000, 0), 0],
    ['half a core', sample(0, 100), sample(2_000, 1_100), 50],
    ['two cores', sample(1_000, 0), sample(2_000, 2_000), 200],
    ['a little, to a tenth', sample(0, 0), sample(3_000, 1), 0],
    ['a third, to a tenth', sample(0, 0), sample(3_000, 1_000), 33.3],
  ])('of %s', (_title, earlier, later, cpuPercent) => {
    expect(usageBetween(earlier, later)?.cpuPercent).toBe(cpuPercent);
  });

  it.each([
    ['of one instant', sample(5, 1), sample(5, 2)],
    ['after the clock was set back', sample(5, 1), sample(4, 2)],
    ['of two runs, as the second has used less', sample(0, 900), sample(1_000, 10)],
  ])('is not known %s', (_title, earlier, later) => {
    expect(usageBetween(earlier, later)).toBeUndefined();
  });

  it.each([
    [200, 25],
    [null, null],
    [0, null],
  ])('has the share of a memory limit of %s as %s', (limit, memoryPercent) => {
    expect(usageBetween(sample(0, 0), sample(1_000, 0, 50, limit))).toMatchObject({ memoryPercent });
  });
});
