import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createAnyApp, type AnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { hashToken } from '../../platform/auth.ts';
import { createLogger } from '../../platform/log.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph, type ForeignSubgraphServer } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient } from '../support/graphql-client.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openAcceptedWire, subscribeMessage } from '../support/wire.ts';

const sdl = fed2('type Query { me: String } type Subscription { ticks: Int }');
let subgraph: ForeignSubgraphServer;
beforeAll(async () => {
  async function* forEver() {
    yield { ticks: 1 };
    await new Promise(() => undefined);
  }
  subgraph = await serveForeignSubgraph(sdl, {
    Query: { me: () => 'Ada' },
    Subscription: { ticks: { subscribe: forEver } },
  });
});
afterAll(() => subgraph.close());

async function start(env: Record<string, string>): Promise<AnyApp> {
  const supergraph = join(tempDir(), 'supergraph.graphql');
  writeFileSync(
    supergraph,
    composed({ a: sdl }, () => subgraph.url),
  );
  const config = readAnyConfig(env, ['--supergraph', supergraph, '--port', String(await freePort())]);
  const app = await createAnyApp(config, { log: createLogger('silent', 'test') });
  onTestFinished(async () => void (await app.close()));
  return app;
}

test('a gateway of any supergraph answers only trusted documents where it has a list', async () => {
  const file = join(tempDir(), 'documents.json');
  writeFileSync(file, JSON.stringify({ me: '{ me }' }));
  const { url } = await start({ VX11_TRUSTED_DOCUMENTS: file });
  const client = createTestClient(url, '');
  expect(await client.data('{ me }')).toEqual({ me: 'Ada' });
  expect((await client.send('{ again: me }')).status).toBe(403);
  // What follows a second question mark is still of the address.
  const address = `${url}/graphql?variables={"q":"why?because"}&documentId=me`;
  const { body } = await request(address, { headers: { 'apollo-require-preflight': '1' } });
  expect(await body.json()).toEqual({ data: { me: 'Ada' } });
});

test('and counts what a token sends where it has limits', async () => {
  const client = createTestClient((await start({ VX11_RATE_LIMITS: 'query=1/3600' })).url, '');
  expect(await client.data('{ me }')).toEqual({ me: 'Ada' });
  const refused = await client.send('{ me }');
  expect(refused.status).toBe(429);
  expect(refused.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
});

test('and reads its tokens again, and closes what a token that is gone had open', async () => {
  const file = join(tempDir(), 'tokens.yaml');
  const write = (...names: readonly string[]): void => {
    const tokens = names.map((name) => ({ name, sha256: hashToken(name), scopes: [] }));
    writeFileSync(`${file}.new`, JSON.stringify({ tokens }));
    renameSync(`${file}.new`, file);
  };
  write('keeper', 'guest');
  const { url } = await start({ VX11_TOKENS: file });
  const wire = await openAcceptedWire(`${url.replace('http', 'ws')}/graphql`, { token: 'guest' });
  wire.send(subscribeMessage('1', 'subscription { ticks }'));
  expect(await wire.next()).toMatchObject({ type: 'next', payload: { data: { ticks: 1 } } });
  write('keeper', 'other');
  expect(await wire.closed).toMatchObject([4403, expect.any(String)]);
  expect((await createTestClient(url, 'guest').send('{ me }')).status).toBe(403);
  expect(await createTestClient(url, 'other').data('{ me }')).toEqual({ me: 'Ada' });
});

test('and lets in pages of the origins that are named, no others', async () => {
  const { url } = await start({ VX11_ALLOWED_ORIGINS: 'https://page.example' });
  const statusFrom = async (origin: string): Promise<number> => {
    const response = await request(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: '{"query":"{ me }"}',
    });
    await response.body.dump();
    return response.statusCode;
  };
  expect(await statusFrom('https://page.example')).toBe(200);
  expect(await statusFrom('http://page.example')).toBe(403);
  expect(await statusFrom('http://localhost:8020')).toBe(403);
  expect(await statusFrom(url)).toBe(200);
  expect(await statusFrom(url.replace('http', 'https'))).toBe(403);
});

test('a subgraph may have the name of what every object inherits', async () => {
  const file = join(tempDir(), 'supergraph.graphql');
  const supergraph = composed({ constructor: sdl }, () => subgraph.url);
  writeFileSync(file, supergraph);
  const config = readAnyConfig({}, ['--supergraph', file, '--port', String(await freePort())]);
  const app = await createAnyApp(config, { log: createLogger('silent', 'test') });
  onTestFinished(async () => void (await app.close()));
  const stream = createTestClient(app.url, '').subscribe('subscription { ticks }');
  expect(await stream.next()).toMatchObject({ data: { ticks: 1 } });
  await stream.close();
});
