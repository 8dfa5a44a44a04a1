import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client } from 'graphql-ws';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { hashToken } from '../../platform/auth.ts';
import { startStack, type Stack } from '../support/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'vx11-tokens-'));
const file = join(folder, 'tokens.yaml');
const keeper = { name: 'keeper', sha256: hashToken('keeper'), scopes: ['*'] };
const guest = { name: 'guest', sha256: hashToken('guest'), scopes: ['audit:read'] };

/** Replaced as a whole, as editors and secret mounts do. JSON is YAML. */
function write(tokens: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify({ tokens }));
  renameSync(`${file}.new`, file);
}

let stack: Stack;
beforeAll(async () => {
  write([keeper]);
  stack = await startStack({ env: { VX11_TOKENS: file } });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  write([keeper, guest]);
  await untilStatus('guest', 200);
});

async function statusOf(token: string): Promise<number> {
  const response = await request(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vx11-token': token },
    body: '{"query":"{ __typename }"}',
  });
  await response.body.dump();
  return response.statusCode;
}

async function untilStatus(token: string, status: number): Promise<void> {
  await expect.poll(() => statusOf(token)).toBe(status);
}

function subscribe(token: string, query: string) {
  const events: unknown[] = [];
  const client: Client = createClient({
    url: `${stack.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { 'x-vx11-token': token },
    retryAttempts: 0,
    lazy: true,
  });
  let began: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (began = resolve));
  const ended = new Promise<unknown>((resolve) => {
    client.subscribe(
      { query },
      {
        next(event) {
          events.push(event);
          began();
        },
        error: resolve,
        complete: () => resolve('complete'),
      },
    );
  });
  return { first, ended, events, end: () => client.dispose() };
}

// How soon is the clock's matter: tests/unit/gateway/accepted-tokens.
it('takes a token that was taken out of the file away from its subscriptions', async () => {
  const guests = subscribe('guest', 'subscription { serviceChanged { seq } }');
  const keepers = subscribe('keeper', 'subscription { serviceChanged { seq } }');
  await Promise.all([guests.first, keepers.first]);
  write([keeper]);
  expect(await guests.ended).toMatchObject({ code: 4403 });
  expect(await statusOf('guest')).toBe(403);
  expect(await statusOf('keeper')).toBe(200);
  await keepers.end();
  expect(await keepers.ended).toBe('complete');
});

it('lets a token expire in the middle of a subscription', async () => {
  const guests = subscribe('guest', 'subscription { serviceChanged { seq } }');
  await guests.first;
  write([keeper, { ...guest, expiresAt: new Date(Date.now() + 2_000).toISOString() }]);
  expect(await guests.ended).toMatchObject({ code: 4403 });
  expect(await statusOf('guest')).toBe(403);
});

it('ends a subscription whose token lost its scope, and keeps the connection', async () => {
  const audits = subscribe('guest', 'subscription { auditEntryAdded(afterSeq: 0) { seq } }');
  await audits.first;
  write([keeper, { ...guest, scopes: [] }]);
  expect(await audits.ended).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(await statusOf('guest')).toBe(200);
});

it('keeps the tokens as they are while the file cannot be used', async () => {
  const guests = subscribe('guest', 'subscription { serviceChanged { seq } }');
  await guests.first;
  writeFileSync(file, '{ tokens: [');
  // Longer than the file takes to be seen.
  await untilStatus('nobody', 403);
  write([keeper, guest, { name: 'third', sha256: hashToken('third'), scopes: [] }]);
  await untilStatus('third', 200);
  expect(await statusOf('guest')).toBe(200);
  await guests.end();
  expect(await guests.ended).toBe('complete');
});
