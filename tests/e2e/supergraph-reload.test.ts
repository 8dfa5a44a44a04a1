import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createAnyApp, type AnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { supergraphFile } from '../../schema/sdl.ts';
import { createBoundedQueue } from '../../platform/bounded-queue.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph, type ForeignSubgraphServer } from '../support/foreign-subgraph.ts';
import { createTestClient, type TestClient } from '../support/graphql-client.ts';
import { freePort } from '../support/free-port.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startStack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';

const doorsSdl = fed2(`
  type Query { door: Door slow: String }
  type Subscription { moved: Door! }
  type Door @key(fields: "id") { id: ID! }
`);
const guestsSdl = fed2(`
  type Door @key(fields: "id") { id: ID! guest: String }
`);

let doors: ForeignSubgraphServer;
let guests: ForeignSubgraphServer;
let app: AnyApp;
let client: TestClient;
let file: string;
let recording: ReturnType<typeof recordingLog>;
let finishSlow: (text: string) => void;
const streams = new Set<{ push(event: unknown): void }>();

beforeEach(async () => {
  doors = await serveForeignSubgraph(doorsSdl, {
    Query: {
      door: () => ({ id: 'd1' }),
      slow: () => new Promise<string>((resolve) => (finishSlow = resolve)),
    },
    Subscription: {
      moved: {
        subscribe: () => {
          const queue = createBoundedQueue<unknown>({
            limit: 100,
            overflow: { policy: 'drop-oldest' },
            onClose: () => void streams.delete(queue),
          });
          streams.add(queue);
          return queue;
        },
        resolve: (event: unknown) => event,
      },
    },
  });
  guests = await serveForeignSubgraph(guestsSdl, {
    Door: { __resolveReference: ({ id }: { id: string }) => ({ id, guest: `guest of ${id}` }) },
  });
  file = join(tempDir(), 'supergraph.graphql');
  writeFileSync(file, onlyDoors());
  recording = recordingLog();
  const config = readAnyConfig({}, ['--supergraph', file, '--port', String(await freePort())]);
  app = await createAnyApp(config, { log: recording.log });
  client = createTestClient(app.url, undefined);
});
afterEach(async () => {
  await app.close();
  await Promise.all([doors.close(), guests.close()]);
});

const onlyDoors = (): string => composed({ doors: doorsSdl }, () => doors.url);
const both = (): string =>
  composed({ doors: doorsSdl, guests: guestsSdl }, (name) => (name === 'doors' ? doors.url : guests.url));
const WITH_GUEST = '{ door { id guest } }';

async function metric(series: string): Promise<number> {
  const { body } = await request(`${app.url}/metrics`);
  const line = (await body.text()).split('\n').find((one) => one.startsWith(`tentaculo_link_${series} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

async function reload(supergraph: string): Promise<void> {
  writeFileSync(file, supergraph);
  await expect
    .poll(() => recording.lines.filter(({ msg }) => String(msg).includes('supergraph')).length)
    .toBeGreaterThan(0);
}

test('serves a changed supergraph without a restart, and keeps the plans of what clients asked', async () => {
  expect(await client.data('{ door { id } }')).toEqual({ door: { id: 'd1' } });
  expect((await client.send(WITH_GUEST)).status).toBe(400);
  await reload(both());
  expect(await client.data(WITH_GUEST)).toEqual({ door: { id: 'd1', guest: 'guest of d1' } });
  const misses = await metric('plans_total{cache="miss"}');
  await client.data('{ door { id } }');
  expect(await metric('plans_total{cache="miss"}')).toBe(misses);
});

test('refuses a broken one with its problem in the log, while the old one serves', async () => {
  await reload('type Query { door: ');
  expect(recording.lines).toContainEqual(
    expect.objectContaining({ level: 50, problem: expect.stringContaining('Syntax Error') as string }),
  );
  expect(await client.data('{ door { id } }')).toEqual({ door: { id: 'd1' } });
  writeFileSync(file, both());
  await expect.poll(async () => (await client.send(WITH_GUEST)).data).toBeTruthy();
});

test('a request that is under way ends on the supergraph that it began with', async () => {
  const slow = client.data('{ slow }');
  await expect.poll(() => doors.headers.length).toBeGreaterThan(0);
  await reload(both());
  finishSlow('done');
  expect(await slow).toEqual({ slow: 'done' });
});

async function followMoves() {
  const stream = client.subscribe('subscription { moved { id } }');
  onTestFinished(() => stream.close());
  const first = stream.next();
  await expect.poll(() => streams.size).toBe(1);
  for (const queue of streams) queue.push({ id: 'one' });
  expect((await first).data).toEqual({ moved: { id: 'one' } });
  return { stream, opened: new Set(streams) };
}

test('a subscription of which its subgraph is asked the same goes on untouched', async () => {
  const { stream, opened } = await followMoves();
  await reload(both());
  await expect.poll(async () => (await client.send(WITH_GUEST)).data).toBeTruthy();
  expect(new Set(streams)).toEqual(opened);
  for (const queue of opened) queue.push({ id: 'two' });
  expect(await stream.next()).toEqual({ data: { moved: { id: 'two' } } });
});

test('a subscription whose subgraph is elsewhere now goes on from there', async () => {
  const { stream, opened } = await followMoves();
  await reload(composed({ doors: doorsSdl }, () => doors.url.replace('127.0.0.1', 'localhost')));
  await expect.poll(() => streams.size === 1 && [...streams].every((queue) => !opened.has(queue))).toBe(true);
  for (const queue of streams) queue.push({ id: 'two' });
  expect((await stream.next()).data).toEqual({ moved: { id: 'two' } });
});

test('the stack takes up a changed supergraph too, keeps its streams, and refuses what it cannot serve', async () => {
  const sdl = readFileSync(supergraphFile, 'utf8');
  const own = join(tempDir(), 'supergraph.graphql');
  writeFileSync(own, sdl);
  const { log, lines } = recordingLog();
  const stack = await startStack({ parts: { supergraphFile: own, log } });
  onTestFinished(() => stack.close());
  const problemOf = (): unknown =>
    lines.findLast(({ msg }) => String(msg).includes('is refused'))?.['problem'];

  const changes = stack.subscribe('subscription { windowChanged { type } }');
  const opened = changes.next();
  await stack.data('mutation { openWindow(input: { services: ["switch"], ttlSec: 60 }) { ok } }');
  await opened;

  writeFileSync(own, sdl.replaceAll('name: "switch", url', 'name: "news", url'));
  await expect.poll(problemOf).toMatch(/madre, operator, switch, and names news/);
  writeFileSync(own, sdl.slice(0, 5_000));
  await expect.poll(problemOf).toMatch(/Syntax Error/);
  expect(await isDeprecated(stack)).toBe(false);

  writeFileSync(own, sdl.replace('  powerState: PowerState!', '  powerState: PowerState! @deprecated'));
  await expect.poll(() => isDeprecated(stack)).toBe(true);
  await stack.data('mutation { applyPolicy(policy: SOLO_MADRE) { ok } }');
  await changes.until(({ data }) => (data?.['windowChanged'] as { type: string }).type === 'CLOSED');
  expect(
    changes.received.filter(({ errors, extensions }) => errors !== undefined || extensions?.['gap']),
  ).toEqual([]);
  await changes.close();
});

async function isDeprecated(asked: TestClient): Promise<boolean | undefined> {
  const query = '{ __type(name: "Query") { fields(includeDeprecated: true) { name isDeprecated } } }';
  const answer = await asked.data<{ __type: { fields: readonly { name: string; isDeprecated: boolean }[] } }>(
    query,
  );
  return answer.__type.fields.find(({ name }) => name === 'powerState')?.isDeprecated;
}
