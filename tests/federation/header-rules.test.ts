import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createAnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { createLogger } from '../../platform/log.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph, type ForeignSubgraphServer } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient } from '../support/graphql-client.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openAcceptedWire, subscribeMessage } from '../support/wire.ts';

const usersSdl = fed2('type Query { me: String } type Subscription { tick: Int }');
const notesSdl = fed2('type Query { note: String }');

let users: ForeignSubgraphServer;
let notes: ForeignSubgraphServer;
beforeEach(async () => {
  users = await serveForeignSubgraph(usersSdl, {
    Query: { me: () => 'Ada' },
    Subscription: {
      tick: {
        async *subscribe() {
          yield { tick: 1 };
        },
      },
    },
  });
  notes = await serveForeignSubgraph(notesSdl, { Query: { note: () => 'hers' } });
});
afterEach(() => Promise.all([users.close(), notes.close()]));

function supergraph(): string {
  const file = join(tempDir(), 'supergraph.graphql');
  const urls: Record<string, string> = { users: users.url, notes: notes.url };
  writeFileSync(
    file,
    composed({ users: usersSdl, notes: notesSdl }, (name) => urls[name] ?? ''),
  );
  return file;
}
async function configured(rules: unknown, env: Record<string, string> = {}, args: readonly string[] = []) {
  const file = join(tempDir(), 'rules.yaml');
  writeFileSync(file, JSON.stringify(rules));
  const port = String(await freePort());
  const all = ['--supergraph', supergraph(), '--port', port, '--header-rules', file, ...args];
  return () => readAnyConfig(env, all);
}
async function start(...of: Parameters<typeof configured>): Promise<string> {
  const config = (await configured(...of))();
  const app = await createAnyApp(config, { log: createLogger('silent', 'test') });
  onTestFinished(async () => void (await app.close()));
  return app.url;
}

const RULES = {
  all: { forward: ['Authorization'], set: { 'x-gateway': 'ours' } },
  subgraphs: {
    users: { forward: ['x-tenant'], setFrom: { 'x-api-key': 'USERS_KEY' } },
    notes: { remove: ['authorization', 'x-correlation-id'], set: { 'x-gateway': 'notes only' } },
  },
};
const SENT = { authorization: 'Bearer mine', 'x-tenant': 't1', cookie: 'session=1', 'x-other': 'o' };

/** Of what a request or an upgrade carried, what rules are about. */
function seen(headers: Readonly<Record<string, unknown>> = {}): object {
  const names = ['authorization', 'x-tenant', 'x-gateway', 'x-api-key', 'cookie', 'x-other', 'x-vx11-token'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}

test('each subgraph is sent what its own rules and those for all name, and nothing else of the client', async () => {
  const client = createTestClient(await start(RULES, { USERS_KEY: 'k1' }), '');
  expect((await client.send('{ me note }', undefined, SENT)).data).toEqual({ me: 'Ada', note: 'hers' });
  expect(seen(users.headers.at(-1))).toEqual({
    authorization: 'Bearer mine',
    'x-tenant': 't1',
    'x-gateway': 'ours',
    'x-api-key': 'k1',
  });
  expect(users.headers.at(-1)).toHaveProperty('x-correlation-id');
  expect(seen(notes.headers.at(-1))).toEqual({ 'x-gateway': 'notes only' });
  expect(notes.headers.at(-1)).not.toHaveProperty('x-correlation-id');
});

test('a stream is opened with the same, as headers and in its connection_init', async () => {
  const url = await start(RULES, { USERS_KEY: 'k1' });
  const wire = await openAcceptedWire(`${url.replace('http', 'ws')}/graphql`, SENT);
  wire.send(subscribeMessage('1', 'subscription { tick }'));
  expect(await wire.next()).toMatchObject({ payload: { data: { tick: 1 } } });
  const expected = {
    authorization: 'Bearer mine',
    'x-tenant': 't1',
    'x-gateway': 'ours',
    'x-api-key': 'k1',
  };
  expect(users.connectionParams).toEqual([expected]);
  wire.close();
});

test('what the client sends under the name of a header that is set does not count', async () => {
  const client = createTestClient(
    await start(RULES, { USERS_KEY: 'k1' }, ['--forward-header', 'x-api-key']),
    '',
  );
  await client.send('{ me }', undefined, { 'x-api-key': 'forged' });
  expect(seen(users.headers.at(-1))).toMatchObject({ 'x-api-key': 'k1' });
});

test.each([
  ['a header of the connection', { all: { forward: ['Host'] } }, /all\.forward/],
  [
    'the token of this gateway',
    { subgraphs: { users: { forward: ['X-VX11-Token'] } } },
    /subgraphs\.users\.forward/,
  ],
  ['a value of two lines', { all: { set: { a: 'x\ny' } } }, /text that can stand in a header/],
  ['a variable that is not set', RULES, /setFrom\.x-api-key: expected the variable USERS_KEY/],
  ['a word that nobody knows', { all: { send: [] } }, /send/],
])('a file with %s is refused at the start', async (_what, rules, said) => {
  expect(await configured(rules)).toThrow(said);
});

test('so are rules for a subgraph that the supergraph does not have', async () => {
  const config = (await configured({ subgraphs: { reviews: { set: { a: '1' } } } }))();
  await expect(createAnyApp(config, { log: createLogger('silent', 'test') })).rejects.toThrow(
    /--header-rules: expected one of notes, users, found reviews/,
  );
});

test('rules of a subgraph that the supergraph loses later do not keep it from being served', async () => {
  const supergraphFile = supergraph();
  const rules = join(tempDir(), 'rules.yaml');
  writeFileSync(rules, JSON.stringify({ subgraphs: { notes: { forward: ['x-tenant'] } } }));
  const port = String(await freePort());
  const args = ['--supergraph', supergraphFile, '--port', port, '--header-rules', rules];
  const app = await createAnyApp(readAnyConfig({}, args), { log: createLogger('silent', 'test') });
  onTestFinished(async () => void (await app.close()));
  const client = createTestClient(app.url, '');
  expect((await client.send('{ note }')).status).toBe(200);
  writeFileSync(
    supergraphFile,
    composed({ users: usersSdl }, () => users.url),
  );
  await expect.poll(async () => (await client.send('{ note }')).status).toBe(400);
});
