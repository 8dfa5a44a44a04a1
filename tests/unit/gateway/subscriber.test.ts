import { expect, test } from 'vitest';
import { EventMessage } from '../../../gateway/subscriptions/hub/event-message.ts';
import { Subscriber } from '../../../gateway/subscriptions/hub/subscriber.ts';

const message = (cursor: unknown): EventMessage => new EventMessage({ data: { cursor } }, { cursor });

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ['what its snapshot told already, and gets what is newer', [3, 4, 5, 6, 7], [6, 7]],
  [
    'nothing any more once something newer came, so that a store that begins anew is heard',
    [6, 1, 2],
    [6, 1, 2],
  ],
  ['nothing without a cursor, as an event that failed', [undefined, 4, 6], [undefined, 6]],
])('after a change of streams a subscriber ignores %s', (_what, offered, expected) => {
  const sent: unknown[] = [];
  const subscriber = new Subscriber({
    isWritable: () => true,
    next: ({ cursor }) => sent.push(cursor),
    complete: () => sent.push('complete'),
    fail: () => sent.push('failed'),
  });
  subscriber.knowsUntil(5);
  for (const cursor of offered) subscriber.offer(message(cursor));
  expect(sent).toEqual(expected);
});

test('a subscriber is told one end, after what waited for it', () => {
  let isReading = false;
  const sent: unknown[] = [];
  const subscriber = new Subscriber({
    isWritable: () => isReading,
    next: ({ cursor }) => sent.push(cursor),
    complete: () => sent.push('complete'),
    fail: () => sent.push('failed'),
  });
  subscriber.offer(message(1));
  subscriber.end({ kind: 'complete' });
  subscriber.end({ kind: 'complete' });
  expect(sent).toEqual([]);
  isReading = true;
  subscriber.flush();
  subscriber.flush();
  expect(sent).toEqual([1, 'complete']);
});
