import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { createLogger } from '../../platform/log.ts';
import { makeCertificates } from '../support/certificates.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient, type TestClient } from '../support/graphql-client.ts';
import { tempDir } from '../support/temp-dir.ts';

const sdl = fed2('type Query { me: String } type Subscription { tick: Int }');
async function* ticks() {
  yield { tick: 1 };
}

/** A gateway that is told these files, before a subgraph that demands a certificate of its authority. */
async function start(names: readonly string[]): Promise<TestClient> {
  const folder = makeCertificates();
  const [key, cert, ca] = ['key.pem', 'cert.pem', 'ca.pem'].map((name) => readFileSync(join(folder, name)));
  const tls = { key, cert, ca, requestCert: true, rejectUnauthorized: true };
  const resolvers = { Query: { me: () => 'Ada' }, Subscription: { tick: { subscribe: ticks } } };
  const subgraph = await serveForeignSubgraph(sdl, resolvers, undefined, tls);
  onTestFinished(() => subgraph.close());
  const supergraph = join(tempDir(), 'supergraph.graphql');
  writeFileSync(
    supergraph,
    composed({ a: sdl }, () => subgraph.url),
  );
  const env = Object.fromEntries(
    names.map((name) => [`VX11_SUBGRAPH_${name.toUpperCase()}`, join(folder, `${name}.pem`)]),
  );
  const config = readAnyConfig(env, ['--supergraph', supergraph, '--port', String(await freePort())]);
  const app = await createAnyApp(config, { log: createLogger('silent', 'test') });
  onTestFinished(async () => void (await app.close()));
  return createTestClient(app.url, '');
}

test('a gateway with its files asks such a subgraph, and follows its streams', async () => {
  const client = await start(['ca', 'cert', 'key']);
  expect(await client.data('{ me }')).toEqual({ me: 'Ada' });
  const stream = client.subscribe('subscription { tick }');
  expect(await stream.next()).toEqual({ data: { tick: 1 } });
  await stream.close();
});

test.each([
  ['without a certificate of its own', ['ca']],
  ['that does not know the authority', ['cert', 'key']],
])('one %s gets nothing', async (_what, names) => {
  const client = await start(names);
  expect((await client.send('{ me }')).errors).toMatchObject([
    { extensions: { code: 'SERVICE_UNREACHABLE', service: 'a' } },
  ]);
  expect((await client.send('{ me }')).data).toEqual({ me: null });
});
