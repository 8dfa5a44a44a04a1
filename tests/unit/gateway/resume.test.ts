import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { resumeStream } from '../../../gateway/subscriptions/hub/resume.ts';
import { createBoundedQueue, type BoundedQueue } from '../../../platform/bounded-queue.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';

test('a stream that opens only after the end is ended as well', async () => {
  const clock = createManualClock();
  const first = createBoundedQueue<ExecutionResult>({ limit: 10, overflow: { policy: 'drop-oldest' } });
  const ended: string[] = [];
  const second = createBoundedQueue<ExecutionResult>({
    limit: 10,
    overflow: { policy: 'drop-oldest' },
    onClose: () => ended.push('second'),
  });
  let openSecond: (stream: BoundedQueue<ExecutionResult>) => void = () => undefined;
  const openings: unknown[] = [];
  const stream = await resumeStream(
    {
      open: (cursor) => {
        openings.push(cursor);
        return cursor === undefined
          ? Promise.resolve(first)
          : new Promise((resolve) => (openSecond = resolve));
      },
      takesCursor: true,
      isSnapshot: () => false,
      hasStart: false,
      cursorOf: (event) => event.data?.['seq'],
    },
    clock,
  );
  first.push({ data: { seq: 1 } });
  await stream.next();
  first.end(new Error('broken'));
  const pending = stream.next();
  await clock.advance(1_000);
  expect(openings).toEqual([undefined, 1]);

  await stream.return?.();
  openSecond(second);
  expect(await pending).toEqual({ done: true, value: undefined });
  expect(ended).toEqual(['second']);
});
