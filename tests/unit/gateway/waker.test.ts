import { describe, expect, test } from 'vitest';
import type { Link, LinkRequest } from '../../../gateway/links/link.ts';
import { createWaker } from '../../../gateway/wake/waker.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';

const OPENED = { openWindow: { ok: true, code: 'OK', message: null, window: { failure: null } } };
const REFUSED = {
  openWindow: { ok: false, code: 'BUDGET_EXCEEDED', message: 'no memory is left', window: null },
};

/** A madre that answers each openWindow when the test says so. */
function setUp() {
  const clock = createManualClock();
  const asked: { readonly request: LinkRequest; readonly answer: (data: Record<string, unknown>) => void }[] =
    [];
  const madre: Link = {
    execute: (request) =>
      new Promise((resolve, reject) => {
        asked.push({ request, answer: (data) => resolve({ data }) });
        const { signal } = request.context;
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      }),
    subscribe: () => Promise.reject(new Error('nobody subscribes here')),
    close: () => Promise.resolve(),
  };
  return { clock, asked, waker: createWaker({ madre, clock }) };
}

function contextOf(name: string, signal = new AbortController().signal): RequestContext {
  return { correlationId: `of-${name}`, actor: { name, scopes: ['power:write'] }, signal };
}

describe('waking', () => {
  test('opens one window for the services, in the name of who asked first', async () => {
    const { asked, waker } = setUp();
    const both = [
      waker.wake(['switch', 'hermes'], { ttlSec: 60, waitMs: 1_000 }, contextOf('ana')),
      waker.wake(['hermes', 'switch'], { ttlSec: 30, waitMs: 1_000 }, contextOf('bob')),
    ];
    expect(asked.map(({ request }) => [request.context.actor.name, request.variables])).toEqual([
      [
        'ana',
        {
          input: {
            services: ['hermes', 'switch'],
            ttlSec: 60,
            reason: 'woken by an operation',
            waitUntilReady: true,
          },
        },
      ],
    ]);
    asked[0]?.answer(OPENED);
    expect(await Promise.all(both)).toEqual([undefined, undefined]);
  });

  test.each([
    ['for longer than the one under way', ['switch'], 61],
    ['for other services', ['hermes'], 60],
  ])('opens another window %s', (_title, services, ttlSec) => {
    const { asked, waker } = setUp();
    void waker.wake(['switch'], { ttlSec: 60, waitMs: 1_000 }, contextOf('ana'));
    void waker.wake(services, { ttlSec, waitMs: 1_000 }, contextOf('bob'));
    expect(asked).toHaveLength(2);
  });

  test('opens another window once the first was opened: what slept again sleeps', async () => {
    const { asked, waker } = setUp();
    const first = waker.wake(['switch'], { ttlSec: 60, waitMs: 1_000 }, contextOf('ana'));
    asked[0]?.answer(OPENED);
    await first;
    void waker.wake(['switch'], { ttlSec: 60, waitMs: 1_000 }, contextOf('ana'));
    expect(asked).toHaveLength(2);
  });

  test('each waits as long as it said, and the start goes on for the others', async () => {
    const { clock, asked, waker } = setUp();
    const hasty = waker.wake(['switch'], { ttlSec: 60, waitMs: 100 }, contextOf('ana'));
    const patient = waker.wake(['switch'], { ttlSec: 60, waitMs: 5_000 }, contextOf('bob'));
    const late = expect(hasty).rejects.toMatchObject({
      extensions: { code: 'DEADLINE_EXCEEDED', what: 'switch', limitMs: 100 },
    });
    await clock.advance(100);
    await late;
    asked[0]?.answer(OPENED);
    expect(await patient).toBeUndefined();
  });

  test('a client that leaves ends its own wait alone', async () => {
    const { asked, waker } = setUp();
    const leaving = new AbortController();
    const left = waker.wake(['switch'], { ttlSec: 60, waitMs: 5_000 }, contextOf('ana', leaving.signal));
    const stays = waker.wake(['switch'], { ttlSec: 60, waitMs: 5_000 }, contextOf('bob'));
    leaving.abort(new Error('the client left'));
    await expect(left).rejects.toThrow('the client left');
    asked[0]?.answer(OPENED);
    expect(await stays).toBeUndefined();
  });

  test('says why madre refused', async () => {
    const { asked, waker } = setUp();
    const refused = waker.wake(['switch'], { ttlSec: 60, waitMs: 5_000 }, contextOf('ana'));
    asked[0]?.answer(REFUSED);
    await expect(refused).rejects.toMatchObject({
      message: 'switch could not be woken: no memory is left',
      extensions: { code: 'SERVICE_ASLEEP', service: 'switch', reason: 'BUDGET_EXCEEDED' },
    });
  });

  test('nobody waits for a gateway that stops', async () => {
    const { waker } = setUp();
    const waiting = waker.wake(['switch'], { ttlSec: 60, waitMs: 5_000 }, contextOf('ana'));
    waker.close();
    await expect(waiting).rejects.toThrow('this gateway is stopping');
  });
});
