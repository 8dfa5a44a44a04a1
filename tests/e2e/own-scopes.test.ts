import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnyApp, type AnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { readConfig } from '../../gateway/config.ts';
import { hashToken } from '../../platform/auth.ts';
import { createLogger } from '../../platform/log.ts';
import { composed } from '../support/federation.ts';
import { serveForeignSubgraph, type ForeignSubgraphServer } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient, type TestClient } from '../support/graphql-client.ts';

/** Scopes that no token of the stack can have. */
const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", "@requiresScopes"])
  type Query { me: Person everybody: [Person!] }
  type Mutation { rename(to: String): Person @requiresScopes(scopes: [["write:people"]]) }
  type Subscription { joined: Person }
  type Person { name: String @authenticated mail: String @requiresScopes(scopes: [["read:mail", "read:people"], ["admin"]]) }
`;
const people = [
  { name: 'Ada', mail: 'ada@example' },
  { name: 'Bo', mail: 'bo@example' },
];
const resolvers = {
  Query: { me: () => people[0], everybody: () => people },
  Mutation: { rename: (_root: unknown, { to }: { to: string }) => ({ name: to }) },
  Subscription: {
    joined: {
      async *subscribe() {
        for (const joined of people) yield { joined };
      },
    },
  },
};

const folder = mkdtempSync(join(tmpdir(), 'vx11-test-'));
let subgraph: ForeignSubgraphServer;
let app: AnyApp;
beforeAll(async () => {
  subgraph = await serveForeignSubgraph(sdl, resolvers);
  const tokens = writeTokens({
    nobody: [],
    half: ['read:mail'],
    reader: ['read:people', 'read:mail'],
    boss: ['admin', 'write:people'],
  });
  const port = String(await freePort());
  const config = readAnyConfig({ VX11_TOKENS: tokens }, ['--supergraph', writeSupergraph(), '--port', port]);
  app = await createAnyApp(config, { log: createLogger('silent', 'test') });
});
afterAll(async () => {
  await app.close();
  await subgraph.close();
  rmSync(folder, { recursive: true, force: true });
});

function writeTokens(scopesOf: Readonly<Record<string, readonly string[]>>): string {
  const file = join(folder, `tokens-${Object.keys(scopesOf).join('-')}.yaml`);
  const tokens = Object.entries(scopesOf).map(([name, scopes]) => ({
    name,
    sha256: hashToken(name),
    scopes,
  }));
  writeFileSync(file, JSON.stringify({ tokens }));
  return file;
}
function writeSupergraph(): string {
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(
    file,
    composed({ people: sdl }, () => subgraph.url),
  );
  return file;
}
const client = (token: string): TestClient => createTestClient(app.url, token);

test.each([
  ['nobody', null],
  ['half', null],
  ['reader', 'ada@example'],
  ['boss', 'ada@example'],
])('a graph with scopes of its own gives %s the field that asks for them: %j', async (token, mail) => {
  const { data, errors, status } = await client(token).send('{ me { name mail } }');
  expect([status, data]).toEqual([200, { me: { name: 'Ada', mail } }]);
  const forbidden = { path: ['me', 'mail'], extensions: { code: 'FORBIDDEN', what: 'Person.mail' } };
  if (mail === null) expect(errors).toMatchObject([forbidden]);
  else expect(errors).toBeUndefined();
});

test('and keeps it in each event from who lacks one', async () => {
  const stream = client('half').subscribe('subscription { joined { name mail } }');
  for (const name of ['Ada', 'Bo'])
    expect(await stream.next()).toMatchObject({
      data: { joined: { name, mail: null } },
      errors: [{ path: ['joined', 'mail'], extensions: { code: 'FORBIDDEN' } }],
    });
  await stream.close();
  const allowed = client('reader').subscribe('subscription { joined { mail } }');
  expect(await allowed.next()).toEqual({ data: { joined: { mail: 'ada@example' } } });
  await allowed.close();
});

test('and its mutations', async () => {
  const rename = 'mutation { rename(to: "Cy") { name } }';
  const refused = await client('reader').send(rename);
  expect([refused.status, refused.errors?.[0]?.extensions?.['scope']]).toEqual([403, 'write:people']);
  expect(await client('boss').data(rename)).toEqual({ rename: { name: 'Cy' } });
});

test('the stack takes only its own, so that a slip of the pen is told, and neither takes what is no scope', () => {
  expect(() => readConfig({ VX11_TOKENS: writeTokens({ slip: ['power:wriet'] }) })).toThrow(
    /tokens\.0\.scopes\.0: expected one of \*, power:write/,
  );
  const env = { VX11_TOKENS: writeTokens({ spaces: ['two words'] }) };
  expect(() => readAnyConfig(env, ['--supergraph', writeSupergraph(), '--port', '0'])).toThrow(
    /tokens\.0\.scopes\.0: expected a scope of at most 128 printable characters without spaces/,
  );
});
