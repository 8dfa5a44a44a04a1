import { expect, it } from 'vitest';
import { sleep } from '../../platform/clock.ts';
import { closeOrThrow, createLifecycle } from '../../platform/lifecycle.ts';
import { createManualClock } from '../../platform/manual-clock.ts';
import { recordingLog } from '../support/recording-log.ts';

function setUp() {
  const clock = createManualClock();
  const { log, lines } = recordingLog();
  return { clock, lines, closed: [] as string[], lifecycle: createLifecycle({ clock, log, limitMs: 1_000 }) };
}

it('closes in the reverse order of the start, one after the other', async () => {
  const { lifecycle, closed } = setUp();
  for (const name of ['store', 'bus', 'server']) {
    lifecycle.add(name, async () => {
      await Promise.resolve();
      closed.push(name);
    });
  }
  await lifecycle.close();
  expect(closed).toEqual(['server', 'bus', 'store']);
});

it('closes the others where one fails or hangs, and logs which', async () => {
  const { lifecycle, closed, lines, clock } = setUp();
  lifecycle.add('store', () => void closed.push('store'));
  lifecycle.add('hanging', () => new Promise(() => undefined));
  lifecycle.add('failing', () => {
    throw new Error('cannot');
  });
  const closing = lifecycle.close();
  await clock.advance(1_000);
  expect(await closing).toEqual(['failing', 'hanging']);
  expect(closed).toEqual(['store']);
  expect(lines.map((line) => line['part'])).toEqual(['failing', 'hanging']);
  expect(clock.pendingTimers).toBe(0);
});

it('gives a part that asks for it a limit of its own', async () => {
  const { lifecycle, closed, clock } = setUp();
  lifecycle.add(
    'slow',
    async () => {
      await sleep(clock, 4_000, new AbortController().signal);
      closed.push('slow');
    },
    5_000,
  );
  const closing = lifecycle.close();
  await clock.advance(4_000);
  expect(await closing).toEqual([]);
  expect(closed).toEqual(['slow']);
});

it('makes a whole of parts fail where one of them does', async () => {
  const { lifecycle } = setUp();
  lifecycle.add('store', () => undefined);
  lifecycle.add('runtime', () => Promise.reject(new Error('a child lives on')));
  await expect(closeOrThrow(lifecycle)).rejects.toThrow('did not close: runtime');
  await expect(closeOrThrow(createLifecycle({ ...setUp(), ...recordingLog(), limitMs: 1 }))).resolves.toBe(
    undefined,
  );
});

it('closes each part once, however often it is asked', async () => {
  const { lifecycle, closed } = setUp();
  lifecycle.add('store', () => void closed.push('store'));
  await Promise.all([lifecycle.close(), lifecycle.close()]);
  await lifecycle.close();
  expect(closed).toEqual(['store']);
});

it('closes at once what is added while and after it closes', async () => {
  const { lifecycle, closed } = setUp();
  lifecycle.add('server', () => lifecycle.add('late socket', () => void closed.push('late socket')));
  await lifecycle.close();
  expect(closed).toEqual(['late socket']);
  lifecycle.add('later', () => void closed.push('later'));
  await lifecycle.close();
  expect(closed).toEqual(['late socket', 'later']);
});
