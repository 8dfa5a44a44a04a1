import { writeFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { createLogger } from '../../platform/log.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient, type TestClient } from '../support/graphql-client.ts';
import { tempDir } from '../support/temp-dir.ts';

const sdl = fed2(`
  type Query { name: String plain: String vague: String }
  type Subscription { sighs: String hiccups: String }
`);
const resolvers = {
  Query: {
    name: () => 'Ada',
    plain: () => {
      throw new Error('the cap is on');
    },
    vague: () => {
      throw new GraphQLError('the ink is dry', { extensions: { code: null, bottle: 3 } });
    },
  },
  Subscription: {
    sighs: {
      subscribe: async function* () {
        yield* await Promise.resolve([{}]);
      },
      resolve: () => {
        throw new Error('the pen is lost');
      },
    },
    hiccups: {
      subscribe: async function* () {
        yield* await Promise.reject<never[]>(new GraphQLError('the desk is locked'));
      },
    },
  },
};

async function start(): Promise<TestClient> {
  const subgraph = await serveForeignSubgraph(sdl, resolvers);
  onTestFinished(() => subgraph.close());
  const file = join(tempDir(), 'supergraph.graphql');
  writeFileSync(
    file,
    composed({ notes: sdl }, () => subgraph.url),
  );
  const config = readAnyConfig({}, ['--supergraph', file, '--port', String(await freePort())]);
  const app = await createAnyApp(config, { log: createLogger('silent', 'test') });
  onTestFinished(async () => void (await app.close()));
  return createTestClient(app.url, '');
}

const coded = (message: string, path?: string, facts: object = {}) => ({
  message,
  ...(path === undefined ? {} : { path: [path] }),
  extensions: {
    ...facts,
    code: 'DOWNSTREAM_SERVICE_ERROR',
    correlationId: expect.any(String) as string,
  },
});

test('an error to which the subgraph gave no code gets one', async () => {
  const { data, errors } = await (await start()).send('{ name plain vague }');
  expect(data).toEqual({ name: 'Ada', plain: null, vague: null });
  expect(errors).toEqual([coded('the cap is on', 'plain'), coded('the ink is dry', 'vague', { bottle: 3 })]);
});

test('also that of an event', async () => {
  const stream = (await start()).subscribe('subscription { sighs }');
  expect(await stream.next()).toEqual({ data: { sighs: null }, errors: [coded('the pen is lost', 'sighs')] });
  await stream.close();
});

test('also that by which a stream is refused', async () => {
  const refused = (await start()).subscribe('subscription { hiccups }').next();
  await expect(refused).rejects.toEqual([coded('the desk is locked')]);
});
