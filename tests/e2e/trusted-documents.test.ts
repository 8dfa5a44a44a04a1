import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { openAcceptedWire, subscribeMessage } from '../support/wire.ts';

const NAMES = 'query Names { services { name } }';
const ONE = 'query One($name: ID!) { service(name: $name) { name } }';
const CHANGES = 'subscription Changes { serviceChanged { service { name } } }';
const OTHER = '{ services { state } }';
const folder = mkdtempSync(join(tmpdir(), 'vx11-test-'));
let stack: Stack;
beforeAll(async () => {
  const file = join(folder, 'documents.json');
  writeFileSync(file, JSON.stringify({ names: NAMES, one: ONE, changes: CHANGES }));
  stack = await startStack({ env: { VX11_TRUSTED_DOCUMENTS: file } });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

async function post(body: object, accept = 'application/json') {
  const response = await request(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, 'x-vx11-token': LOCAL_TOKEN },
    body: JSON.stringify(body),
  });
  return { status: response.statusCode, text: await response.body.text() };
}
async function get(parameters: Record<string, string>) {
  const response = await request(`${stack.url}/graphql?${new URLSearchParams(parameters).toString()}`, {
    headers: { 'x-vx11-token': LOCAL_TOKEN },
  });
  return { status: response.statusCode, text: await response.body.text() };
}
const madre = '{"data":{"service":{"name":"madre"}}}\n';

it('answers by id and by text, over POST and GET, with variables', async () => {
  const variables = { name: 'madre' };
  const persistedQuery = { version: 1, sha256Hash: 'one' };
  for (const body of [
    { documentId: 'one', variables },
    { query: ONE, variables, operationName: 'One' },
    { extensions: { persistedQuery }, variables },
  ])
    expect(await post(body)).toEqual({ status: 200, text: madre });
  const inAddress = { variables: JSON.stringify(variables) };
  for (const parameters of [
    { ...inAddress, documentId: 'one' },
    { ...inAddress, query: ONE },
    { ...inAddress, extensions: JSON.stringify({ persistedQuery }) },
  ])
    expect(await get(parameters)).toEqual({ status: 200, text: madre });
});

it('refuses everything else with FORBIDDEN, introspection too, before it is parsed', async () => {
  for (const query of [
    OTHER,
    '{ __schema { types { name } } }',
    '{',
    'mutation { closeWindow(input: {}) { ok } }',
  ]) {
    const posted = await post({ query });
    expect([posted.status, posted.text]).toEqual([403, expect.stringContaining('"code":"FORBIDDEN"')]);
    expect((await get({ query })).status).toBe(403);
    expect((await post({ query }, 'text/event-stream')).status).toBe(403);
  }
  expect((await post({ documentId: 'other' })).status).toBe(403);
  expect((await post({ query: OTHER, documentId: 'names' })).status).toBe(403);
  expect((await post({})).status).toBe(400);
});

it('does so over WebSocket too', async () => {
  const wire = await openAcceptedWire(`${stack.url.replace('http', 'ws')}/graphql`, { token: LOCAL_TOKEN });
  wire.send(subscribeMessage('1', OTHER));
  expect(await wire.next()).toMatchObject({
    id: '1',
    type: 'error',
    payload: [{ extensions: { code: 'FORBIDDEN' } }],
  });
  wire.send(subscribeMessage('2', CHANGES));
  expect(await wire.next()).toMatchObject({ id: '2', type: 'next' });
  wire.send({ id: '2', type: 'complete' });
  const extensions = { persistedQuery: { sha256Hash: 'names' } };
  wire.send({ id: '3', type: 'subscribe', payload: { query: '', extensions } });
  await expect
    .poll(() => wire.waiting.find(({ id }) => id === '3'))
    .toMatchObject({ type: 'next', payload: { data: { services: expect.any(Array) as unknown } } });
  wire.close();
});
