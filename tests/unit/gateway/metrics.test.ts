import { expect, test } from 'vitest';
import { createMetrics } from '../../../gateway/observability/metrics.ts';
import { createHub } from '../../../gateway/subscriptions/hub/hub.ts';
import { systemClock } from '../../../platform/clock.ts';
import { createLogger } from '../../../platform/log.ts';
import { readSubscription } from '../../support/read-subscription.ts';
import { startDoors } from '../../support/two-subgraphs.ts';

const EVENTS = 'subscription { doorChanged(afterSeq: 0) { seq } }';

test('events that a slow subscriber is not sent are counted, those of others are not', async () => {
  const doors = await startDoors();
  const metrics = createMetrics();
  const log = createLogger('silent', 'test');
  const hub = createHub({ graph: doors.graph, clock: systemClock, log, metrics, eventLimitMs: 5_000 });
  metrics.followStreams(() => hub.counts);
  const [slow, quick] = [1, 2].map(() => readSubscription(hub, doors.operation(EVENTS)));
  slow?.reading(false);
  for (let id = 1; id <= 1_500; id += 1) doors.publish(String(id));
  await expect.poll(() => quick?.bytes.length).toBe(1_500);

  const counted = (name: string) => async () =>
    new RegExp(`^tentaculo_link_${name} (\\d+)$`, 'm').exec(await metrics.text())?.[1];
  await expect.poll(counted('subscription_dropped_total')).toBe('500');
  expect(await counted('subscription_deliveries_total')()).toBe('3000');
  expect(await counted('subscriptions')()).toBe('2');
  expect(await counted('subscription_streams')()).toBe('1');
  hub.close();
  await doors.close();
});
