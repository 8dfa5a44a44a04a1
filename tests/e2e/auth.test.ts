import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { hashToken } from '../../platform/auth.ts';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const QUERY = '{ __typename }';

interface Refusal {
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

async function ask(
  options: { method?: 'GET' | 'POST'; path?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const {
    method = 'POST',
    path = '/graphql',
    headers = {},
    body = JSON.stringify({ query: QUERY }),
  } = options;
  const response = await request(`${stack.url}${path}`, {
    method,
    headers: { ...(method === 'POST' ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(method === 'POST' ? { body } : {}),
  });
  const text = await response.body.text();
  return {
    status: response.statusCode,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as Refusal,
  };
}

describe('over HTTP', () => {
  it('answers with the token in either header, in any case', async () => {
    for (const headers of [
      { 'x-vx11-token': LOCAL_TOKEN },
      { 'X-VX11-Token': LOCAL_TOKEN },
      { authorization: `Bearer ${LOCAL_TOKEN}` },
    ]) {
      const answer = await ask({ headers });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toEqual({ data: { __typename: 'Query' } });
    }
  });

  it('refuses without a token: 401 UNAUTHENTICATED, as GraphQL does', async () => {
    const answer = await ask();
    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.json().errors).toHaveLength(1);
    expect(answer.json().errors[0]).toMatchObject({
      message: expect.stringContaining('x-vx11-token') as string,
      extensions: { code: 'UNAUTHENTICATED', correlationId: answer.headers['x-correlation-id'] },
    });
  });

  it.each([
    { 'x-vx11-token': 'wrong' },
    { authorization: 'Bearer wrong' },
    { 'x-vx11-token': `${LOCAL_TOKEN} x` },
  ])('refuses %j: 403 FORBIDDEN', async (headers) => {
    const answer = await ask({ headers });
    expect(answer.status).toBe(403);
    expect(answer.json().errors[0]?.extensions).toEqual({
      code: 'FORBIDDEN',
      correlationId: answer.headers['x-correlation-id'],
    });
  });

  it.each(['/graphql', '/schema.graphql', '/anything', '/graphql/deeper'])(
    'answers nothing at %s before the token, not even what is wrong with the request',
    async (path) => {
      expect((await ask({ path, method: 'GET' })).status).toBe(401);
      expect((await ask({ path, body: '{ not json' })).status).toBe(401);
      expect((await ask({ path, body: 'x'.repeat(2_000_000) })).status).toBe(401);
    },
  );

  it('serves the schema as SDL to a token, and says so of paths it does not have', async () => {
    const headers = { 'x-vx11-token': LOCAL_TOKEN };
    const schema = await ask({ method: 'GET', path: '/schema.graphql', headers });
    expect(schema.status).toBe(200);
    expect(schema.text).toContain('type PowerWindow');
    expect(schema.text).not.toContain('join__');
    const unknown = await ask({ method: 'GET', path: '/anything', headers });
    expect(unknown.status).toBe(404);
    expect(unknown.json().errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

it('a token that has expired is told so; no other is told that it was close', async () => {
  const dataDir = tempDir();
  const tokens = join(dataDir, 'tokens.yaml');
  writeFileSync(
    tokens,
    `tokens:\n  - { name: old, sha256: ${hashToken('the old one')}, scopes: [], expiresAt: 2020-01-01T00:00:00Z }\n`,
  );
  const guarded = await startStack({ env: { VX11_TOKENS: tokens } });
  onTestFinished(() => guarded.close());
  const sent = async (token: string) =>
    (await guarded.send('{ __typename }', {}, { 'x-vx11-token': token })).errors?.[0];
  expect(await sent('the old one')).toMatchObject({
    message: 'the token sent has expired',
    extensions: { code: 'FORBIDDEN' },
  });
  expect((await sent('another'))?.message).toBe('the token sent is not one of this gateway');
});

describe('health', () => {
  it('needs no token: live, and ready with the state of each subgraph, where sleeping is no failure', async () => {
    expect((await ask({ method: 'GET', path: '/health/live' })).status).toBe(200);
    const ready = await ask({ method: 'GET', path: '/health/ready' });
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.text)).toMatchObject({
      status: 'ready',
      subgraphs: { madre: { state: 'ready' }, operator: { state: 'ready' }, switch: { state: 'asleep' } },
    });
    expect(ready.text).not.toContain('unanswerable');
  });

  it('names the root fields that cannot be answered now to who has a token', async () => {
    const headers = { 'x-vx11-token': LOCAL_TOKEN };
    const ready = await ask({ method: 'GET', path: '/health/ready', headers });
    const { unanswerable } = JSON.parse(ready.text) as { unanswerable: string[] };
    expect(unanswerable).toContain('Query.engines');
    expect(unanswerable.filter((field) => /services|status$/.test(field))).toEqual([]);
  });
});

describe('the pages', () => {
  it.each(['/', '/playground/'])(
    'at %s are files without data: no token, and nothing of another origin may run in them',
    async (path) => {
      const page = await ask({ method: 'GET', path });
      expect([200, 404]).toContain(page.status);
      if (page.status === 404) expect(page.text).toContain('npm run build');
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
    },
  );
});

describe('the correlation id', () => {
  const headers = { 'x-vx11-token': LOCAL_TOKEN };

  it('of the client comes back on success, on errors and on refusals', async () => {
    const mine = { 'x-correlation-id': 'ticket-42:a.b_c' };
    for (const answer of [
      await ask({ headers: { ...headers, ...mine } }),
      await ask({ headers: { ...headers, ...mine }, body: '{' }),
      await ask({ headers: mine }),
      await ask({ method: 'GET', path: '/health/live', headers: mine }),
    ]) {
      expect(answer.headers['x-correlation-id']).toBe('ticket-42:a.b_c');
    }
    const failed = await ask({
      headers: { ...headers, ...mine },
      body: JSON.stringify({ query: '{ nothingLikeThis }' }),
    });
    expect(failed.json().errors[0]?.extensions['correlationId']).toBe('ticket-42:a.b_c');
  });

  it('is made where none came, a new one each time', async () => {
    const ids = [
      (await ask({ headers })).headers['x-correlation-id'],
      (await ask({ headers })).headers['x-correlation-id'],
    ];
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[1]).not.toBe(ids[0]);
  });

  it.each(['<script>', 'a b', '{"level":60}', 'x'.repeat(129), '../../etc'])(
    '%j is replaced',
    async (hostile) => {
      const answer = await ask({ headers: { ...headers, 'x-correlation-id': hostile } });
      expect(answer.status).toBe(200);
      expect(answer.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('over WebSocket', () => {
  const open = (): WebSocket =>
    new WebSocket(`${stack.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');

  /** Sends connection_init with the payload; resolves with the first message's type, or with the code of the close. */
  async function greet(payload: unknown): Promise<string | number> {
    const socket = open();
    await once(socket, 'open');
    const answer = Promise.race([
      once(socket, 'message').then(([data]) => (JSON.parse(String(data)) as { type: string }).type),
      once(socket, 'close').then(([code]) => code as number),
    ]);
    socket.send(JSON.stringify({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) }));
    const received = await answer;
    socket.terminate();
    return received;
  }

  it.each([
    [{ 'x-vx11-token': LOCAL_TOKEN }],
    [{ 'X-VX11-TOKEN': LOCAL_TOKEN }],
    [{ token: LOCAL_TOKEN }],
    [{ authorization: `Bearer ${LOCAL_TOKEN}` }],
  ])('lets %j in', async (payload) => {
    expect(await greet(payload)).toBe('connection_ack');
  });

  it.each([
    [undefined, 4401],
    [{}, 4401],
    [{ 'x-vx11-token': 'wrong' }, 4403],
  ])('closes on %j with %i', async (payload, code) => {
    expect(await greet(payload)).toBe(code);
  });

  it('closes with 4401 on an operation before the token', async () => {
    const socket = open();
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4401);
  });

  it('closes with 4406 without the subprotocol graphql-transport-ws', async () => {
    const socket = new WebSocket(`${stack.url.replace(/^http/, 'ws')}/graphql`);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4406);
  });
});
