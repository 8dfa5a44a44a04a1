import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { SUBGRAPH_TOKEN_HEADER } from '../../platform/graphql/subgraph-http.ts';
import { childProcesses } from '../support/child-processes.ts';
import { writeEngines } from '../support/engines-file.ts';
import { freePort } from '../support/free-port.ts';
import { breaksAfter, stallsAfter, startScriptedEngine } from '../support/scripted-engine.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';
import { spawnSubgraph } from '../support/spawn-subgraph.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The first one fails after a word, the second stops in mid-answer: what is killed then has something to tell. */
const SHOWN = 'half an answer';
const FIELDS = `status content answeredBy engine { id } degraded error { code }
  attempts { engine { id } order outcome errorCode firstTokenMs totalMs charactersDiscarded }
  route { strategy reason candidates { engine { id } eligible } }`;
const route = {
  strategy: 'ORDERED',
  reason: 'first: number 1 in the configured order',
  candidates: [
    { engine: { id: 'first' }, eligible: true },
    { engine: { id: 'second' }, eligible: true },
  ],
};
const failedFirst = {
  engine: { id: 'first' },
  order: 1,
  outcome: 'FAILED_MID_STREAM',
  errorCode: 'ENGINE_UNAVAILABLE',
  charactersDiscarded: 'void '.length,
};

/** Of an answer that was taken back. */
const interruptedSecond = {
  engine: { id: 'second' },
  order: 2,
  outcome: 'INTERRUPTED',
  errorCode: null,
  firstTokenMs: expect.any(Number) as number,
  totalMs: expect.any(Number) as number,
  charactersDiscarded: SHOWN.length,
};

async function enginesFile(): Promise<string> {
  const [first, second] = [await startScriptedEngine(), await startScriptedEngine()];
  for (const engine of [first, second]) onTestFinished(() => engine.close());
  first.script(breaksAfter('void '));
  second.script(stallsAfter(SHOWN));
  return writeEngines(tempDir(), { first, second });
}

interface Answer {
  readonly status: string;
  readonly content: string;
  readonly attempts: readonly { readonly outcome: string }[];
}

type Ask = <Data>(query: string) => Promise<Data>;

/** Begins an answer, and resolves with its id when all that was shown of it can be read from the store. */
async function inMidAnswer(ask: Ask, more = ''): Promise<string> {
  const { chat } = await ask<{ chat: { message: { id: string } } }>(
    `mutation { chat(input: { message: "hi", wait: false ${more} }) { message { id } } }`,
  );
  const { id } = chat.message;
  await expect.poll(async () => (await read(ask, id)).content).toBe(SHOWN);
  // Nobody calls interrupted what is still under way.
  const { status, attempts } = await read(ask, id);
  expect({ status, outcome: attempts.at(-1)?.outcome }).toEqual({ status: 'STREAMING', outcome: 'RUNNING' });
  return id;
}

async function read(ask: Ask, id: string): Promise<Answer> {
  return (await ask<{ message: Answer }>(`{ message(id: "${id}") { ${FIELDS} } }`)).message;
}

const cutOff = {
  status: 'PARTIAL',
  content: SHOWN,
  answeredBy: 'ENGINE',
  engine: { id: 'second' },
  error: { code: 'INTERNAL' },
  attempts: [
    failedFirst,
    // How long it took died with whoever measured it.
    {
      engine: { id: 'second' },
      order: 2,
      outcome: 'INTERRUPTED',
      errorCode: null,
      firstTokenMs: expect.any(Number) as number,
      totalMs: null,
      charactersDiscarded: null,
    },
  ],
  route,
};

async function spawnAwake(): Promise<SpawnedStack> {
  const stack = await spawnStack({ dataDir: tempDir(), env: { VX11_ENGINES: await enginesFile() } });
  onTestFinished(() => stack.close());
  await stack.data(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 120, waitUntilReady: true }) { ok } }',
  );
  return stack;
}

test('after kill -9 of the server an answer says which engine it came from, why that one, and what was tried', async () => {
  const before = await spawnAwake();
  const id = await inMidAnswer((query) => before.data(query));
  const after = await spawnStack(await before.crash());
  onTestFinished(() => after.close());
  expect(await read((query) => after.data(query), id)).toMatchObject(cutOff);
});

test('after kill -9 of operator alone it does too', async () => {
  const token = 'between the subgraphs';
  const [port, switchPort, dataDir] = [await freePort(), await freePort(), tempDir()];
  await spawnSubgraph('switch', switchPort, {
    VX11_SUBGRAPH_TOKEN: token,
    VX11_DATA_DIR: tempDir(),
    VX11_ENGINES: await enginesFile(),
  });
  const env = {
    VX11_SUBGRAPH_TOKEN: token,
    VX11_DATA_DIR: dataDir,
    SWITCH_URL: `http://127.0.0.1:${switchPort}`,
    // Nobody is there: operator asks switch all the same.
    MADRE_URL: `http://127.0.0.1:${await freePort()}`,
  };
  const ask: Ask = async <Data>(query: string) => {
    const { body } = await request(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SUBGRAPH_TOKEN_HEADER]: token },
      body: JSON.stringify({ query }),
    });
    return ((await body.json()) as { data: Data }).data;
  };
  const before = await spawnSubgraph('operator', port, env);
  const id = await inMidAnswer(ask);
  const exited = once(before, 'exit');
  before.kill('SIGKILL');
  await exited;
  await spawnSubgraph('operator', port, env);
  expect(await read(ask, id)).toMatchObject(cutOff);
});

test('after kill -9 of switch madre answers instead, and which engine was interrupted is told', async () => {
  const stack = await spawnAwake();
  const ask: Ask = (query) => stack.data(query);
  const id = await inMidAnswer(ask);
  process.kill(switchOf(stack), 'SIGKILL');
  await expect.poll(async () => (await read(ask, id)).status).toBe('COMPLETE');
  expect(await read(ask, id)).toMatchObject({
    answeredBy: 'MADRE',
    degraded: true,
    engine: null,
    attempts: [failedFirst, interruptedSecond],
    route,
  });
});

test('after kill -9 of switch an answer that allows no fallback has failed, and nothing that was shown passes for it', async () => {
  const stack = await spawnAwake();
  const ask: Ask = (query) => stack.data(query);
  const id = await inMidAnswer(ask, 'engine: "second", allowFallback: false');
  process.kill(switchOf(stack), 'SIGKILL');
  await expect.poll(async () => (await read(ask, id)).status, { timeout: 15_000 }).toBe('FAILED');
  expect(await read(ask, id)).toMatchObject({
    content: '',
    answeredBy: null,
    engine: null,
    degraded: false,
    error: { code: 'ENGINE_UNAVAILABLE' },
    attempts: [{ ...interruptedSecond, order: 1 }],
    route: { strategy: 'PINNED', candidates: [{ engine: { id: 'second' }, eligible: true }] },
  });
  const { chat } = await ask<{ chat: { ok: boolean; error: { code: string; retryable: boolean } } }>(
    'mutation { chat(input: { message: "again", allowFallback: false }) { ok error { code retryable } } }',
  );
  expect(chat).toEqual({ ok: false, error: { code: 'ENGINE_UNAVAILABLE', retryable: true } });
});

function switchOf(stack: SpawnedStack): number {
  const pid = childProcesses(stack.process.pid ?? 0).find((child) =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0').includes('switch'),
  );
  if (pid === undefined) throw new Error('no process of switch');
  return pid;
}
