import { expect, it, onTestFinished } from 'vitest';
import { observeCore } from '../../../subgraphs/core-observer.ts';
import { createInProcessBus } from '../../../platform/bus/bus-in-process.ts';
import { createRedisBus } from '../../../platform/bus/bus-redis.ts';
import type { Bus } from '../../../platform/bus/bus.ts';
import { systemClock } from '../../../platform/clock.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { recordingLog } from '../../support/recording-log.ts';

it('says that Redis is not installed where none is configured', () => {
  const core = observeCore({
    bus: createInProcessBus(),
    usesRedis: false,
    clock: createManualClock(),
    observeGateway: () => ({ state: 'READY' }),
  });
  expect(core.observe()).toEqual({
    tentaculo_link: { state: 'READY' },
    madre: { state: 'READY' },
    redis: { state: 'MISSING', reason: 'NOT_INSTALLED' },
  });
});

async function redisSeenThrough(bus: Bus) {
  const clock = createManualClock();
  const core = observeCore({ bus, usesRedis: true, clock, observeGateway: () => ({ state: 'UNKNOWN' }) });
  onTestFinished(() => core.close());
  const before = core.observe().redis;
  await clock.advance(5_000);
  return { before, after: core.observe().redis };
}

it('knows nothing of Redis before its first answer, and is then as the bus answers', async () => {
  expect(await redisSeenThrough(createInProcessBus())).toEqual({
    before: { state: 'UNKNOWN', reason: 'PROBE_FAILED' },
    after: { state: 'READY' },
  });
});

it('reports Redis as unhealthy while the bus gets no answer', async () => {
  const bus = createRedisBus({ url: 'redis://127.0.0.1:1', clock: systemClock, log: recordingLog().log });
  await bus.close();
  expect((await redisSeenThrough(bus)).after).toEqual({ state: 'UNHEALTHY', reason: 'PROBE_FAILED' });
});
