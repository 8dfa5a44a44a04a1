import { createServer } from 'node:net';
import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { request } from 'undici';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { hashToken } from '../../platform/auth.ts';
import { createTestClient, type GraphqlResult } from '../support/graphql-client.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '../support/temp-dir.ts';

let stack: Stack;
beforeEach(async () => {
  const tokens = join(tempDir(), 'tokens.yaml');
  writeFileSync(
    tokens,
    `tokens:\n  - { name: reader, sha256: ${hashToken('reader-token-0')}, scopes: [] }\n`,
  );
  stack = await startStack({ env: { VX11_TOKENS: tokens, VX11_TOKEN: 'vx11-local-token' } });
});
afterEach(() => stack.close());

const WAKE = { 'x-vx11-wake': 'ttlSec=60; waitMs=20000' };
const WINDOWS = '{ windows { totalCount edges { node { services { name } openedBy reason } } } }';

async function windows() {
  type Answer = { windows: { totalCount: number; edges: readonly { node: unknown }[] } };
  return (await stack.data<Answer>(WINDOWS)).windows;
}

async function knocksOn(port: number): Promise<() => number> {
  let knocks = 0;
  const trap = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  trap.listen(port, '127.0.0.1');
  await once(trap, 'listening');
  onTestFinished(() => void trap.close());
  return () => knocks;
}

test('wakes exactly what the plan needs, and answers once it is ready', async () => {
  const result = await stack.send('{ engines { id } status { status } }', {}, WAKE);
  expect(result).toMatchObject({ status: 200, data: { engines: expect.any(Array) as unknown } });
  expect(result.errors).toBeUndefined();
  expect(await windows()).toMatchObject({
    totalCount: 1,
    edges: [{ node: { services: [{ name: 'switch' }], reason: 'woken by an operation' } }],
  });
});

test('several that need the same wait for one window', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => stack.send('{ engines { id } }', {}, WAKE)));
  for (const { data, errors } of answers) expect([data, errors]).toEqual([{ engines: [] }, undefined]);
  expect((await windows()).totalCount).toBe(1);
});

test('a mutation may wake what it needs, by the extensions of its request', async () => {
  const body = {
    query: 'mutation { submitTask(input: { taskType: "text", payload: {} }) { __typename } }',
    extensions: { wake: { ttlSec: 60, waitMs: 20_000 } },
  };
  const response = await request(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vx11-token': 'vx11-local-token' },
    body: JSON.stringify(body),
  });
  const result = (await response.body.json()) as GraphqlResult;
  expect(result.errors?.[0]?.extensions?.['code']).not.toBe('SERVICE_ASLEEP');
  expect((await windows()).totalCount).toBe(1);
});

test('over WebSocket a query and a subscription wake what they need, by the extensions of their message', async () => {
  const extensions = { wake: { ttlSec: 60, waitMs: 20_000 } };
  const socket = createClient({
    url: `${stack.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { 'x-vx11-token': 'vx11-local-token' },
    retryAttempts: 0,
  });
  const stream = socket.iterate({ query: 'subscription { engineChanged { id } }', extensions });
  // It never has an event: nothing but its refusal could come of it.
  const refusal = stream.next().then(
    () => 'ended',
    (error: unknown) => error,
  );
  const answer = await socket.iterate({ query: '{ engines { id } }', extensions }).next();
  expect(answer).toEqual({ done: false, value: { data: { engines: [] } } });
  expect((await windows()).totalCount).toBe(1);
  expect(await Promise.race([refusal, stack.data('{ engines { id } }')])).toEqual({ engines: [] });
  await stream.return?.();
  await socket.dispose();
});

test('what needs nothing that sleeps opens no window', async () => {
  expect((await stack.send('{ status { status } }', {}, WAKE)).errors).toBeUndefined();
  const skipped = await stack.send(
    'query ($want: Boolean!) { services { name } engines @include(if: $want) { id } }',
    { want: false },
    WAKE,
  );
  expect(skipped.errors).toBeUndefined();
  expect((await windows()).totalCount).toBe(0);
});

test('answers DEADLINE_EXCEEDED when it takes longer than the client waits; the start goes on', async () => {
  const result = await stack.send('{ engines { id } }', {}, { 'x-vx11-wake': 'ttlSec=60; waitMs=1' });
  expect(result).toMatchObject({
    status: 504,
    errors: [{ extensions: { code: 'DEADLINE_EXCEEDED', what: 'switch', limitMs: 1 } }],
  });
  expect((await stack.send('{ engines { id } }', {}, WAKE)).data).toEqual({ engines: [] });
});

test('a start that fails is said at once, with the reason', async () => {
  await knocksOn(stack.switchPort);
  const result = await stack.send('{ engines { id } }', {}, WAKE);
  expect(result).toMatchObject({
    status: 200,
    data: null,
    errors: [{ extensions: { code: 'SERVICE_ASLEEP' } }],
  });
  expect(result.errors?.[0]?.message).toContain('switch could not be woken');
});

test('a mutation of what sleeps is refused whole, before any of it runs, without a connection attempt', async () => {
  const knocks = await knocksOn(stack.switchPort);
  const result = await stack.send(`mutation {
    openWindow(input: { services: ["switch"], ttlSec: 60 }) { ok }
    mine: submitTask(input: { taskType: "text", payload: {} }) { __typename }
  }`);
  expect(result).toMatchObject({
    status: 200,
    data: null,
    errors: [{ path: ['mine'], extensions: { code: 'SERVICE_ASLEEP', service: 'switch' } }],
    extensions: { asleep: [{ service: 'switch', paths: [['mine']] }] },
  });
  expect((await windows()).totalCount).toBe(0);
  expect(knocks()).toBe(0);
});

test.each([
  ['ttlSec=5; waitMs=0', 400, 'BAD_USER_INPUT'],
  ['ttlSec=60', 400, 'BAD_USER_INPUT'],
  ['please', 400, 'BAD_USER_INPUT'],
  ['ttlSec=60; waitMs=999999', 400, 'BAD_USER_INPUT'],
])('refuses the header %s', async (header, status, code) => {
  const result = await stack.send('{ engines { id } }', {}, { 'x-vx11-wake': header });
  expect(result).toMatchObject({ status, errors: [{ extensions: { code } }] });
});

test('asks for the scope power:write', async () => {
  const reader = createTestClient(stack.url, 'reader-token-0');
  const result = await reader.send('{ engines { id } }', {}, WAKE);
  expect(result).toMatchObject({
    status: 403,
    errors: [{ extensions: { code: 'FORBIDDEN', scope: 'power:write' } }],
  });
  expect((await windows()).totalCount).toBe(0);
});
