import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { startDeadline, withDeadline } from '../../../platform/deadline.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { unlessAborted } from '../../../platform/unless-aborted.ts';

describe('a deadline', () => {
  test('gives up on work that does not heed its signal, and frees its timer', async () => {
    const clock = createManualClock();
    const signals: AbortSignal[] = [];
    const work = withDeadline({ clock, limitMs: 100, what: 'the thing' }, (signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    const failed = expect(work).rejects.toMatchObject({
      message: 'the thing did not answer within 100 ms',
      extensions: { code: 'DEADLINE_EXCEEDED' },
    });
    await clock.advance(100);
    await failed;
    expect([signals[0]?.aborted, clock.pendingTimers]).toEqual([true, 0]);
  });

  test('ends with its parent, for the reason of the parent', async () => {
    const clock = createManualClock();
    const parent = new AbortController();
    const limit = { clock, limitMs: 100, what: 'the thing', parent: parent.signal };
    const work = withDeadline(limit, () => new Promise(() => undefined));
    parent.abort(new Error('the client left'));
    await expect(work).rejects.toThrow('the client left');
    await expect(withDeadline(limit, () => Promise.resolve(1))).rejects.toThrow('the client left');
    expect([clock.pendingTimers, getEventListeners(parent.signal, 'abort').length]).toEqual([0, 0]);
  });

  test('lets go of its parent when it is stopped', () => {
    const clock = createManualClock();
    const parent = new AbortController();
    const deadline = startDeadline({ clock, limitMs: 100, what: 'it', parent: parent.signal });
    deadline.stop();
    parent.abort();
    expect([deadline.signal.aborted, clock.pendingTimers]).toEqual([false, 0]);
  });
});

describe('a promise unless aborted', () => {
  const listeners = ({ signal }: AbortController) => getEventListeners(signal, 'abort').length;

  test.each([
    ['resolves', () => Promise.resolve('value')],
    ['rejects', () => Promise.reject(new Error('reason'))],
  ])('leaves no listener on the signal when the work %s', async (_how, work) => {
    const life = new AbortController();
    await unlessAborted<string>(work(), life.signal).catch(() => undefined);
    expect(listeners(life)).toBe(0);
  });

  test('rejects at once where the signal has aborted before, and hands over what comes late', async () => {
    const life = new AbortController();
    life.abort(new Error('gone'));
    const late: string[] = [];
    await expect(
      unlessAborted(Promise.resolve('value'), life.signal, (value) => late.push(value)),
    ).rejects.toThrow('gone');
    expect(late).toEqual(['value']);
  });
});
