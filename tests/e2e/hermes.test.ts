import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { freePort } from '../support/free-port.ts';
import { closeWindow, openReadyWindow } from '../support/windows.ts';
import { isListening } from '../support/listening.ts';
import { startStack } from '../support/stack.ts';

const RESOURCES = `{ hermesResources { state observedAt reason models { name loaded } tools { name available version } } }`;

interface Told {
  readonly hermesResources: {
    readonly state: string;
    readonly observedAt: string | null;
    readonly reason: string | null;
    readonly tools: readonly { readonly name: string; readonly version: string | null }[];
    readonly models: readonly { readonly name: string; readonly loaded: boolean | null }[];
  };
}

it('tells tools and models while a window holds hermes, what it saw once it sleeps, and is never woken by the question', async () => {
  const asked: string[] = [];
  const ollama = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/api/tags') response.end('{"models":[{"name":"llama3:8b","size":4000}]}');
    else if (request.url === '/api/ps') response.end('{"models":[]}');
    else response.writeHead(404).end();
  });
  const modelPort = await freePort();
  await new Promise<void>((resolve) => ollama.listen(modelPort, '127.0.0.1', resolve));
  onTestFinished(() => {
    ollama.closeAllConnections();
    ollama.close();
  });
  const port = await freePort();
  const program = fileURLToPath(new URL('dist/subgraphs/hermes.js', packageRoot));
  const stack = await startStack({
    env: {
      VX11_HERMES_TOOLS: 'node,not-there',
      VX11_HERMES_SERVERS: `http://127.0.0.1:${modelPort}`,
      PATH: process.env['PATH'] ?? '',
    },
    services: [
      {
        name: 'hermes',
        port,
        probe: { http: '/health/ready' },
        process: { command: process.execPath, args: [program, '--port', String(port)] },
      },
    ],
  });
  onTestFinished(() => stack.close());

  await openReadyWindow(stack, { services: ['switch'], ttlSec: 120 });
  expect((await stack.data<Told>(RESOURCES)).hermesResources).toMatchObject({
    state: 'OFF',
    observedAt: null,
    reason: expect.stringContaining('never seen') as string,
    tools: [],
    models: [],
  });
  expect(await isListening(port)).toBe(false);
  expect(asked).toEqual([]);

  const window = await openReadyWindow(stack, { services: ['hermes'], ttlSec: 120 });
  const { hermesResources: live } = await stack.data<Told>(RESOURCES);
  expect(live).toMatchObject({
    state: 'LIVE',
    reason: null,
    models: [{ name: 'llama3:8b', loaded: false }],
    tools: [
      { name: 'node', available: true, version: process.version },
      { name: 'not-there', available: false, version: null },
    ],
  });
  // Lists alone: nothing that would load a model.
  expect([...new Set(asked)].sort()).toEqual(['/api/ps', '/api/tags', '/v1/models']);

  await closeWindow(stack, window.id);
  await expect.poll(() => isListening(port)).toBe(false);
  const { hermesResources: cached } = await stack.data<Told>(RESOURCES);
  expect(cached).toMatchObject({
    state: 'CACHED',
    observedAt: live.observedAt,
    models: live.models,
    tools: live.tools,
  });
  expect(await isListening(port)).toBe(false);
});
