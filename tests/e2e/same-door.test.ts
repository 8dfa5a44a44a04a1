import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { hashToken } from '../../platform/auth.ts';
import { createLogger } from '../../platform/log.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { startStack } from '../support/stack.ts';
import { openAcceptedWire, openWire, subscribeMessage } from '../support/wire.ts';

interface Gateway {
  readonly url: string;
  close(): Promise<unknown>;
}

const sdl = fed2('type Query { me: String }');

const folder = mkdtempSync(join(tmpdir(), 'vx11-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
const tokens = [
  { name: 'guest', sha256: hashToken('guest'), scopes: [] },
  { name: 'watcher', sha256: hashToken('watcher'), scopes: ['logs:read'] },
];
const env = { VX11_TOKENS: write('tokens.yaml', JSON.stringify({ tokens })) };

const gateways: Readonly<Record<string, () => Promise<Gateway>>> = {
  'npm start': () => startStack({ env }),
  async 'npm run gateway'() {
    const subgraph = await serveForeignSubgraph(sdl, { Query: { me: () => 'Ada' } });
    const supergraph = write(
      'supergraph.graphql',
      composed({ people: sdl }, () => subgraph.url),
    );
    const config = readAnyConfig(env, ['--supergraph', supergraph, '--port', String(await freePort())]);
    const app = await createAnyApp(config, { log: createLogger('silent', 'test') });
    return { url: app.url, close: () => Promise.all([app.close(), subgraph.close()]) };
  },
};

const INTROSPECTION = '{ __schema { queryType { name } } }';
const times = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_none, n) => text(n)).join(' ');

describe.each(Object.entries(gateways))('%s', (_name, start) => {
  let gateway: Gateway;
  let url: string;
  beforeAll(async () => {
    gateway = await start();
    url = `${gateway.url}/graphql`;
  });
  afterAll(() => gateway.close());

  async function ask(options: {
    readonly method?: 'GET' | 'POST' | 'OPTIONS';
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }) {
    const { method = 'GET', path = '/graphql', headers = {}, body } = options;
    const response = await request(`${gateway.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.statusCode, text: await response.body.text(), headers: response.headers };
  }
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ask({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vx11-token': 'guest', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  test('shows its schema to who has a token, and to nobody else', async () => {
    expect((await post({ query: INTROSPECTION })).text).toContain('{"data":{"__schema":');
    expect((await post({ query: INTROSPECTION }, { 'x-vx11-token': 'nobody' })).status).toBe(403);
    expect((await post({ query: INTROSPECTION }, { 'x-vx11-token': '' })).status).toBe(401);
    const wire = await openWire(url.replace('http', 'ws'));
    wire.send(subscribeMessage('1', INTROSPECTION));
    expect((await wire.closed)[0]).toBe(4401);
    expect((await ask({ path: '/schema.graphql' })).status).toBe(401);
    const sdlOf = await ask({ path: '/schema.graphql', headers: { authorization: 'Bearer guest' } });
    expect([sdlOf.status, sdlOf.text]).toEqual([200, expect.stringContaining('type Query')]);
    const page = await ask({ path: '/playground/' });
    expect(page.text).not.toContain('queryType');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test.each([
    ['levels', `${'{a'.repeat(21)}${'}'.repeat(21)}`],
    ['root fields', `{${times(31, (n) => `f${n}`)}}`],
    ['aliases', `{ a { ${times(101, (n) => `x${n}: a`)} } }`],
    ['directives', `{ a ${times(51, () => '@d')} }`],
    ['items in a list', `{ a(b: [${times(1_001, String)}]) }`],
  ])('refuses too many %s by every door', async (what, query) => {
    const refusal = { errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX', what } }] };
    expect(JSON.parse((await post({ query })).text)).toMatchObject(refusal);
    const stream = await post({ query }, { accept: 'text/event-stream' });
    expect(JSON.parse(stream.text)).toMatchObject(refusal);
    const wire = await openAcceptedWire(url.replace('http', 'ws'), { token: 'guest' });
    wire.send(subscribeMessage('1', query));
    expect(await wire.next()).toMatchObject({ type: 'error', payload: refusal.errors });
    wire.close();
  });

  test('refuses too many tokens and bytes', async () => {
    expect((await post({ query: `{${'a '.repeat(9_999)}}` })).text).toContain('GRAPHQL_PARSE_FAILED');
    const long = await post({ query: `{ __typename } # ${'x'.repeat(600 * 1024)}` });
    expect([long.status, long.text]).toEqual([413, expect.stringContaining('PAYLOAD_TOO_LARGE')]);
  });

  test('answers no request that a page of another site may send without asking', async () => {
    const query = encodeURIComponent('{ __typename }');
    const form = '{"query":"{ __typename }"}';
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await post(form, { 'content-type': type })).status).toBe(415);
    // A token is such a header, which a page can send only after asking.
    expect((await ask({ path: `/graphql?query=${query}` })).status).toBe(401);
    const asked = await ask({
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
    expect((await post(form, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await post(form, { host: 'elsewhere.example' })).status).toBe(403);
    expect((await post([{ query: '{ __typename }' }])).status).toBe(400);
  });

  test('explains an answer to a token that may read logs, to no other', async () => {
    const body = { query: '{ __typename }', extensions: { explain: true } };
    expect((await post(body)).status).toBe(403);
    const explained = await post(body, { 'x-vx11-token': 'watcher' });
    expect(JSON.parse(explained.text)).toMatchObject({
      data: { __typename: 'Query' },
      extensions: { explain: { fetches: [], notSent: 0 } },
    });
  });

  test('counts what it answers', async () => {
    await post({ query: '{ __typename }' });
    const { text } = await ask({ path: '/metrics' });
    expect(text).toMatch(/^tentaculo_link_operation_seconds_count\{kind="query",outcome="ok"\} [1-9]/m);
  });
});
