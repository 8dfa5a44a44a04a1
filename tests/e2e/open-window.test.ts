import { afterAll, beforeAll, expect, test } from 'vitest';
import { isListening } from '../support/listening.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { freePort } from '../support/free-port.ts';
import { closeWindow, openReadyWindow, openWindow, reached, watchWindow } from '../support/windows.ts';

let stack: Stack;
let hermesPort: number;

beforeAll(async () => {
  hermesPort = await freePort();
  stack = await startStack({
    services: [
      { name: 'hermes', port: hermesPort },
      { name: 'absent', port: await freePort(), process: null },
    ],
  });
});
afterAll(() => stack.close());

const SERVICE =
  'query ($name: ID!) { service(name: $name) { state reason holders { by reason window { id } } lastStop { rule by } } }';

test('openWindow starts a real process, says who holds it, and closeWindow ends it', async () => {
  expect(await isListening(hermesPort)).toBe(false);

  const window = await openReadyWindow(stack, { services: ['hermes'], ttlSec: 60, reason: 'transcribe' });
  expect(await isListening(hermesPort)).toBe(true);
  const held = await stack.data(SERVICE, { name: 'hermes' });
  expect(held).toMatchObject({
    service: { state: 'READY', reason: null, holders: [{ reason: 'transcribe', window: { id: window.id } }] },
  });

  const changes = watchWindow(stack, window.id);
  expect((await changes.next()).data).toMatchObject({
    windowChanged: { type: 'SNAPSHOT', window: { state: 'OPEN' } },
  });
  expect(await closeWindow(stack, window.id)).toMatchObject({ ok: true, code: 'OK' });
  const closed = await changes.until(reached('CLOSED'));
  expect(closed.data?.windowChanged.window.closeReason).toBe('MANUAL');
  await changes.close();
  expect(await isListening(hermesPort)).toBe(false);
  expect(await stack.data(SERVICE, { name: 'hermes' })).toMatchObject({
    service: { state: 'STOPPED', holders: [], lastStop: {} },
  });
});

test('a service that two windows hold stays until the last one ends', async () => {
  const first = await openReadyWindow(stack, { services: ['hermes'], ttlSec: 60 });
  const second = await openReadyWindow(stack, { services: ['hermes'], ttlSec: 120 });
  const changes = watchWindow(stack, first.id);
  await closeWindow(stack, first.id);
  await changes.until(reached('CLOSED'));
  await changes.close();
  expect(await isListening(hermesPort)).toBe(true);

  const lastChanges = watchWindow(stack, second.id);
  await closeWindow(stack, second.id);
  await lastChanges.until(reached('CLOSED'));
  await lastChanges.close();
  expect(await isListening(hermesPort)).toBe(false);
});

test('the same idempotency key is the same window', async () => {
  const input = { services: ['hermes'], ttlSec: 60, idempotencyKey: 'once' };
  const [one, two] = await Promise.all([openWindow(stack, input), openWindow(stack, input)]);
  expect(one.window?.id).toBe(two.window?.id);
  expect(await openWindow(stack, { ...input, ttlSec: 90 })).toMatchObject({
    ok: false,
    code: 'IDEMPOTENCY_CONFLICT',
  });
  await closeWindow(stack, one.window?.id ?? '');
});

test('a service that is not installed ends the window FAILED and says why', async () => {
  const payload = await openWindow(stack, { services: ['absent'], ttlSec: 60, waitUntilReady: true });
  expect(payload.window?.state).toBe('FAILED');
  const { window } = await stack.data<{ window: unknown }>(
    'query ($id: ID!) { window(id: $id) { closeReason failure { code message service { name } suggestion } results { outcome service { name } } } }',
    { id: payload.window?.id },
  );
  expect(window).toMatchObject({
    closeReason: 'START_FAILED',
    failure: { code: 'NOT_INSTALLED', service: { name: 'absent' } },
  });
});

const refusals: readonly [title: string, input: Record<string, unknown>, code: string, says: RegExp][] = [
  ['an unknown service', { services: ['nope'], ttlSec: 60 }, 'NOT_ALLOWED', /nope.*switch/s],
  ['a ttl below the bounds', { services: ['hermes'], ttlSec: 9 }, 'TTL_OUT_OF_RANGE', /10.*86400.*9/s],
  [
    'a ttl above the bounds',
    { services: ['hermes'], ttlSec: 86_401 },
    'TTL_OUT_OF_RANGE',
    /10.*86400.*86401/s,
  ],
  ['no ttl in mode TTL', { services: ['hermes'] }, 'TTL_OUT_OF_RANGE', /10.*86400/s],
  ['no services', { services: [], ttlSec: 60 }, 'INVALID_INPUT', /services/],
];

test.each(refusals)(
  'refuses %s as data, with a code and what was expected',
  async (_title, input, code, says) => {
    const payload = await openWindow(stack, input);
    expect(payload).toMatchObject({ ok: false, code, window: null });
    expect(payload.message).toMatch(says);
  },
);
