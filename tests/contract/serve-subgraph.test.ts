import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { createClient, type Client } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createBoundedQueue, type BoundedQueue } from '../../platform/bounded-queue.ts';
import { CodedError } from '../../platform/errors.ts';
import { toHopExtension, toHopHeaders } from '../../platform/request-context.ts';
import { serveSubgraph, type ServedSubgraph } from '../../platform/graphql/serve-subgraph.ts';
import type { Readiness } from '../../platform/graphql/subgraph.ts';
import { fragmentsInFragments } from '../support/deep-documents.ts';
import { freePort } from '../support/free-port.ts';
import { ODD_TARGETS, rawRequest, UPGRADE } from '../support/raw-request.ts';
import { recordingLog } from '../support/recording-log.ts';
import { tinySubgraph, type TinyContext } from '../support/tiny-subgraph.ts';

const SDL = /* GraphQL */ `
  type Query {
    who: String!
    broken: String
    waits: String
  }
  type Subscription {
    tick: Int!
    refused: Int
  }
`;
const TOKEN = 'between-the-two-of-us';
const hop = {
  correlationId: 'trace-7',
  actor: { name: 'consolé', scopes: ['chat:write'] },
  signal: new AbortController().signal,
};

let served: ServedSubgraph;
let readiness: Readiness;
let brokenReadiness: Error | undefined;
let ticks: BoundedQueue<number>;
let ticksClosed: PromiseWithEnd;
let waiting: PromiseWithEnd;
let waitAborted: PromiseWithEnd;
let lines: Record<string, unknown>[];

interface PromiseWithEnd {
  readonly promise: Promise<void>;
  readonly end: () => void;
}

function promiseWithEnd(): PromiseWithEnd {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { promise, end };
}

beforeEach(async () => {
  const recording = recordingLog();
  lines = recording.lines;
  readiness = { ready: true };
  brokenReadiness = undefined;
  ticksClosed = promiseWithEnd();
  waiting = promiseWithEnd();
  waitAborted = promiseWithEnd();
  ticks = createBoundedQueue({
    limit: 100,
    overflow: { policy: 'drop-oldest' },
    onClose: () => ticksClosed.end(),
  });
  const subgraph = tinySubgraph(
    SDL,
    {
      Query: {
        who: (_parent: unknown, _args: unknown, { request }: TinyContext) =>
          `${request.actor.name} ${request.actor.scopes.join()} ${request.correlationId}`,
        broken: () => {
          throw new Error('inner secret');
        },
        waits: (_parent: unknown, _args: unknown, { request }: TinyContext) => {
          waiting.end();
          return new Promise((resolve) =>
            request.signal.addEventListener('abort', () => {
              waitAborted.end();
              resolve('aborted');
            }),
          );
        },
      },
      Subscription: {
        tick: { subscribe: () => ticks, resolve: (event: unknown) => event },
        refused: {
          subscribe: () => {
            throw new CodedError('BAD_USER_INPUT', { problem: 'not today' });
          },
        },
      },
    },
    {
      readiness: () => {
        if (brokenReadiness !== undefined) throw brokenReadiness;
        return readiness;
      },
      routes: { '/internal/echo': (request, response) => void request.pipe(response) },
    },
  );
  served = await serveSubgraph(subgraph, {
    host: '127.0.0.1',
    port: await freePort(),
    token: TOKEN,
    log: recording.log,
    drainLimitMs: 1_000,
  });
});

afterEach(() => served.close());

function post(
  body: string,
  headers: Record<string, string> = { 'x-vx11-subgraph-token': TOKEN },
  path = '/graphql',
): Promise<Response> {
  return fetch(`${served.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function codesOf(response: Response): Promise<unknown[]> {
  const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return errors.map((error) => error.extensions.code);
}

describe('over HTTP', () => {
  it('answers with the actor and the correlation id of the hop', async () => {
    const response = await post(JSON.stringify({ query: '{ who }' }), {
      'x-vx11-subgraph-token': TOKEN,
      ...toHopHeaders(hop),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-correlation-id')).toBe('trace-7');
    expect(await response.json()).toEqual({ data: { who: 'consolé chat:write trace-7' } });
  });

  it.each([
    ['without a token', {}, 401, 'UNAUTHENTICATED'],
    ['with a wrong token', { 'x-vx11-subgraph-token': 'guess' }, 403, 'FORBIDDEN'],
  ])('refuses a request %s, own routes included', async (_title, headers, status, code) => {
    for (const path of ['/graphql', '/internal/echo', '/nowhere']) {
      const response = await post('{"query":"{ who }"}', headers, path);
      expect(response.status).toBe(status);
      expect(await codesOf(response)).toEqual([code]);
    }
  });

  it('serves the routes of the subgraph', async () => {
    expect(await (await post('hello', undefined, '/internal/echo')).text()).toBe('hello');
  });

  it.each([
    ['what is not JSON', '{', 400, 'BAD_USER_INPUT'],
    ['JSON without a query', '{"query": 7}', 400, 'BAD_USER_INPUT'],
    ['more than 2 MB', JSON.stringify({ query: ' '.repeat(2 * 1024 * 1024) }), 413, 'PAYLOAD_TOO_LARGE'],
    ['a query that does not parse', '{"query": "{"}', 200, 'GRAPHQL_PARSE_FAILED'],
    ['a field that does not exist', '{"query": "{ nope }"}', 200, 'GRAPHQL_VALIDATION_FAILED'],
    ['a resolver that fails', '{"query": "{ broken }"}', 200, 'INTERNAL_ERROR'],
  ])('answers %s with a code', async (_title, body, status, code) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await codesOf(response)).toEqual([code]);
  });

  it('keeps inner messages to the log', async () => {
    const text = await (await post('{"query":"{ broken }"}')).text();
    expect(text).not.toContain('inner secret');
    expect(lines).toMatchObject([{ err: { message: 'inner secret' } }]);
  });

  it('answers 404 and 405 beside its paths', async () => {
    expect((await post('{}', undefined, '/other')).status).toBe(404);
    expect(
      (await fetch(`${served.url}/graphql`, { headers: { 'x-vx11-subgraph-token': TOKEN } })).status,
    ).toBe(405);
  });

  it.each(ODD_TARGETS)('answers a request for %j as any other, whoever sends it', async (target) => {
    const token = { 'x-vx11-subgraph-token': TOKEN };
    expect(await rawRequest(served.url, target)).toBe('HTTP/1.1 401 Unauthorized');
    expect(await rawRequest(served.url, target, { headers: token })).toBe('HTTP/1.1 404 Not Found');
    expect(await rawRequest(served.url, target, { method: 'OPTIONS' })).toBe('HTTP/1.1 401 Unauthorized');
    expect(await rawRequest(served.url, target, { headers: UPGRADE })).toBe('HTTP/1.1 400 Bad Request');
    expect((await fetch(`${served.url}/health/live`)).status).toBe(200);
  });

  it('answers 500 where its own health cannot be read', async () => {
    brokenReadiness = new Error('inner secret');
    const response = await fetch(`${served.url}/health/ready`);
    expect(response.status).toBe(500);
    expect(await codesOf(response)).toEqual(['INTERNAL_ERROR']);
  });

  it('tells its health to everybody', async () => {
    expect((await fetch(`${served.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${served.url}/health/ready`)).status).toBe(200);
    readiness = { ready: false, reason: 'store is not open' };
    const response = await fetch(`${served.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ ready: false, reason: 'store is not open' });
  });

  it('tells everybody how much it answers just now, on its own routes too', async () => {
    const activity = async () => (await fetch(`${served.url}/health/activity`)).json();
    expect(await activity()).toEqual({ active: 0, detail: 'requests under way: 0, streams open: 0' });
    const abort = new AbortController();
    const asked = fetch(`${served.url}/graphql`, {
      method: 'POST',
      body: '{"query":"{ waits }"}',
      headers: { 'x-vx11-subgraph-token': TOKEN },
      signal: abort.signal,
    });
    await waiting.promise;
    expect(await activity()).toMatchObject({ active: 1 });
    abort.abort();
    await expect(asked).rejects.toThrow();
    await waitAborted.promise;
    await vi.waitFor(async () => expect(await activity()).toMatchObject({ active: 0 }));
    const { port } = served;
    const socket = connectTcp(port, '127.0.0.1');
    await once(socket, 'connect');
    const echoed = once(socket, 'data');
    const head = `POST /internal/echo HTTP/1.1\r\nhost: x\r\nx-vx11-subgraph-token: ${TOKEN}\r\ncontent-length: 4\r\n\r\n`;
    socket.write(`${head}ab`);
    await echoed;
    expect(await activity()).toMatchObject({ active: 1 });
    socket.write('cd');
    await vi.waitFor(async () => expect(await activity()).toMatchObject({ active: 0 }));
    socket.destroy();
  });

  it('aborts a request whose client is gone', async () => {
    const abort = new AbortController();
    const request = fetch(`${served.url}/graphql`, {
      method: 'POST',
      body: '{"query":"{ waits }"}',
      headers: { 'x-vx11-subgraph-token': TOKEN },
      signal: abort.signal,
    });
    await waiting.promise;
    abort.abort();
    await expect(request).rejects.toThrow();
    await waitAborted.promise;
  });
});

describe('over WebSocket', () => {
  const clients: Client[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
  });

  function connect(connectionParams: Record<string, unknown> = { 'x-vx11-subgraph-token': TOKEN }): Client {
    const client = createClient({
      url: `${served.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    });
    clients.push(client);
    return client;
  }

  it('delivers events, and ends the source when the client completes', async () => {
    const stream = connect().iterate({ query: 'subscription { tick }' });
    const first = stream.next();
    ticks.push(1);
    ticks.push(2);
    expect((await first).value).toEqual({ data: { tick: 1 } });
    expect((await stream.next()).value).toEqual({ data: { tick: 2 } });
    await stream.return?.();
    await ticksClosed.promise;
  });

  it('tells its open streams apart from what it answers', async () => {
    const activity = async () => (await fetch(`${served.url}/health/activity`)).json();
    const stream = connect().iterate({ query: 'subscription { tick }' });
    const first = stream.next();
    ticks.push(1);
    await first;
    expect(await activity()).toEqual({ active: 0, detail: 'requests under way: 0, streams open: 1' });
    await stream.return?.();
    await ticksClosed.promise;
    await vi.waitFor(async () =>
      expect(await activity()).toEqual({ active: 0, detail: 'requests under way: 0, streams open: 0' }),
    );
  });

  it('ends the source when the connection breaks', async () => {
    const client = connect();
    const stream = client.iterate({ query: 'subscription { tick }' });
    const first = stream.next();
    ticks.push(1);
    await first;
    client.terminate();
    await ticksClosed.promise;
  });

  it('takes correlation id and actor of each operation from extensions.hop', async () => {
    const stream = connect().iterate({ query: '{ who }', extensions: { hop: toHopExtension(hop) } });
    expect((await stream.next()).value).toEqual({ data: { who: 'consolé chat:write trace-7' } });
  });

  it.each([
    ['without a token', {}],
    ['with a wrong token', { 'x-vx11-subgraph-token': 'guess' }],
  ])('closes a connection %s with 4403', async (_title, params) => {
    await expect(connect(params).iterate({ query: '{ who }' }).next()).rejects.toMatchObject({ code: 4403 });
  });

  it.each([
    ['subscription { refused }', 'BAD_USER_INPUT'],
    ['subscription { nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription {', 'GRAPHQL_PARSE_FAILED'],
  ])('answers %j with an error message and keeps the connection', async (query, code) => {
    const client = connect();
    const failing = client.iterate({ query }).next();
    await expect(failing).rejects.toMatchObject([{ extensions: { code } }]);
    expect((await client.iterate({ query: '{ who }' }).next()).value).toHaveProperty('data.who');
  });

  it.each([
    ['deep', `${'{a'.repeat(100_000)}`, 'GRAPHQL_PARSE_FAILED'],
    ['deep in fragments', fragmentsInFragments(20_000), 'GRAPHQL_VALIDATION_FAILED'],
  ])('refuses what is nested too %s and keeps the connection', async (_how, query, code) => {
    const client = connect();
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([{ extensions: { code } }]);
    expect((await client.iterate({ query: '{ who }' }).next()).value).toHaveProperty('data.who');
  });

  it('ends a connection with a message too long, and says so in the log alone', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => printed.mockRestore());
    const long = connect().iterate({ query: ' '.repeat(2 * 1024 * 1024) });
    await expect(long.next()).rejects.toMatchObject({ code: 1009 });
    expect(printed.mock.calls).toEqual([]);
    expect(lines).toMatchObject([{ problem: 'Max payload size exceeded' }]);
  });

  it('ends a stream whose source breaks with a coded error', async () => {
    const stream = connect().iterate({ query: 'subscription { tick }' });
    const first = stream.next();
    ticks.push(1);
    await first;
    ticks.end(new Error('inner secret'));
    await expect(stream.next()).rejects.toMatchObject([{ extensions: { code: 'INTERNAL_ERROR' } }]);
  });

  it('accepts the protocol graphql-transport-ws only', async () => {
    const socket = new WebSocket(`${served.url.replace('http', 'ws')}/graphql`);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4406);
  });
});

describe('starting and closing', () => {
  it('says which port is taken', async () => {
    const other = createServer();
    other.listen(await freePort(), '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const second = serveSubgraph(tinySubgraph('type Query { a: Int }', {}), {
      host: '127.0.0.1',
      port,
      token: TOKEN,
      log: recordingLog().log,
    });
    await expect(second).rejects.toThrow(`port ${port} on 127.0.0.1 is already in use`);
    other.close();
  });

  it('closes in time with a subscription open, and ends its source', async () => {
    const client = createClient({
      url: `${served.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { 'x-vx11-subgraph-token': TOKEN },
      retryAttempts: 0,
    });
    const stream = client.iterate({ query: 'subscription { tick }' });
    const first = stream.next();
    ticks.push(1);
    await first;
    const ended = expect(stream.next()).rejects.toMatchObject({ code: 1001 });
    await Promise.all([served.close(), served.close()]);
    await ticksClosed.promise;
    await ended;
    await expect(fetch(`${served.url}/health/live`)).rejects.toThrow();
  });

  it('cuts what is not finished when its time to drain is over', async () => {
    const asked = post('{"query":"{ waits }"}');
    await waiting.promise;
    const cut = expect(asked).rejects.toThrow();
    await served.close();
    await waitAborted.promise;
    await cut;
  });

  it('lets a request under way finish', async () => {
    const { port } = served;
    const socket = connectTcp(port, '127.0.0.1');
    await once(socket, 'connect');
    const body = '{"query":"{ who }"}';
    const head = [
      'POST /graphql HTTP/1.1',
      'host: x',
      `x-vx11-subgraph-token: ${TOKEN}`,
      `content-length: ${body.length}`,
      '',
      '',
    ].join('\r\n');
    const continued = once(socket, 'data');
    socket.write(`${head.replace('host: x', 'host: x\r\nexpect: 100-continue')}`);
    expect(String(await continued)).toContain('100 Continue');
    const closing = served.close();
    const answered = once(socket, 'data');
    socket.write(body);
    expect(String(await answered)).toContain('"who"');
    await closing;
  });
});
