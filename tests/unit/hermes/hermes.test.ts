import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { SUBGRAPH_TOKEN_HEADER } from '../../../platform/graphql/subgraph-http.ts';
import { createLogger } from '../../../platform/log.ts';
import { HERMES_RESOURCES_PATH, hermesResources, type HermesResources } from '../../../schema/hermes.ts';
import { findTools } from '../../../subgraphs/hermes/cli-tools.ts';
import { createResources } from '../../../subgraphs/hermes/resources.ts';
import { serveHermes } from '../../../subgraphs/hermes/serve-hermes.ts';
import { freePort } from '../../support/free-port.ts';
import { enginesYaml, startSwitch } from '../../support/switch-subgraph.ts';
import { tempDir } from '../../support/temp-dir.ts';

const TOKEN = 'between-us';

describe('the tools of this machine', () => {
  it('are those of the wanted names on the path, with the first line of --version', async () => {
    const path = folderOf({
      says: '#!/bin/sh\necho "says 1.2.3"\necho more',
      complains: '#!/bin/sh\necho "complains 4" >&2\nexit 1',
      mute: '#!/bin/sh\nexit 0',
      other: '#!/bin/sh\necho never asked',
    });
    expect(await look(['says', 'complains', 'mute', 'gone'], path)).toEqual([
      { name: 'says', available: true, version: 'says 1.2.3', path: join(path, 'says') },
      { name: 'complains', available: true, version: 'complains 4', path: join(path, 'complains') },
      { name: 'mute', available: true, version: null, path: join(path, 'mute') },
      { name: 'gone', available: false, version: null, path: null },
    ]);
  });

  it('are asked without a shell, and what is no program or no file is none', async () => {
    const path = folderOf({ tool: '#!/bin/sh\necho "$#: $1"' });
    mkdirSync(join(path, 'folder'));
    writeFileSync(join(path, 'text'), 'text');
    expect(await look(['tool', 'folder', 'text'], `relative:${path}`)).toMatchObject([
      { version: '1: --version' },
      { available: false },
      { available: false },
    ]);
  });

  it('that never answer are ended with all that they started after two seconds', async () => {
    const path = folderOf({
      hangs: `#!/bin/sh\nsleep 1000 &\necho $! > ${tempDir()}/pid\nwait`,
      says: '#!/bin/sh\necho 1',
    });
    const clock = createManualClock();
    const looking = look(['hangs', 'says'], path, clock);
    await expect.poll(() => clock.pendingTimers).toBe(1);
    await clock.advance(2_000);
    expect(await looking).toMatchObject([{ available: true, version: null }, { version: '1' }]);
  });
});

describe('hermes', () => {
  it('lists the models of Ollama and of OpenAI-compatible servers by their lists alone', async () => {
    const ollama = await listing({
      '/api/tags': {
        models: [
          { name: 'llama3:8b', size: 4_000 },
          { name: 'qwen:1b', size: 900 },
        ],
      },
      '/api/ps': { models: [{ name: 'qwen:1b' }] },
    });
    const vllm = await listing({ '/v1/models': { data: [{ id: 'mistral', max_model_len: 32_768 }] } });
    const gone = `http://127.0.0.1:${await freePort()}`;
    const hermes = await start([ollama.url, vllm.url, gone]);
    const { models, servers } = await hermes.resources();
    expect(models).toEqual([
      {
        id: `${hostOf(ollama.url)}/llama3:8b`,
        name: 'llama3:8b',
        server: ollama.url,
        sizeBytes: 4_000,
        contextTokens: null,
        loaded: false,
      },
      {
        id: `${hostOf(ollama.url)}/qwen:1b`,
        name: 'qwen:1b',
        server: ollama.url,
        sizeBytes: 900,
        contextTokens: null,
        loaded: true,
      },
      {
        id: `${hostOf(vllm.url)}/mistral`,
        name: 'mistral',
        server: vllm.url,
        sizeBytes: null,
        contextTokens: 32_768,
        loaded: null,
      },
    ]);
    expect(servers).toEqual([
      { url: ollama.url, reachable: true, reason: null },
      { url: vllm.url, reachable: true, reason: null },
      { url: gone, reachable: false, reason: 'ECONNREFUSED' },
    ]);
    const asked = new Set([...ollama.asked, ...vllm.asked]);
    expect([...asked].sort()).toEqual(['GET /api/ps', 'GET /api/tags', 'GET /v1/models']);
  });

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['says nonsense', (response) => void response.end('<html>'), /something else than JSON/],
    ['says something else', (response) => void response.end('{}'), /something else than models/],
    ['wants a key', (response) => void response.writeHead(401).end(), /HTTP 401/],
    ['never ends', (response) => void response.write('{'), /did not answer within 1000 ms/],
    ['sends far too much', (response) => void response.end('x'.repeat(2_000_000)), /too long/],
  ])('tells a server that %s as one without models, and why', async (_title, answer, reason) => {
    const server = await serving(answer);
    const { models, servers } = await (await start([server])).resources();
    expect(models).toEqual([]);
    expect(servers).toMatchObject([{ reachable: false, reason: expect.stringMatching(reason) as string }]);
  });

  it('answers health to everybody, resources only with the token of the stack', async () => {
    const { url } = await start([]);
    const get = (path: string, token?: string): Promise<Response> =>
      fetch(url + path, token === undefined ? {} : { headers: { [SUBGRAPH_TOKEN_HEADER]: token } });
    expect(await (await get('/health/ready')).json()).toEqual({ status: 'ready', ready: true });
    expect(await (await get('/health/activity')).json()).toMatchObject({ active: 0 });
    expect((await get(HERMES_RESOURCES_PATH)).status).toBe(401);
    expect((await get(HERMES_RESOURCES_PATH, 'guess')).status).toBe(403);
    expect((await get('/elsewhere', TOKEN)).status).toBe(404);
    expect((await get(HERMES_RESOURCES_PATH, TOKEN)).status).toBe(200);
  });
});

describe("switch's hermesResources", () => {
  const QUERY =
    '{ hermesResources { state reason observedAt tools { name version } models { id name loaded engine { id } } } }';

  it('are OFF before hermes was seen, LIVE while it answers, CACHED with their time once it sleeps, also after a restart', async () => {
    const vllm = await listing({ '/v1/models': { data: [{ id: 'any' }] } });
    const port = await freePort();
    const engines = enginesYaml({ local: { url: `${vllm.url}/v1` } });
    const hermesUrl = `http://127.0.0.1:${port}`;
    const test = await startSwitch({ engines, hermesUrl });
    expect(await test.ask(QUERY)).toEqual({
      hermesResources: {
        state: 'OFF',
        reason: 'hermes does not answer (ECONNREFUSED) and was never seen; open a window for it',
        observedAt: null,
        tools: [],
        models: [],
      },
    });

    const hermes = await start([vllm.url], port);
    const model = { id: `${hostOf(vllm.url)}/any`, name: 'any', loaded: null, engine: { id: 'local' } };
    const live = await test.ask(QUERY);
    expect(live).toMatchObject({ hermesResources: { state: 'LIVE', reason: null, models: [model] } });
    expect(
      await test.ask(
        'query($of: [_Any!]!) { _entities(representations: $of) { ... on Model { name engine { id } } } }',
        {
          of: [{ __typename: 'Model', id: model.id }],
        },
      ),
    ).toEqual({ _entities: [{ name: 'any', engine: { id: 'local' } }] });

    await hermes.close();
    const cached = {
      hermesResources: {
        ...(live['hermesResources'] as object),
        state: 'CACHED',
        reason: 'hermes does not answer (ECONNREFUSED)',
      },
    };
    expect(await test.ask(QUERY)).toEqual(cached);
    await test.subgraph.close();
    const again = await startSwitch({ engines, hermesUrl, dataDir: test.dataDir });
    expect(await again.ask(QUERY)).toEqual(cached);
  });
});

function folderOf(programs: Readonly<Record<string, string>>): string {
  const folder = tempDir();
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function look(names: readonly string[], path: string, clock: typeof systemClock = systemClock) {
  // The scripts themselves need a system's folders.
  return findTools(names, { path: `${path}:/usr/bin:/bin`, clock, signal: new AbortController().signal });
}

async function start(servers: readonly string[], port?: number) {
  const resources = createResources({ tools: [], servers, path: '', clock: systemClock });
  const served = await serveHermes({
    host: '127.0.0.1',
    port: port ?? (await freePort()),
    subgraphToken: TOKEN,
    resources,
    drainLimitMs: 1_000,
    clock: systemClock,
    log: createLogger('silent', 'hermes'),
  });
  onTestFinished(() => served.close());
  return {
    ...served,
    async resources(): Promise<HermesResources> {
      const response = await fetch(served.url + HERMES_RESOURCES_PATH, {
        headers: { [SUBGRAPH_TOKEN_HEADER]: TOKEN },
      });
      return hermesResources.parse(await response.json());
    },
  };
}

/** A server of these lists; everything else is not found. */
async function listing(lists: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const url = await serving((response, path) => {
    asked.push(path);
    const list = lists[path.replace('GET ', '')];
    if (list === undefined) response.writeHead(404).end();
    else response.end(JSON.stringify(list));
  });
  return { url, asked };
}

async function serving(answer: (response: ServerResponse, path: string) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, `${request.method} ${request.url}`));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}`;
}

function hostOf(url: string): string {
  return new URL(url).host;
}
