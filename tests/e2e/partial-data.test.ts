import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashToken } from '../../platform/auth.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { openAcceptedWire, subscribeMessage } from '../support/wire.ts';

const folder = mkdtempSync(join(tmpdir(), 'vx11-test-'));
let stack: Stack;
beforeAll(async () => {
  const file = join(folder, 'tokens.json');
  const tokens = [{ name: 'reader', sha256: hashToken('of the reader'), scopes: [] }];
  writeFileSync(file, JSON.stringify({ tokens }));
  stack = await startStack({ env: { VX11_TOKENS: file } });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

async function send(query: string): Promise<{ readonly status: number; readonly answer: unknown }> {
  const response = await request(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vx11-token': 'of the reader' },
    body: JSON.stringify({ query }),
  });
  return { status: response.statusCode, answer: await response.body.json() };
}
const forbidden = (path: readonly string[], what: string, scope: string) => ({
  path,
  message: `the token lacks scope ${scope}, which ${what} requires`,
  extensions: { code: 'FORBIDDEN', what, scope, correlationId: expect.any(String) as unknown },
});

it('answers the rest with status 200, over HTTP and WebSocket alike', async () => {
  const query = '{ service(name: "madre") { name } other: service(name: "switch") { name logs { text } } }';
  const expected = {
    errors: [forbidden(['other', 'logs'], 'Service.logs', 'logs:read')],
    // Logs must not be null, so the service is.
    data: { service: { name: 'madre' }, other: null },
  };
  expect(await send(query)).toEqual({ status: 200, answer: expected });

  const audit = await send('{ service(name: "madre") { name } verifyAuditLog { ok } }');
  expect(audit).toEqual({
    status: 200,
    answer: {
      errors: [forbidden(['verifyAuditLog'], 'Query.verifyAuditLog', 'audit:read')],
      data: null,
    },
  });

  const wire = await openAcceptedWire(`${stack.url.replace('http', 'ws')}/graphql`, {
    token: 'of the reader',
  });
  wire.send(subscribeMessage('1', query));
  expect(await wire.next()).toEqual({ id: '1', type: 'next', payload: expected });
  wire.close();
});

it('refuses with 403 where nothing is left, and a mutation that it may not make', async () => {
  for (const query of ['{ verifyAuditLog { ok } }', 'mutation { startService(name: "switch") { ok } }']) {
    const { status, answer } = await send(query);
    expect(status).toBe(403);
    expect(answer).not.toHaveProperty('data');
  }
});
