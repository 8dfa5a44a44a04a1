import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { AuditAddedDocument, EngineListDocument } from '../../cli/generated/graphql.ts';
import { createClient, Vx11Error, type Client, type ClientOptions } from '../../client/node.ts';
import { hashToken } from '../../platform/auth.ts';
import { freePort } from '../support/free-port.ts';
import { within } from '../support/graphql-client.ts';
import { networkTo } from '../support/network.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'vx11-client-'));
const tokensFile = join(folder, 'tokens.yaml');
const clients: Client[] = [];
let stack: SpawnedStack;

function writeTokens(tokens: Readonly<Record<string, readonly string[]>>): void {
  const entries = Object.entries(tokens).map(([value, scopes]) => ({
    name: value,
    sha256: hashToken(value),
    scopes,
  }));
  writeFileSync(tokensFile, JSON.stringify({ tokens: entries }));
}

function connect(change: Partial<ClientOptions> = {}): Client {
  const client = createClient({ url: stack.url, token: 'main', ...change });
  clients.push(client);
  return client;
}

/** The error that it rejects with; a test that waits for one must not wait for ever. */
function failureOf(work: Promise<unknown>): Promise<Vx11Error> {
  const failed = work.then(
    (value) => Promise.reject(new Error(`it gave ${JSON.stringify(value)}`)),
    (error: unknown) => (error instanceof Vx11Error ? error : Promise.reject(error as Error)),
  );
  return within(20_000, failed, () => 'it goes on');
}

beforeAll(async () => {
  writeTokens({ main: ['*'], reader: [] });
  stack = await spawnStack({
    services: [{ name: 'hermes', port: await freePort() }],
    env: { VX11_TOKENS: tokensFile, LOG_LEVEL: 'silent' },
  });
});
afterAll(async () => {
  for (const client of clients) client.close();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

test('kill -9 of the gateway and a new one: every event of the audit arrives once, in order', async () => {
  const reconnects: number[] = [];
  const gaps: unknown[] = [];
  const watcher = connect({
    onReconnect: ({ attempt }) => reconnects.push(attempt),
    onGap: (gap) => gaps.push(gap),
  });
  const entries = watcher.subscribe(AuditAddedDocument, { afterSeq: 0 });
  const windows = watcher.watchWindows();
  const before = connect();
  await before.openWindow({ services: ['hermes'], ttlSec: 60, waitUntilReady: true });
  const again = await stack.crash();
  stack = await spawnStack(again);
  const after = connect();
  // Also what happens before the watcher is back.
  const closed = await after.closeWindow();
  expect(closed.ok).toBe(true);
  const opened = await after.openWindow({ services: ['hermes'], ttlSec: 60, reason: 'the last one' });

  const seqs: number[] = [];
  await within(
    20_000,
    (async () => {
      for await (const { data } of entries) {
        seqs.push(data?.auditEntryAdded.seq ?? NaN);
        if (data?.auditEntryAdded.correlationId === opened.correlationId) return;
      }
    })(),
    () => `got ${seqs.join(' ')}`,
  );
  expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
  const types: string[] = [];
  await within(
    20_000,
    (async () => {
      for await (const { data, cursor } of windows) {
        expect(cursor).toBe(data?.windowChanged.seq);
        types.push(`${data?.windowChanged.type} ${data?.windowChanged.window.reason}`);
        if (types.at(-1) === 'OPENED the last one') return;
      }
    })(),
    () => types.join(', '),
  );
  expect(types.filter((type) => type === 'OPENED manual')).toHaveLength(1);
  expect(types.filter((type) => type === 'CLOSED manual')).toHaveLength(1);
  expect(gaps).toEqual([]);
  expect(reconnects.length).toBeGreaterThan(0);
  await after.closeWindow({ id: opened.window?.id ?? '' });
}, 60_000);

test('a connection that is cut right behind the snapshot: what happens meanwhile is told, and the snapshot is not told again', async () => {
  const { url } = stack;
  const network = await networkTo(Number(new URL(url).port));
  onTestFinished(() => network.close());
  const direct = connect({ url });
  const [first, second] = [
    await direct.openWindow({ services: ['hermes'], ttlSec: 60, waitUntilReady: true }),
    await direct.openWindow({ services: ['hermes'], ttlSec: 60, waitUntilReady: true }),
  ].map(({ window }) => window?.id ?? '');
  const gaps: unknown[] = [];
  const watcher = connect({ url: `http://127.0.0.1:${network.port}`, onGap: (gap) => gaps.push(gap) });
  const told: string[] = [];
  void (async () => {
    for await (const { data } of watcher.watchWindows())
      told.push(`${data?.windowChanged.type} ${data?.windowChanged.window.id}`);
  })();
  const snapshot = [`SNAPSHOT ${first}`, `SNAPSHOT ${second}`];
  await expect.poll(() => told).toEqual(snapshot);

  network.cut();
  for (const id of [first ?? '', second ?? '']) await direct.closeWindow({ id });
  network.mend();
  await expect.poll(() => told).toContain(`CLOSED ${second}`);
  expect(told.filter((one) => one.startsWith('SNAPSHOT'))).toEqual(snapshot);
  expect(told.filter((one) => one.startsWith('CLOSED'))).toEqual([`CLOSED ${first}`, `CLOSED ${second}`]);
  expect(gaps).toEqual([]);
});

test('a part that sleeps is null, told once with what wakes it; with `wake` it answers', async () => {
  const asleep: unknown[] = [];
  const client = connect({ onAsleep: (one) => asleep.push(one) });
  const answer = await client.query(EngineListDocument, {});
  expect(answer.data.engines).toBeNull();
  expect(answer.errors.map(({ code, retryable }) => [code, retryable])).toEqual([['SERVICE_ASLEEP', true]]);
  expect(asleep).toMatchObject([{ service: 'switch', paths: [['engines']] }]);
  const woken = await client.query(EngineListDocument, {}, { wake: { ttlSec: 30, waitMs: 20_000 } });
  expect(woken.errors).toEqual([]);
  expect(Array.isArray(woken.data.engines)).toBe(true);
});

test('a question is asked and answered as steps; madre answers while no engine is there', async () => {
  const steps = [];
  for await (const step of connect().chat({ message: 'which services are running?' })) steps.push(step);
  expect(steps[0]).toMatchObject({ type: 'begun', deduplicated: false });
  expect(steps.at(-1)).toMatchObject({
    type: 'finished',
    message: { status: 'COMPLETE', answeredBy: 'MADRE', degraded: true },
  });
});

test.each([
  ['no token', undefined, 'UNAUTHENTICATED'],
  ['a wrong token', 'nobody', 'FORBIDDEN'],
])('%s: a query and a stream fail with %3$s and are not tried again', async (_name, token, code) => {
  const client = connect({ token });
  expect(await failureOf(client.status())).toMatchObject({ code, retryable: false });
  expect(await failureOf(client.watchWindows().next())).toMatchObject({ code });
});

test('a scope that is missing is told with the correlation id that the log has', async () => {
  const failure = await failureOf(
    connect({ token: 'reader' }).openWindow({ services: ['hermes'], ttlSec: 10 }),
  );
  expect(failure.code).toBe('FORBIDDEN');
  expect(failure.facts).toMatchObject({ scope: 'power:write' });
  expect(failure.correlationId).toMatch(/^[\w.-]{8,}$/);
});

test('where nobody listens a request is UNREACHABLE, and a stream waits until its signal ends it', async () => {
  const reconnects: unknown[] = [];
  const client = connect({
    url: `http://127.0.0.1:${await freePort()}`,
    onReconnect: ({ error }) => {
      reconnects.push(error.code);
      if (reconnects.length === 2) controller.abort(new Error('waited enough'));
    },
  });
  const controller = new AbortController();
  expect((await failureOf(client.status())).code).toBe('UNREACHABLE');
  const stream = client.watchWindows({}, { signal: controller.signal });
  await expect(stream.next()).rejects.toThrow('waited enough');
  expect(reconnects).toEqual(['UNREACHABLE', 'UNREACHABLE']);
});

test('a token that is replaced while the stream runs: the stream goes on with the new one', async () => {
  let token = 'main';
  const client = connect({ token: () => token });
  const windows = client.watchWindows({ afterSeq: 0 });
  let seen = 0;
  const read = async (): Promise<number> => {
    const step = await within(15_000, windows.next(), () => `after ${seen}`);
    if (step.done === true || typeof step.value.cursor !== 'number') throw new Error('no event');
    return step.value.cursor;
  };
  seen = await read();
  token = 'second';
  writeTokens({ second: ['*'] });
  await expect
    .poll(
      async () =>
        await connect({ token: 'main' })
          .status()
          .catch((error: Vx11Error) => error.code),
    )
    .toBe('FORBIDDEN');
  await client.openWindow({ services: ['hermes'], ttlSec: 10, reason: 'rotated' });
  for (let reason = ''; reason !== 'rotated';) {
    const step = await within(15_000, windows.next(), () => `after ${seen}`);
    if (step.done === true) throw new Error('the stream ended');
    const seq = Number(step.value.cursor);
    expect(seq).toBeGreaterThan(seen);
    seen = seq;
    reason = step.value.data?.windowChanged.window.reason ?? '';
  }
});
