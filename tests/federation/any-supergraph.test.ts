import { writeFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import { createClient } from 'graphql-ws';
import { join } from 'node:path';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createAnyApp, type AnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';
import { createLogger } from '../../platform/log.ts';
import { composed, fed2 } from '../support/federation.ts';
import {
  serveForeignSubgraph,
  type ForeignContext,
  type ForeignSubgraphServer,
} from '../support/foreign-subgraph.ts';
import { createTestClient, within } from '../support/graphql-client.ts';
import { freePort } from '../support/free-port.ts';
import { tempDir } from '../support/temp-dir.ts';

const usersSdl = fed2(`
  type Query { me: User }
  type Mutation { rename(name: String!): User }
  type Subscription { ticks(until: Int!): Tick! }
  type Tick { n: Int! by: String user: User! }
  type User @key(fields: "id") { id: ID! name: String! }
`);
const notesSdl = fed2(`
  type Query { broken: String lost: String! }
  type User @key(fields: "id") { id: ID! note: String author: String }
`);

const notesResolvers = {
  Query: {
    lost: () => {
      throw new GraphQLError('nobody knows where', { extensions: { code: 'LOST', http: { status: 204 } } });
    },
    broken: () => {
      throw new GraphQLError('the ink is dry', { extensions: { code: 'INK', stacktrace: ['secret'] } });
    },
  },
  User: {
    __resolveReference: ({ id }: { id: string }) => ({ id, note: `of ${id}` }),
    author: (_: unknown, _args: unknown, { authorization }: ForeignContext) => authorization ?? null,
  },
};

let users: ForeignSubgraphServer;
let notes: ForeignSubgraphServer;

beforeEach(async () => {
  users = await serveForeignSubgraph(usersSdl, {
    Query: { me: () => ({ id: 'u1', name: 'Ada' }) },
    Mutation: { rename: (_: unknown, { name }: { name: string }) => ({ id: 'u1', name }) },
    Subscription: {
      ticks: {
        subscribe: async function* (_: unknown, { until }: { until: number }) {
          if (until === 0) throw new GraphQLError('no ticks for nobody', { extensions: { code: 'NONE' } });
          for (let n = 1; n <= until; n += 1) yield { n };
        },
        resolve: ({ n }: { n: number }, _: unknown, { authorization }: ForeignContext) => ({
          n,
          by: authorization,
          user: { id: 'u1', name: 'Ada' },
        }),
      },
    },
  });
  notes = await serveForeignSubgraph(notesSdl, notesResolvers);
});
afterEach(() => Promise.all([users.close(), notes.close()]));

async function start(args: readonly string[] = [], env: Record<string, string> = {}): Promise<AnyApp> {
  const file = join(tempDir(), 'supergraph.graphql');
  const urls: Record<string, string> = { users: users.url, notes: notes.url };
  writeFileSync(
    file,
    composed({ users: usersSdl, notes: notesSdl }, (name) => urls[name] ?? ''),
  );
  const port = String(await freePort());
  const config = readAnyConfig(env, ['--supergraph', file, '--port', port, ...args]);
  const app = await createAnyApp(config, { log: createLogger('silent', 'test') });
  onTestFinished(async () => void (await app.close()));
  return app;
}

const anonymous = (app: AnyApp) => createTestClient(app.url, '');

test('answers everybody on loopback, from the addresses that the supergraph names', async () => {
  const app = await start();
  expect(app.subgraphs).toEqual(['notes', 'users']);
  expect(await anonymous(app).data('{ me { note name } }')).toEqual({ me: { note: 'of u1', name: 'Ada' } });
  expect(await anonymous(app).data('mutation { rename(name: "Bo") { name note } }')).toEqual({
    rename: { name: 'Bo', note: 'of u1' },
  });
});

test('tells an error of a subgraph in its own words, without a stack', async () => {
  const client = anonymous(await start());
  // The status is the gateway's own, and 204 would have no body.
  expect((await client.send('{ lost }')).errors).toMatchObject([{ message: 'nobody knows where' }]);
  const { errors } = await client.send('{ me { name } broken }');
  expect(errors).toEqual([
    {
      message: 'the ink is dry',
      path: ['broken'],
      extensions: { code: 'INK', correlationId: expect.any(String) as string },
    },
  ]);
});

test('answers the rest where a subgraph is down, and all of it once that is up', async () => {
  const app = await start();
  await notes.close();
  const partial = await anonymous(app).send('{ me { name note } }');
  expect(partial.data).toEqual({ me: { name: 'Ada', note: null } });
  expect(partial.errors).toMatchObject([
    { path: ['me', 'note'], extensions: { code: 'SERVICE_UNREACHABLE', service: 'notes' } },
  ]);
  const health = await request(`${app.url}/health/ready`);
  expect(health.statusCode).toBe(503);
  expect(await health.body.json()).toMatchObject({
    subgraphs: { users: { state: 'ready' }, notes: { state: 'unreachable' } },
    unanswerable: expect.any(Array) as unknown,
  });
  notes = await serveForeignSubgraph(notesSdl, notesResolvers, Number(new URL(notes.url).port));
  expect(await anonymous(app).data('{ me { name note } }')).toEqual({ me: { name: 'Ada', note: 'of u1' } });
  // A reading is kept for a second.
  await expect.poll(async () => (await request(`${app.url}/health/ready`)).statusCode).toBe(200);
});

test('forwards the named headers and no others', async () => {
  const app = await start(['--forward-header', 'Authorization']);
  const headers = { authorization: 'Bearer mine', 'x-other': 'kept here' };
  const { data } = await anonymous(app).send('{ me { author } }', undefined, headers);
  expect(data).toEqual({ me: { author: 'Bearer mine' } });
  expect(notes.headers.at(-1)).not.toHaveProperty('x-other');
  expect(notes.headers.at(-1)).not.toHaveProperty('x-vx11-actor');
  expect(notes.headers.at(-1)).toHaveProperty('x-correlation-id');
});

test('forwards no header that was not named', async () => {
  const { data } = await anonymous(await start()).send('{ me { author } }', undefined, {
    authorization: 'x',
  });
  expect(data).toEqual({ me: { author: null } });
});

test('joins each event of a subscription, for who sent the header with connection_init', async () => {
  const app = await start(['--forward-header', 'authorization']);
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: 'Bearer mine' },
  });
  const stream = client.iterate({ query: 'subscription { ticks(until: 2) { n by user { note author } } }' });
  const got = [];
  for await (const { data } of { [Symbol.asyncIterator]: () => stream })
    got.push(await within(20_000, Promise.resolve(data), () => 'no event'));
  await client.dispose();
  expect(got).toEqual(
    [1, 2].map((n) => ({
      ticks: { n, by: 'Bearer mine', user: { note: 'of u1', author: 'Bearer mine' } },
    })),
  );
  expect(users.connectionParams).toEqual([{ authorization: 'Bearer mine' }]);
});

test('tells a refusal of a stream in the words of the subgraph', async () => {
  const app = await start();
  const client = createClient({ url: `${app.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  const refused = client.iterate({ query: 'subscription { ticks(until: 0) { n } }' }).next();
  await expect(refused).rejects.toMatchObject([
    { message: 'no ticks for nobody', extensions: { code: 'NONE' } },
  ]);
  await client.dispose();
});

test('asks for streams where an argument says so', async () => {
  const other = await serveForeignSubgraph(usersSdl, {
    Subscription: {
      ticks: {
        subscribe: async function* () {
          yield { ticks: { n: 7 } };
        },
      },
    },
  });
  onTestFinished(() => other.close());
  const app = await start(['--subscription-url', `users=${other.url.replace('http', 'ws')}`]);
  const stream = anonymous(app).subscribe('subscription { ticks(until: 1) { n } }');
  expect(await stream.next()).toMatchObject({ data: { ticks: { n: 7 } } });
  await stream.close();
});

test('demands a token once one is configured', async () => {
  const app = await start([], { VX11_TOKEN: 'a-long-secret-token' });
  expect((await anonymous(app).send('{ me { id } }')).status).toBe(401);
  expect(await createTestClient(app.url, 'a-long-secret-token').data('{ me { id } }')).toEqual({
    me: { id: 'u1' },
  });
});

describe('refuses to start', () => {
  const file = () => {
    const path = join(tempDir(), 'supergraph.graphql');
    writeFileSync(path, composed({ users: usersSdl }));
    return path;
  };
  test.each([
    ['without a supergraph', () => [], /--supergraph: expected the file of a supergraph, found nothing/],
    [
      'with a file that is not there',
      () => ['--supergraph', '/nowhere.graphql'],
      /--supergraph: expected a readable file/,
    ],
    ['with a port that is none', () => ['--supergraph', file(), '--port', 'x'], /--port: expected a port/],
    [
      'with an argument that nobody knows',
      () => ['--supergraph', file(), '--colour'],
      /arguments: expected --supergraph FILE/,
    ],
    [
      'without tokens where others can reach it',
      () => ['--supergraph', file(), '--host', '0.0.0.0'],
      /VX11_TOKEN: expected/,
    ],
    [
      'with a subscription URL of no form',
      () => ['--supergraph', file(), '--subscription-url', 'users'],
      /NAME=URL/,
    ],
    [
      'with a subscription URL that is no address',
      () => ['--supergraph', file(), '--subscription-url', 'users=ws://127.0.0.1:99999/graphql'],
      /NAME=URL/,
    ],
    [
      'with a subscription URL that has a fragment',
      () => ['--supergraph', file(), '--subscription-url', 'users=ws://127.0.0.1:4002/graphql#a'],
      /NAME=URL/,
    ],
    [
      'with a header of the connection',
      () => ['--supergraph', file(), '--forward-header', 'host'],
      /the name of a header/,
    ],
  ])('%s', (_how, args, said) => {
    expect(() => readAnyConfig({}, args())).toThrow(said);
  });

  test.each([
    ['a file that is no GraphQL', '{{{', /expected a composed supergraph/],
    [
      'a schema that is no supergraph',
      'type Query { a: Int }',
      /expected the subgraphs of a composed supergraph, found none/,
    ],
    [
      'a subgraph without an address',
      composed({ a: fed2('type Query { a: Int }') }, () => ''),
      /a: expected an http or https address/,
    ],
  ])('on %s', async (_what, sdl, said) => {
    const path = join(tempDir(), 'supergraph.graphql');
    writeFileSync(path, sdl);
    const config = readAnyConfig({}, ['--supergraph', path, '--port', String(await freePort())]);
    const refused = createAnyApp(config, { log: createLogger('silent', 'test') });
    await expect(refused).rejects.toThrow(ConfigurationError);
    await expect(refused).rejects.toThrow(said);
  });
});
