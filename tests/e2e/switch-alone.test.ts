import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { SUBGRAPH_TOKEN_HEADER } from '../../platform/graphql/subgraph-http.ts';
import { COMPLETIONS_PATH } from '../../schema/completion.ts';
import { packageRoot } from '../../schema/package-root.ts';
import { freePort } from '../support/free-port.ts';
import { within } from '../support/graphql-client.ts';
import { answers, stallsAfter, startScriptedEngine } from '../support/scripted-engine.ts';
import { tempDir } from '../support/temp-dir.ts';

const TOKEN = 'the token between gateway and switch';
const headers = { [SUBGRAPH_TOKEN_HEADER]: TOKEN, 'content-type': 'application/json' };

it('serves switch as a process of its own: GraphQL and completions with the subgraph token, until it is told to stop', async () => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  const { url, child } = await startSwitch(
    `engines:\n  - { id: local, provider: openai-compatible, baseUrl: '${engine.url}', model: any }`,
  );

  const query = JSON.stringify({ query: '{ engines { id state } }' });
  const told = await request(`${url}/graphql`, { method: 'POST', headers, body: query });
  expect(await told.body.json()).toEqual({ data: { engines: [{ id: 'local', state: 'UNKNOWN' }] } });
  const stranger = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: query,
  });
  expect(stranger.statusCode).toBe(401);
  await stranger.body.dump();

  engine.script(answers('From ', 'afar'));
  const answer = await request(`${url}${COMPLETIONS_PATH}`, { method: 'POST', headers, body: completion });
  const lines = (await answer.body.text()).trim().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    type: 'finished',
    engine: 'local',
    content: 'From afar',
  });

  child.kill('SIGTERM');
  const [code] = (await within(10_000, once(child, 'exit'), () => 'switch does not stop')) as [number | null];
  expect(code).toBe(0);
});

it('reaches the socket of the engine when the one who asked goes away', async () => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  const { url } = await startSwitch(
    `engines:\n  - { id: local, provider: openai-compatible, baseUrl: '${engine.url}', model: any }`,
  );
  engine.script(stallsAfter('one'));
  const answer = await request(`${url}${COMPLETIONS_PATH}`, { method: 'POST', headers, body: completion });
  const called = await engine.request(0);
  await answer.body[Symbol.asyncIterator]().next();
  answer.body.on('error', () => undefined).destroy();
  expect(await within(20_000, called.closed, () => 'the engine is still connected')).toBe(true);
});

it('is killed without a chance, and comes back with what it knew: the task that ran has failed, the others go on', async () => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  const folder = tempDir();
  const engines = `engines:\n  - { id: local, provider: openai-compatible, baseUrl: '${engine.url}', model: any, contextTokens: 100000, budget: { period: month, tokens: 100000 } }`;
  const before = await startSwitch(engines, folder);
  const ask = async (url: string, query: string): Promise<unknown> => {
    const answer = await request(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    });
    return answer.body.json();
  };
  const submit =
    'mutation { submitTask(input: { taskType: "completion", payload: { messages: [{ role: "user", content: "hi" }] } }) { task { id } } }';
  engine.script(...Array.from({ length: 4 }, () => stallsAfter('on and on')));
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1)
    ids.push(/"id":"([^"]+)"/.exec(JSON.stringify(await ask(before.url, submit)))?.[1] ?? '');
  await engine.request(3);
  before.child.kill('SIGKILL');
  await once(before.child, 'exit');

  const after = await startSwitch(engines, folder);
  expect(await ask(after.url, `{ switchTask(id: "${ids[0]}") { status error } }`)).toMatchObject({
    data: {
      switchTask: {
        status: 'FAILED',
        error: expect.stringContaining('switch stopped while it ran') as string,
      },
    },
  });
  await expect
    .poll(() => ask(after.url, `{ switchTask(id: "${ids[4]}") { status } }`))
    .toEqual({ data: { switchTask: { status: 'DONE' } } });
  // What the four may have cost counts as spent: nobody knows better.
  const preview = JSON.stringify(
    await ask(after.url, `{ routePreview(message: "${'x'.repeat(80_000)}") { reason } }`),
  );
  expect(preview).toMatch(/exceed its budget/);
});

it('refuses to start on a broken engines file, and says where and what', async () => {
  const { child, output } = await spawnSwitch(
    'engines:\n  - { id: local, provider: openai-compatible, baseUrl: nowhere, model: any }',
  );
  const [code] = (await within(10_000, once(child, 'exit'), output)) as [number | null];
  expect(code).toBe(78);
  expect(output()).toMatch(
    /engines\.yaml:2 engines\.0\.baseUrl: expected an http or https URL .*, found something else/,
  );
});

const completion = JSON.stringify({
  messageId: 'm1',
  messages: [{ role: 'user', content: 'Hello?' }],
  engine: null,
  allowFallback: true,
});

async function startSwitch(
  engines: string,
  folder = tempDir(),
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const { url, child, output } = await spawnSwitch(engines, folder);
  await expect.poll(() => isReady(url), { message: output() }).toBe(true);
  return { url, child };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await request(`${url}/health/ready`);
    await response.body.dump();
    return response.statusCode === 200;
  } catch {
    return false;
  }
}

async function spawnSwitch(
  engines: string,
  folder = tempDir(),
): Promise<{ readonly url: string; readonly child: ChildProcess; readonly output: () => string }> {
  const file = join(folder, 'engines.yaml');
  writeFileSync(file, engines);
  const port = await freePort();
  const serve = fileURLToPath(new URL('dist/subgraphs/serve.js', packageRoot));
  const child = spawn(process.execPath, [serve, 'switch', '--port', String(port)], {
    env: {
      PATH: process.env['PATH'] ?? '',
      VX11_SUBGRAPH_TOKEN: TOKEN,
      VX11_ENGINES: file,
      VX11_DATA_DIR: folder,
      APOLLO_TELEMETRY_DISABLED: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return { url: `http://127.0.0.1:${port}`, child, output: () => printed };
}
