// Walks the main path of a running stack over its socket and prints each step with its time.
// Usage: node scripts/walk.js [URL]; the token comes from VX11_TOKEN, else the local one.
import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const url = process.argv[2] ?? 'http://127.0.0.1:8000';
const token = process.env.VX11_TOKEN ?? 'vx11-local-token';
const STEP_LIMIT_MS = 45_000;

const socket = createClient({
  url: `${url.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { 'x-vx11-token': token },
});

try {
  await step('the server is live', async () => {
    const response = await fetch(`${url}/health/live`).catch((error) => {
      const why = error.cause?.code ?? error.message;
      throw new Error(
        `nothing answers at ${url} (${why}): start it with "npm start", or name another URL as argument`,
      );
    });
    claim(response.ok, `expected a success status, got ${response.status}`);
  });
  await step('nothing is answered without a token', async () => {
    const response = await fetch(`${url}/graphql`, post('{ __typename }', {}));
    claim(response.status === 401, `expected 401, got ${response.status}`);
  });
  await step('status tells of the whole stack and wakes nothing', async () => {
    const { data } = await plain(example('status'));
    claim(data.status.wokeServices === false, 'status woke services');
    return `${data.status.status}, ${data.status.components.length} components`;
  });
  await step('the switch subgraph sleeps', asleep);

  const events = socket.iterate({ query: example('watch-windows') });
  const window = await step('a window opens for switch', async () => {
    const { data } = await plain(example('open-window'));
    claim(data.openWindow.ok, data.openWindow.message);
    return data.openWindow.window;
  });
  await step('the subscription tells that it is OPEN', () => untilState(events, window.id, 'OPEN'));
  await step('the switch subgraph answers', async () => {
    const { data } = await plain(example('engines'));
    claim(Array.isArray(data.engines), 'engines is null');
    return `${data.engines.length} engines`;
  });
  await step('chat answers, and says who did', async () => {
    const { data } = await plain(example('chat'));
    claim(data.chat.ok, data.chat.error?.message);
    return `${data.chat.message.answeredBy}${data.chat.message.degraded ? `, degraded: ${data.chat.message.degradedReason}` : ''}`;
  });
  await step('the window closes', async () => {
    const { data } = await plain(example('close-window'));
    claim(data.closeWindow.ok, data.closeWindow.message);
  });
  await step('the subscription tells that it is CLOSED', () => untilState(events, window.id, 'CLOSED'));
  await step('the switch subgraph sleeps again', asleep);
  await events.return();
} catch (error) {
  console.error(`FAILED ${error.message}`);
  process.exitCode = 1;
}
await socket.dispose();

async function step(name, work) {
  const startedAt = performance.now();
  let cancel;
  const limit = new Promise((_resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${name}: not within ${STEP_LIMIT_MS} ms`)),
      STEP_LIMIT_MS,
    );
    cancel = () => clearTimeout(timer);
  });
  try {
    const result = await Promise.race([work(), limit]);
    const detail = typeof result === 'string' ? ` (${result})` : '';
    console.log(`ok ${String(Math.round(performance.now() - startedAt)).padStart(6)} ms  ${name}${detail}`);
    return result;
  } catch (error) {
    throw new Error(`${name}: ${error.message}`, { cause: error });
  } finally {
    cancel();
  }
}

async function asleep() {
  const { data, errors } = await send(example('engines'));
  claim(data?.engines === null, 'it answers: close what holds switch first (npx vx11 window list)');
  claim(
    errors?.[0]?.extensions?.code === 'SERVICE_ASLEEP',
    `expected SERVICE_ASLEEP, got ${JSON.stringify(errors)}`,
  );
}

async function untilState(events, id, state) {
  for (;;) {
    const { value, done } = await events.next();
    claim(!done, 'the subscription ended');
    const changed = value.data?.windowChanged;
    claim(changed !== undefined && changed !== null, `an event without data: ${JSON.stringify(value)}`);
    if (changed.window.id !== id) continue;
    claim(
      changed.window.state === state || changed.window.state !== 'FAILED',
      `the window is ${changed.window.state}`,
    );
    if (changed.window.state === state) return `seq ${changed.seq}`;
  }
}

async function plain(query) {
  const result = await send(query);
  claim(result.errors === undefined, JSON.stringify(result.errors));
  return result;
}

async function send(query) {
  const response = await fetch(`${url}/graphql`, post(query, { 'x-vx11-token': token }));
  return response.json();
}

function post(query, headers) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(STEP_LIMIT_MS),
  };
}

function example(name) {
  return readFileSync(new URL(`../examples/${name}.graphql`, import.meta.url), 'utf8');
}

function claim(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}
