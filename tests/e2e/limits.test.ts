import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../gateway/app.ts';
import { readConfig } from '../../gateway/config.ts';
import { startDoorsServer, type DoorsServer } from '../support/doors-server.ts';
import { freePort } from '../support/free-port.ts';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { threeSubgraphs } from '../support/three-subgraphs.ts';
import { openAcceptedWire } from '../support/wire.ts';

interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}
interface At {
  readonly url: string;
  readonly token: string;
}

/** Asks at one of the gateway's doors; the first error's extensions, or undefined. */
const doors: Record<string, (at: At, asked: Asked) => Promise<unknown>> = {
  POST: async ({ url, token }, asked) => {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vx11-token': token },
      body: JSON.stringify(asked),
    });
    return extensionsIn(await response.body.json());
  },
  GET: async ({ url, token }, { query, variables = {} }) => {
    const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const response = await request(`${url}?${parameters.toString()}`, { headers: { 'x-vx11-token': token } });
    return extensionsIn(await response.body.json());
  },
  'event stream': async ({ url, token }, asked) => {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-vx11-token': token },
      body: JSON.stringify(asked),
    });
    const text = await response.body.text();
    return extensionsIn(JSON.parse(/^data: (\{.*)$/m.exec(text)?.[1] ?? text));
  },
  WebSocket: async ({ url, token }, asked) => {
    const wire = await openAcceptedWire(url.replace('http', 'ws'), { token });
    wire.send({ id: '1', type: 'subscribe', payload: asked });
    const { type, payload } = await wire.next();
    wire.close();
    return extensionsIn(type === 'error' ? { errors: payload } : payload);
  },
};

function extensionsIn(answer: unknown): unknown {
  const { errors } = answer as { readonly errors?: readonly { readonly extensions: unknown }[] };
  return errors?.[0]?.extensions;
}

const times = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_none, n) => text(n)).join(' ');

describe.each(Object.entries(doors))('by %s', (door, ask) => {
  let server: DoorsServer;
  beforeAll(async () => {
    server = await startDoorsServer();
  });
  afterAll(() => server.close());
  const answer = (asked: Asked) => ask({ url: server.url, token: 'right' }, asked);

  test.each<[string, Asked]>([
    ['levels', { query: `${'{a'.repeat(21)}${'}'.repeat(21)}` }],
    ['root fields', { query: `{${times(31, (n) => `f${n}`)}}` }],
    ['fields', { query: `{ a { ${times(1_000, (n) => `f${n}`)} } }` }],
    ['aliases', { query: `{ a { ${times(101, (n) => `x${n}: a`)} } }` }],
    ['directives', { query: `{ a ${times(51, () => '@d')} }` }],
    ['items in a list', { query: `{ a(b: [${times(1_001, String)}]) }` }],
    ['items in a list', { query: '{ a }', variables: { ids: Array.from({ length: 1_001 }, () => 1) } }],
    ['rows', { query: '{ guests(first: 1000) { friends(first: 1000) { name } } }' }],
  ])('too many %s are OPERATION_TOO_COMPLEX', async (what, asked) => {
    expect(await answer(asked)).toMatchObject({ code: 'OPERATION_TOO_COMPLEX', what });
  });

  // An address is not as long as 10,001 tokens; its own limit is the length of headers.
  test.skipIf(door === 'GET')('too many tokens are GRAPHQL_PARSE_FAILED', async () => {
    expect(await answer({ query: `{${'a '.repeat(9_999)}}` })).toMatchObject({
      code: 'GRAPHQL_PARSE_FAILED',
    });
  });

  test('and what is within the limits is answered', async () => {
    expect(await answer({ query: '{ door(id: "1") { id } }' })).toBeUndefined();
  });
});

describe('a query that takes too long', () => {
  const QUERY = '{ engines { id } }';
  let at: At;
  /** With a deadline beyond that of a test. */
  let patient: At;
  let close: () => Promise<void>;
  /** Called when the subgraph is told to stop what it answers; undefined: it answers at once. */
  let onStop: (() => void) | undefined;
  /** Called when it is asked what it does not answer. */
  let onAsked: () => void = () => undefined;

  beforeAll(async () => {
    const [madre, operator, other] = [await freePort(), await freePort(), await freePort()];
    const engines = (signal: AbortSignal): unknown => {
      if (onStop === undefined) return [];
      signal.addEventListener('abort', onStop);
      onAsked();
      return new Promise(() => undefined);
    };
    const ports = { madre, operator, switch: other };
    const subgraphs = threeSubgraphs({ ports, token: 'between-us', dataDir: '', engines });
    await subgraphs.start('madre');
    await subgraphs.start('switch');
    const config = readConfig({
      MADRE_URL: `http://127.0.0.1:${madre}`,
      OPERATOR_URL: `http://127.0.0.1:${operator}`,
      SWITCH_URL: `http://127.0.0.1:${other}`,
      VX11_SUBGRAPH_TOKEN: 'between-us',
      PORT: String(await freePort()),
      LOG_LEVEL: 'silent',
    });
    const app = await createApp({ ...config, limits: { ...config.limits, queryDeadlineMs: 500 } });
    const limits = { ...config.limits, queryDeadlineMs: 600_000 };
    const patientApp = await createApp({ ...config, port: await freePort(), limits });
    close = async () => {
      await app.close();
      await patientApp.close();
      await subgraphs.close();
    };
    at = { url: `${app.url}/graphql`, token: LOCAL_TOKEN };
    patient = { url: `${patientApp.url}/graphql`, token: LOCAL_TOKEN };
    // Planned once, as the first plan of a process takes longer than this limit on a machine that is busy.
    await doors['POST']?.(at, { query: QUERY });
  });
  afterAll(() => close());

  test.each(Object.entries(doors))(
    'by %s is DEADLINE_EXCEEDED, and its subgraph is told to stop',
    async (_door, ask) => {
      const stopped = new Promise<void>((resolve) => (onStop = resolve));
      expect(await ask(at, { query: QUERY })).toMatchObject({ code: 'DEADLINE_EXCEEDED', limitMs: 500 });
      await stopped;
    },
  );

  test.each(['application/json', 'text/event-stream'])(
    'is stopped at its subgraph when a client that accepts %s leaves',
    async (accept) => {
      const leaving = new AbortController();
      const stopped = new Promise<void>((resolve) => (onStop = resolve));
      onAsked = () => leaving.abort();
      const answer = request(patient.url, {
        method: 'POST',
        headers: { accept, 'content-type': 'application/json', 'x-vx11-token': patient.token },
        body: JSON.stringify({ query: QUERY }),
        signal: leaving.signal,
      }).then(({ body }) => body.text());
      await expect(answer).rejects.toThrow(/abort/i);
      await stopped;
    },
  );

  test('is stopped at its subgraph when its WebSocket is gone', async () => {
    const stopped = new Promise<void>((resolve) => (onStop = resolve));
    const wire = await openAcceptedWire(patient.url.replace('http', 'ws'), { token: patient.token });
    onAsked = () => wire.socket.terminate();
    wire.send({ id: '1', type: 'subscribe', payload: { query: QUERY } });
    await stopped;
  });
});
