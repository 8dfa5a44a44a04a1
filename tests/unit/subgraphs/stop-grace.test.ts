import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../subgraphs/child-environment.ts';
import { drainLimitMsOf } from '../../../subgraphs/drain-limit.ts';
import { readServeConfig } from '../../../subgraphs/serve-config.ts';

const settings = {
  subgraphToken: 's',
  dataDir: '/data',
  logLevel: 'info',
  redisUrl: undefined,
  enginesFile: undefined,
  engineSecrets: {},
};

describe('the grace of a stop', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [10, 9_000],
    [60, 59_000],
  ])('of %i s leaves %i ms for what is being answered', (stopGraceSec, drainMs) => {
    expect(drainLimitMsOf(stopGraceSec)).toBe(drainMs);
  });

  it('that the catalog gives a child is the one that the child reads', () => {
    const env = childEnvironment(settings)({ name: 'switch', subgraph: 'switch', stopGraceSec: 30 });
    expect(readServeConfig(['switch'], env).stopGraceSec).toBe(30);
  });

  it('is told to every child, whatever it serves', () => {
    const env = childEnvironment(settings)({ name: 'mcp', subgraph: undefined, stopGraceSec: 7 });
    expect(env).toEqual({ LOG_LEVEL: 'info', VX11_STOP_GRACE_SEC: '7' });
  });

  it('is 10 s where nobody says one, and a whole number of seconds else', () => {
    const env = { VX11_SUBGRAPH_TOKEN: 's' };
    expect(readServeConfig(['switch'], env).stopGraceSec).toBe(10);
    expect(() => readServeConfig(['switch'], { ...env, VX11_STOP_GRACE_SEC: '0' })).toThrow(
      'VX11_STOP_GRACE_SEC',
    );
  });
});
