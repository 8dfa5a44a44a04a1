import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../gateway/app.ts';
import { readConfig } from '../../gateway/config.ts';
import { subgraphNames, type SubgraphName } from '../../schema/sdl.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient, LOCAL_TOKEN } from '../support/graphql-client.ts';
import { tempDir } from '../support/temp-dir.ts';
import { threeSubgraphs } from '../support/three-subgraphs.ts';

type Down = readonly SubgraphName[];
const subsets: readonly Down[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
  subgraphNames.filter((_name, at) => (bits >> at) & 1),
);
const TOKEN = 'between-us';
const HEAL_LIMIT_MS = 20_000;

/** A gateway whose three subgraphs are elsewhere, those of `down` not there yet. */
async function boot(down: Down) {
  const [madre, operator, other] = [await freePort(), await freePort(), await freePort()];
  const ports = { madre, operator, switch: other };
  const subgraphs = threeSubgraphs({ ports, token: TOKEN, dataDir: tempDir() });
  onTestFinished(() => subgraphs.close());
  for (const name of subgraphNames) if (!down.includes(name)) await subgraphs.start(name);
  const urls = subgraphNames.map(
    (name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[name]}`] as const,
  );
  const app = await createApp(
    readConfig({
      ...Object.fromEntries(urls),
      PORT: String(await freePort()),
      VX11_SUBGRAPH_TOKEN: TOKEN,
      LOG_LEVEL: 'silent',
    }),
  );
  onTestFinished(async () => void (await app.close()));
  return { subgraphs, url: app.url, client: createTestClient(app.url) };
}

const ROOTS = {
  madre: '{ services { name } }',
  operator: '{ status { subgraphs { name state rootFields } } }',
  switch: '{ engines { id } }',
} as const;

/** Each subgraph's part asked for alone: its data's key, or the error's code. */
async function answers(client: Awaited<ReturnType<typeof boot>>['client']) {
  const parts = subgraphNames.map(async (name) => {
    const { status, data, errors } = await client.send(ROOTS[name]);
    expect(status).toBe(200);
    return [name, errors?.[0]?.extensions?.['code'] ?? (data === null ? 'null' : 'answered')] as const;
  });
  return Object.fromEntries(await Promise.all(parts));
}

async function health(url: string) {
  const response = await request(`${url}/health/ready`, { headers: { 'x-vx11-token': LOCAL_TOKEN } });
  const body = (await response.body.json()) as {
    readonly subgraphs: Readonly<Record<string, { readonly state: string }>>;
    readonly unanswerable: readonly string[];
  };
  const states = Object.entries(body.subgraphs).map(([name, { state }]) => [name, state] as const);
  return {
    status: response.statusCode,
    states: Object.fromEntries(states),
    unanswerable: new Set(body.unanswerable),
  };
}

/** Without madre nobody knows whether switch is there, so it is not called. */
function expectedOf(down: Down) {
  const of = <Value>(ready: Value, unreachable: Value, asleep: Value) =>
    Object.fromEntries(
      subgraphNames.map((name) => {
        if (name === 'switch' && down.includes('madre')) return [name, asleep] as const;
        return [name, down.includes(name) ? unreachable : ready] as const;
      }),
    );
  return {
    answers: of('answered', 'SERVICE_UNREACHABLE', 'SERVICE_ASLEEP'),
    states: of('ready', 'unreachable', 'asleep'),
  };
}

async function expectServes(served: Awaited<ReturnType<typeof boot>>, down: Down): Promise<void> {
  const expected = expectedOf(down);
  const patience = { timeout: HEAL_LIMIT_MS, interval: 100 };
  await expect.poll(async () => (await health(served.url)).states, patience).toEqual(expected.states);
  await expect.poll(() => answers(served.client), patience).toEqual(expected.answers);
  const { status, unanswerable } = await health(served.url);
  expect(status).toBe(Object.values(expected.states).includes('unreachable') ? 503 : 200);
  for (const [name, field] of [
    ['madre', 'Query.services'],
    ['operator', 'Query.status'],
    ['switch', 'Query.engines'],
  ] as const)
    expect([field, unanswerable.has(field)]).toEqual([field, expected.states[name] !== 'ready']);
  if (!down.includes('operator')) expect(await statusOf(served)).toEqual(statusExpected(down));
}

interface SubgraphStatus {
  readonly name: string;
  readonly state: string;
  readonly rootFields: readonly string[];
}
async function statusOf({ client }: Awaited<ReturnType<typeof boot>>) {
  const { status } = await client.data<{ status: { subgraphs: readonly SubgraphStatus[] } }>(ROOTS.operator);
  return status.subgraphs.map(({ name, state, rootFields }) => [
    name,
    state,
    ['Query.services', 'Query.status', 'Query.engines'].filter((field) => rootFields.includes(field)),
  ]);
}

/** operator knows of switch what madre says, and calls nobody else to find out. */
function statusExpected(down: Down) {
  const isMadreUp = !down.includes('madre');
  return [
    ['madre', isMadreUp ? 'READY' : 'UNREACHABLE', ['Query.services']],
    ['operator', 'READY', ['Query.status']],
    ['switch', isMadreUp ? 'READY' : 'ASLEEP', ['Query.engines']],
  ];
}

async function liveWith(down: Down): Promise<void> {
  const served = await boot(down);
  await expectServes(served, down);
  for (const name of down) await served.subgraphs.start(name);
  await expectServes(served, []);
  for (const name of down) await served.subgraphs.stop(name);
  await expectServes(served, down);
  for (const name of down) await served.subgraphs.start(name);
  await expectServes(served, []);
}

// All at the same time, as most of it is waiting.
test('boots with any of the eight subsets down, serves the rest and says so, and heals; the same when it goes down later', async () => {
  const lives = await Promise.allSettled(subsets.map(liveWith));
  const failed = lives.flatMap((life, at) =>
    life.status === 'rejected' ? [[subsets[at], String(life.reason)]] : [],
  );
  expect(failed).toEqual([]);
  expect(lives).toHaveLength(8);
});
