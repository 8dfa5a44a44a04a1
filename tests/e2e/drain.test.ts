import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { spawnServer } from '../support/spawn-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openAcceptedWire, subscribeMessage } from '../support/wire.ts';

const sdl = fed2('type Query { slow: String } type Subscription { ticks: Int }');

/** A gateway process before a subgraph that answers when it is told to. */
async function startSlow() {
  let wasAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (wasAsked = resolve));
  let answer: () => void = () => undefined;
  const answered = new Promise<string>((resolve) => (answer = () => resolve('at last')));
  async function* ticks() {
    yield { ticks: 1 };
    await answered;
  }
  const subgraph = await serveForeignSubgraph(sdl, {
    Query: { slow: () => (wasAsked(), answered) },
    Subscription: { ticks: { subscribe: ticks } },
  });
  onTestFinished(() => subgraph.close());
  const file = join(tempDir(), 'supergraph.graphql');
  writeFileSync(
    file,
    composed({ a: sdl }, () => subgraph.url),
  );
  const port = await freePort();
  const main = fileURLToPath(new URL('dist/gateway/any-supergraph/main.js', packageRoot));
  const server = spawnServer(process.execPath, [main, '--supergraph', file, '--port', String(port)]);
  await server.printed('serving');
  const ask = async () => {
    const response = await request(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ slow }"}',
    });
    return { status: response.statusCode, body: await response.body.json() };
  };
  return { server, port, asked, answer, ask };
}

test('the first SIGTERM takes nothing new, tells subscribers to come back, and finishes what is under way', async () => {
  const { server, port, asked, answer, ask } = await startSlow();
  const wire = await openAcceptedWire(`ws://127.0.0.1:${port}/graphql`, {});
  wire.send(subscribeMessage('1', 'subscription { ticks }'));
  expect(await wire.next()).toMatchObject({ payload: { data: { ticks: 1 } } });
  const slow = ask();
  await asked;
  server.process.kill('SIGTERM');
  expect(await wire.closed).toEqual([1001, 'Going away']);
  await expect.poll(() => isListening(port)).toBe(false);
  answer();
  expect(await slow).toEqual({ status: 200, body: { data: { slow: 'at last' } } });
  expect(await server.exited).toBe(0);
  expect(server.output()).toContain('stopped\n');
});

test('what is not finished within the limit is cut, and it ends with 0 all the same', async () => {
  const { server, asked, ask } = await startSlow();
  const cut = expect(ask()).rejects.toThrow();
  await asked;
  server.process.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  expect(server.output()).toContain('stopped\n');
  await cut;
}, 30_000);

test('the second ends it at once, whatever is under way', async () => {
  const { server, asked, ask } = await startSlow();
  const cut = expect(ask()).rejects.toThrow();
  await asked;
  server.process.kill('SIGTERM');
  await server.printed('stopping: a second signal ends it at once');
  server.process.kill('SIGTERM');
  expect(await server.exited).toBe(1);
  await cut;
});

test('a SIGTERM that only npm gets stops the server that it started', async () => {
  const { port, server } = await startWithNpm();
  server.process.kill('SIGTERM');
  await server.exited;
  await server.printed('stopped\n');
  expect(await isListening(port)).toBe(false);
});

test('a SIGINT of the terminal, which all of npm, its shell and the server get, drains once', async () => {
  const { port, server } = await startWithNpm();
  process.kill(-(server.process.pid ?? 0), 'SIGINT');
  await server.printed('stopped\n');
  expect(await isListening(port)).toBe(false);
});

async function startWithNpm() {
  const port = await freePort();
  const env = { PORT: String(port), VX11_DATA_DIR: tempDir(), VX11_RUNTIME: 'memory', LOG_LEVEL: 'warn' };
  const server = spawnServer('npm', ['start'], env);
  await server.printed('tentaculo_link is up');
  return { port, server };
}
