import { expect, test } from 'vitest';
import { createEventLog } from '../../../platform/bus/event-log.ts';
import type { BusEvent } from '../../../platform/bus/bus.ts';
import { collectGarbage } from '../../support/collect-garbage.ts';

test('holds in memory what it retains and an eighth of it more, however many events it gets', async () => {
  const log = createEventLog({ retainedEvents: 800, startSeq: 0 });
  const events: WeakRef<BusEvent>[] = [];
  for (let seq = 1; seq <= 3_190; seq += 1) {
    const event = { seq, data: { text: `event ${seq}` } };
    events.push(new WeakRef(event));
    log.append(event);
  }
  // What a WeakRef was asked for, or made of, stays until the turn is over.
  await new Promise(setImmediate);
  collectGarbage();
  const held = events.filter((event) => event.deref() !== undefined).length;
  expect(held).toBeGreaterThanOrEqual(800);
  expect(held).toBeLessThanOrEqual(900);
  expect(log.after(2_390)).toMatchObject({ seq: 2_391 });
  expect(log.after(2_389)).toBe('gone');
});
