import { describe, expect, test } from 'vitest';
import { Vx11Error } from '../../../client/vx11-error.ts';
import { openStream, type StreamUnderTest } from '../../support/scripted-socket.ts';

const WINDOWS = 'subscription { windowChanged { window { id } } }';
const LOGS = 'subscription { serviceLogs(name: "hermes") { text } }';
const STATS = 'subscription { serviceStats { cpuPercent } }';
const broken = new Vx11Error('UNREACHABLE', 'the connection broke');

function change(seq: number | null, id = 'w', type = 'OPENED') {
  return { data: { windowChanged: { window: { id }, resumeCursor: seq, resumeKind: type } } };
}
const line = (seq: number) => ({ data: { serviceLogs: { text: `line ${seq}`, resumeCursor: seq } } });
const stats = (cpuPercent: number) => ({ data: { serviceStats: { cpuPercent } } });

async function take({ stream }: StreamUnderTest, count: number) {
  const taken = [];
  for (let index = 0; index < count; index += 1) {
    const step = await stream.next();
    if (step.done === true) throw new Error(`ended after ${taken.length} events`);
    taken.push(step.value);
  }
  return taken;
}
const afterOf = ({ socket }: StreamUnderTest): unknown => socket.opened.at(-1)?.variables['resumeAfter'];

describe('a connection that breaks', () => {
  test('is opened again after the last event, which is not shown with what was added for that', async () => {
    const under = openStream(WINDOWS);
    under.socket.send(change(7));
    under.socket.end(broken);
    await under.clock.advance(250);
    expect(under.socket.opened).toHaveLength(2);
    expect(afterOf(under)).toBe(7);
    under.socket.send(change(8));
    const events = await take(under, 2);
    expect(events.map(({ data, cursor, gap }) => ({ data, cursor, gap }))).toEqual([
      { data: { windowChanged: { window: { id: 'w' } } }, cursor: 7, gap: undefined },
      { data: { windowChanged: { window: { id: 'w' } } }, cursor: 8, gap: undefined },
    ]);
  });

  test('is tried for ever, each time later up to 15 s, and at once again after an event', async () => {
    const delays: number[] = [];
    const under = openStream(WINDOWS, { onReconnect: ({ delayMs }) => delays.push(delayMs) });
    for (let tries = 0; tries < 12; tries += 1) {
      under.socket.end(broken);
      await under.clock.advance(0);
      await under.clock.advance(delays.at(-1) ?? 0);
    }
    under.socket.send(change(1));
    under.socket.end(broken);
    await under.clock.advance(0);
    expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, ...Array<number>(6).fill(15_000), 250]);
  });

  test('waits for as long as the gateway asks', async () => {
    const under = openStream(WINDOWS);
    under.socket.end(new Vx11Error('RATE_LIMITED', 'too much', { facts: { retryAfterMs: 9_000 } }));
    await under.clock.advance(8_999);
    expect(under.socket.opened).toHaveLength(1);
    await under.clock.advance(1);
    expect(under.socket.opened).toHaveLength(2);
  });

  test('behind a snapshot goes on behind it, also at once', async () => {
    const under = openStream(WINDOWS);
    under.socket.send(change(null, 'a', 'SNAPSHOT'));
    under.socket.send(change(7, 'b', 'SNAPSHOT'));
    under.socket.end(broken);
    await under.clock.advance(250);
    expect(afterOf(under)).toBe(7);
    under.socket.send(change(8, 'a', 'CLOSED'));
    expect((await take(under, 3)).map(({ gap }) => gap)).toEqual([undefined, undefined, undefined]);
  });

  test('in the middle of a snapshot begins anew, and tells that ends may be missing', async () => {
    const under = openStream(WINDOWS);
    under.socket.send(change(null, 'a', 'SNAPSHOT'));
    under.socket.end(broken);
    await under.clock.advance(250);
    expect(under.socket.opened).toHaveLength(2);
    expect(afterOf(under)).toBeUndefined();
    under.socket.send(change(9, 'b', 'SNAPSHOT'));
    const [first, second] = await take(under, 2);
    expect([first?.cursor, first?.gap]).toEqual([undefined, undefined]);
    expect(second?.gap).toEqual({ kind: 'reconnected', count: undefined, after: undefined, before: 9 });
  });

  test('before anything was told begins anew, and nothing is missing', async () => {
    const under = openStream(WINDOWS);
    under.socket.end(broken);
    await under.clock.advance(250);
    under.socket.send(change(9, 'b', 'SNAPSHOT'));
    expect((await take(under, 1))[0]?.gap).toBeUndefined();
  });
});

describe('what is missing', () => {
  test('is told where the gateway keeps the events no more and sends the state of now', async () => {
    const gaps: unknown[] = [];
    const under = openStream(WINDOWS, { onGap: (gap) => gaps.push(gap) });
    under.socket.send(change(7));
    under.socket.end(broken);
    await under.clock.advance(250);
    under.socket.send(change(90_000, 'w', 'SNAPSHOT'));
    const [, snapshot] = await take(under, 2);
    expect(snapshot?.gap).toEqual({ kind: 'forgotten', count: undefined, after: 7, before: 90_000 });
    expect(gaps).toEqual([{ ...snapshot?.gap, field: 'windowChanged' }]);
  });

  test('is told with the numbers of lines where a log jumps, and not where a count of the whole stack does', async () => {
    const logs = openStream(LOGS);
    logs.socket.send(line(1));
    logs.socket.send(line(5));
    expect((await take(logs, 2))[1]?.gap).toEqual({ kind: 'skipped', count: 3, after: 1, before: 5 });
    const windows = openStream(WINDOWS);
    windows.socket.send(change(1));
    windows.socket.send(change(5));
    expect((await take(windows, 2))[1]?.gap).toBeUndefined();
  });

  test.each([
    [{ dropped: 4 }, { kind: 'dropped', count: 4 }],
    [{ gap: true }, { kind: 'broken', count: undefined }],
  ])('is told as the gateway says it: %j', async (extensions, expected) => {
    const under = openStream(WINDOWS);
    under.socket.send({ ...change(3), extensions });
    expect((await take(under, 1))[0]?.gap).toMatchObject(expected);
  });

  test('is told after a break of a field that has no cursor', async () => {
    const under = openStream(STATS);
    under.socket.send(stats(1));
    under.socket.end(broken);
    await under.clock.advance(250);
    under.socket.send(stats(2));
    expect((await take(under, 2))[1]?.gap).toMatchObject({ kind: 'reconnected' });
  });
});

describe('a reader that falls behind', () => {
  test('makes the stream leave until it has read half, then go on where it was: nothing is lost', async () => {
    const under = openStream(LOGS, { bufferSize: 4 });
    for (const seq of [1, 2, 3, 4, 5]) under.socket.send(line(seq));
    expect(under.socket.listening).toBe(0);
    const first = await take(under, 1);
    await under.clock.advance(0);
    expect(under.socket.opened).toHaveLength(1);
    const more = await take(under, 1);
    await under.clock.advance(0);
    expect(afterOf(under)).toBe(4);
    under.socket.send(line(5));
    const rest = await take(under, 3);
    expect([...first, ...more, ...rest].map(({ cursor }) => cursor)).toEqual([1, 2, 3, 4, 5]);
    expect(rest.map(({ gap }) => gap)).toEqual([undefined, undefined, undefined]);
  });

  test('of a field without a cursor loses the oldest, and is told how many', async () => {
    const under = openStream(STATS, { bufferSize: 2 });
    for (const value of [1, 2, 3, 4, 5]) under.socket.send(stats(value));
    const events = await take(under, 2);
    expect(events.map(({ data }) => data)).toEqual([
      { serviceStats: { cpuPercent: 4 } },
      { serviceStats: { cpuPercent: 5 } },
    ]);
    expect(events.map(({ gap }) => gap?.count)).toEqual([1, 1]);
  });
});

describe('an error of the gateway', () => {
  test.each([
    'FORBIDDEN',
    'GRAPHQL_VALIDATION_FAILED',
    'NOT_IMPLEMENTED',
    'SERVICE_ASLEEP',
    'INTERNAL_ERROR',
  ])('%s at the beginning is the answer', async (code) => {
    const under = openStream(WINDOWS);
    under.socket.end(new Vx11Error(code, 'no'));
    await expect(under.stream.next()).rejects.toMatchObject({ code });
    expect(under.socket.opened).toHaveLength(1);
  });

  test('that may pass is waited out once events came; the component that sleeps is told once', async () => {
    const asleep: unknown[] = [];
    const under = openStream(WINDOWS, { onAsleep: (one) => asleep.push(one) });
    under.socket.send(change(7));
    for (let tries = 0; tries < 3; tries += 1) {
      under.socket.end(new Vx11Error('SERVICE_ASLEEP', 'asleep', { facts: { service: 'switch' } }));
      await under.clock.advance(1_000);
    }
    expect(under.socket.opened).toHaveLength(4);
    expect(asleep).toEqual([{ service: 'switch', paths: [['windowChanged']], wake: undefined }]);
  });

  test('of one event stays in that event', async () => {
    const under = openStream(WINDOWS);
    under.socket.send({ data: null, errors: [{ message: 'no', extensions: { code: 'INTERNAL_ERROR' } }] });
    under.socket.send(change(1));
    const events = await take(under, 2);
    expect(events.map(({ data, errors }) => [data, errors.map(({ code }) => code)])).toEqual([
      [null, ['INTERNAL_ERROR']],
      [{ windowChanged: { window: { id: 'w' } } }, []],
    ]);
  });
});

describe('a token that is refused', () => {
  const refused = new Vx11Error('FORBIDDEN', 'closed', { facts: { closeCode: 4403 } });

  test('is the end where there is no other', async () => {
    const under = openStream(WINDOWS, { token: 'old' });
    under.socket.lastToken = 'old';
    under.socket.end(refused);
    await expect(under.stream.next()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is replaced by the one of now', async () => {
    const under = openStream(WINDOWS, { token: () => Promise.resolve('new') });
    under.socket.lastToken = 'old';
    under.socket.send(change(7));
    under.socket.end(refused);
    await under.clock.advance(250);
    expect(afterOf(under)).toBe(7);
  });
});

describe('leaving', () => {
  test('with return() ends a pending next() and the subscription', async () => {
    const under = openStream(WINDOWS);
    const pending = under.stream.next();
    await under.stream.return();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(under.socket.listening).toBe(0);
  });

  test("with the caller's signal throws its reason, also between two tries", async () => {
    const controller = new AbortController();
    const under = openStream(WINDOWS, { signal: controller.signal });
    under.socket.end(broken);
    await under.clock.advance(0);
    controller.abort(new Error('enough'));
    await expect(under.stream.next()).rejects.toThrow('enough');
    await under.clock.advance(60_000);
    expect([under.socket.opened.length, under.clock.pendingTimers]).toEqual([1, 0]);
  });

  test('ends when the gateway completes it, or the client is closed', async () => {
    const completed = openStream(WINDOWS);
    completed.socket.end();
    expect((await completed.stream.next()).done).toBe(true);
    const closing = new AbortController();
    const closed = openStream(WINDOWS, { closing: closing.signal });
    closing.abort();
    expect((await closed.stream.next()).done).toBe(true);
    expect(closed.socket.listening).toBe(0);
  });
});
