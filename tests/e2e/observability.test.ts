import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashToken } from '../../platform/auth.ts';
import { createTestClient, LOCAL_TOKEN } from '../support/graphql-client.ts';
import { recordSpans } from '../support/recorded-spans.ts';
import { startStack, type Stack } from '../support/stack.ts';

let stack: Stack;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vx11-observed-'));
  const tokens = join(folder, 'tokens.yaml');
  writeFileSync(
    tokens,
    `tokens:\n  - { name: reader, sha256: ${hashToken('reader-token-0')}, scopes: [] }\n`,
  );
  stack = await startStack({ env: { VX11_TOKENS: tokens, VX11_TOKEN: LOCAL_TOKEN } });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The values of Prometheus' text, by series. */
async function readMetrics(): Promise<ReadonlyMap<string, number>> {
  const response = await request(`${stack.url}/metrics`);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toMatch(/^text\/plain/);
  const lines = (await response.body.text())
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice('tentaculo_link_'.length, end), Number(line.slice(end + 1))];
    }),
  );
}

describe('/metrics', () => {
  let before: ReadonlyMap<string, number>;
  beforeEach(async () => (before = await readMetrics()));
  async function grown(series: string): Promise<number> {
    return ((await readMetrics()).get(series) ?? 0) - (before.get(series) ?? 0);
  }

  test('counts requests, operations, plans, fetches and answers in which a service slept', async () => {
    await stack.send('query Counted { services { name } }');
    await stack.send('query Counted { services { name } }');
    await stack.send('query Sleeping { services { name } engines { id } }');
    await stack.send('{ nonsense }');
    expect({
      ok: await grown('operation_seconds_count{kind="query",outcome="ok"}'),
      partial: await grown('operation_seconds_count{kind="query",outcome="partial"}'),
      hits: await grown('plans_total{cache="hit"}'),
      misses: await grown('plans_total{cache="miss"}'),
      madre: await grown('subgraph_fetch_seconds_count{subgraph="madre",outcome="ok"}'),
      asleep: await grown('subgraph_fetch_seconds_count{subgraph="switch",outcome="SERVICE_ASLEEP"}'),
      answers: await grown('asleep_answers_total{service="switch"}'),
    }).toEqual({ ok: 2, partial: 1, hits: 1, misses: 2, madre: 3, asleep: 1, answers: 1 });
    await expect.poll(() => grown('http_request_seconds_count{path="/graphql",status="200"}')).toBe(3);
    await expect.poll(() => grown('http_request_seconds_count{path="/graphql",status="400"}')).toBe(1);
  });

  test('counts subscriptions, their events and what was delivered', async () => {
    const streams = [1, 2].map(() => stack.subscribe('subscription { serviceChanged { service { name } } }'));
    for (const stream of streams) await stream.next();
    const now = await readMetrics();
    expect(now.get('subscriptions')).toBe(2);
    expect(now.get('subscription_streams')).toBe(1);
    expect(await grown('subscription_event_seconds_count{subgraph="madre"}')).toBeGreaterThan(0);
    expect(await grown('subscription_deliveries_total')).toBeGreaterThan(0);
    for (const stream of streams) await stream.close();
    await expect.poll(async () => (await readMetrics()).get('subscriptions')).toBe(0);
  });

  test('gives nothing that a client sent a series of its own', async () => {
    await request(`${stack.url}/made-up-${Math.random()}`).then(({ body }) => body.dump());
    await stack.send('query MadeUpName { services { name } }');
    expect([...(await readMetrics()).keys()].filter((series) => /made-?up/i.test(series))).toEqual([]);
  });
});

describe('extensions.explain', () => {
  interface Explain {
    readonly plan: readonly { readonly subgraph: string; readonly after: readonly number[] }[];
    readonly planWasKept: boolean;
    readonly ms: number;
    readonly fetches: readonly { readonly subgraph: string; readonly outcome: string; readonly ms: number }[];
    readonly asleep: readonly string[];
  }
  const EXPLAIN = { 'x-vx11-explain': 'true' };

  test('tells the plan, how long each subgraph took and who slept', async () => {
    const query = 'query Explained { services { name engines { id } } }';
    const { extensions } = await stack.send(query, {}, EXPLAIN);
    const explain = extensions?.['explain'] as Explain;
    expect(explain.plan).toMatchObject([
      { subgraph: 'madre', after: [] },
      { subgraph: 'switch', after: [0] },
    ]);
    expect(explain.fetches).toEqual([
      { subgraph: 'madre', outcome: 'ok', ms: expect.any(Number) as number },
      { subgraph: 'switch', outcome: 'SERVICE_ASLEEP', ms: expect.any(Number) as number },
    ]);
    expect(explain.asleep).toEqual(['switch']);
    expect(explain.planWasKept).toBe(false);
    const again = await stack.send(query, {}, EXPLAIN);
    expect((again.extensions?.['explain'] as Explain).planWasKept).toBe(true);
  });

  test('tells how many requests of the plan were not sent, as nothing needed them', async () => {
    const query = 'query NotSent($name: ID!) { service(name: $name) { name engines { id } } }';
    const explained = async (name: string) =>
      (await stack.send(query, { name }, EXPLAIN)).extensions?.['explain'];
    expect(await explained('nothing')).toMatchObject({ fetches: [{ subgraph: 'madre' }], notSent: 1 });
    expect(await explained('madre')).toMatchObject({
      fetches: [{ subgraph: 'madre' }, { subgraph: 'switch' }],
      notSent: 0,
    });
  });

  test('is left out unless asked for, and refused to a token without logs:read', async () => {
    expect((await stack.send('{ services { name } }')).extensions).toBeUndefined();
    const reader = createTestClient(stack.url, 'reader-token-0');
    expect(await reader.send('{ services { name } }', {}, EXPLAIN)).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: 'FORBIDDEN', scope: 'logs:read' } }],
    });
  });
});

describe('spans', () => {
  // Once: a tracer keeps to the provider that it first met.
  let recorder: ReturnType<typeof recordSpans>;
  beforeAll(() => void (recorder = recordSpans()));
  beforeEach(() => recorder.forget());
  afterAll(() => recorder.stop());

  test('of request, plan and fetches hang together, and the failed ones are marked', async () => {
    const query = 'query Traced { services { name engines { id } } }';
    const { headers } = await stack.send(query, {}, { traceparent: 'theirs' });
    expect(recorder.spans).toMatchObject([
      {
        name: 'graphql query',
        parent: 'elsewhere',
        attributes: { 'vx11.correlation_id': headers['x-correlation-id'] },
      },
      { name: 'graphql plan', parent: 'graphql query' },
      { name: 'fetch madre', parent: 'graphql query', failed: false },
      { name: 'fetch switch', parent: 'graphql query', failed: true },
    ]);
    expect(recorder.spans.filter(({ ended }) => !ended)).toEqual([]);
  });

  test('of each event of a subscription', async () => {
    const stream = stack.subscribe('subscription Traced { serviceChanged { service { engines { id } } } }');
    const { errors } = await stream.next();
    await stream.close();
    const events = recorder.spans.filter(({ name }) => name === 'graphql subscription event');
    expect(events[0]).toMatchObject({
      ended: true,
      attributes: {
        'graphql.operation.type': 'subscription',
        'vx11.subgraph': 'madre',
        'vx11.correlation_id': errors?.[0]?.extensions?.['correlationId'],
      },
    });
    // What is joined to each event is asked for within its span.
    const fetches = recorder.spans.filter(({ name }) => name === 'fetch switch');
    expect(fetches.map(({ parent }) => parent)).toEqual(events.map(() => 'graphql subscription event'));
  });
});
