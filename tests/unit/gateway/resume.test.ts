import { GraphQLError, type ExecutionResult } from 'graphql';
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

/** A stream of which every upstream is kept; with `opensNow` false it opens when its own `open` is called. */
function upstreams() {
  const all: Upstream[] = [];
  let opensNow = true;
  return {
    all,
    hold: () => void (opensNow = false),
    open(): Promise<Upstream['queue']> {
      const upstream: Upstream = {
        open: () => undefined,
        isLeft: false,
        queue: createBoundedQueue({
          limit: 10,
          overflow: { policy: 'drop-oldest' },
          onClose: () => (upstream.isLeft = true),
        }),
      };
      all.push(upstream);
      if (opensNow) return Promise.resolve(upstream.queue);
      return new Promise((resolve) => (upstream.open = () => resolve(upstream.queue)));
    },
  };
}
interface Upstream {
  open: () => void;
  isLeft: boolean;
  readonly queue: BoundedQueue<ExecutionResult>;
}
const numbered = {
  takesCursor: true,
  isSnapshot: () => false,
  hasStart: true,
  cursorOf: (event: ExecutionResult) => event.data?.['seq'],
};

test('a restart while a broken stream waits for its next try opens one upstream, and that one is left', async () => {
  const clock = createManualClock();
  const { all, ...upstream } = upstreams();
  const stream = await resumeStream({ ...numbered, open: () => upstream.open() }, clock);
  const pending = stream.next();
  all[0]?.queue.end(new Error('broken'));
  await clock.advance(1);
  stream.restart();
  await clock.advance(1_000);
  expect(all).toHaveLength(2);
  all[1]?.queue.push({ data: { seq: 1 } });
  expect((await pending).value).toEqual({ data: { seq: 1 } });
  await stream.return?.();
  expect(all.map(({ isLeft }) => isLeft)).toEqual([true, true]);
});

test('a restart while an upstream opens leaves that one for another', async () => {
  const clock = createManualClock();
  const { all, ...upstream } = upstreams();
  const stream = await resumeStream({ ...numbered, open: () => upstream.open() }, clock);
  const pending = stream.next();
  upstream.hold();
  stream.restart();
  await expect.poll(() => all.length).toBe(2);
  stream.restart();
  all[1]?.open();
  await expect.poll(() => all.length).toBe(3);
  all[2]?.open();
  all[2]?.queue.push({ data: { seq: 1 } });
  expect((await pending).value).toEqual({ data: { seq: 1 } });
  expect(all.map(({ isLeft }) => isLeft)).toEqual([true, true, false]);
});

test('a snapshot that breaks off is asked for again, and tells that what it had told may have ended meanwhile', async () => {
  const clock = createManualClock();
  const source = upstreams();
  const opened: unknown[] = [];
  const stream = await resumeStream(
    {
      open(cursor) {
        opened.push(cursor);
        return source.open();
      },
      takesCursor: true,
      isSnapshot: (event) => event.data?.['isSnapshot'] === true,
      hasStart: false,
      cursorOf: (event) => event.data?.['seq'] ?? undefined,
    },
    clock,
  );
  const give = async (data: Record<string, unknown>): Promise<boolean> => {
    const pending = stream.next();
    await clock.advance(50);
    source.all.at(-1)?.queue.push({ data });
    await pending;
    return stream.takeGap();
  };
  const breakOff = (): void => {
    const lost = new GraphQLError('gone', { extensions: { code: 'SERVICE_UNREACHABLE' } });
    source.all.at(-1)?.queue.end(lost);
  };
  expect(await give({ seq: null, isSnapshot: true })).toBe(false);
  breakOff();
  expect(await give({ seq: null, isSnapshot: true })).toBe(true);
  expect(await give({ seq: 4, isSnapshot: true })).toBe(false);
  breakOff();
  expect(await give({ seq: 5, isSnapshot: false })).toBe(false);
  expect(opened).toEqual([undefined, undefined, 4]);
});
