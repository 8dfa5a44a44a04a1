import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { SUBGRAPH_TOKEN_HEADER } from '../../platform/graphql/subgraph-http.ts';
import { COMPLETIONS_PATH, type CompletionEvent } from '../../schema/completion.ts';
import { freePort } from '../support/free-port.ts';
import { gate } from '../support/gate.ts';
import { ownRedis } from '../support/redis-server.ts';
import { missing } from '../support/requirements.ts';
import {
  answersThroughGates,
  respondsWith,
  startScriptedEngine,
  type ScriptedEngine,
} from '../support/scripted-engine.ts';
import { spawnSubgraph } from '../support/spawn-subgraph.ts';
import { tempDir } from '../support/temp-dir.ts';

const headers = { [SUBGRAPH_TOKEN_HEADER]: 'between-us', 'content-type': 'application/json' };

describe.skipIf((await missing('redis')) !== undefined)('two switches, each a process of its own', () => {
  it('make one call of an engine that may work again, and answer all other chats elsewhere', async () => {
    const redis = await ownRedis({ keepData: false });
    const [weak, strong] = [await startScriptedEngine(), await startScriptedEngine()];
    onTestFinished(async () => void (await Promise.all([weak.close(), strong.close()])));
    const urls = [await startSwitch(redis.url, weak, strong), await startSwitch(redis.url, weak, strong)];

    weak.script(respondsWith(500), respondsWith(500));
    for (const url of urls) expect(await servedBy(url)).toBe('strong');
    expect(weak.requests).toHaveLength(2);
    for (const url of urls) await untilEligible(url);

    const probe = gate();
    weak.script(answersThroughGates({ gate: probe.promise, text: 'well again' }));
    const asked = urls.flatMap((url) => Array.from({ length: 10 }, () => servedBy(url)));
    let elsewhere = 0;
    for (const answer of asked) void answer.then((engine) => (elsewhere += engine === 'strong' ? 1 : 0));
    await expect.poll(() => elsewhere).toBe(19);
    probe.open();
    expect((await Promise.all(asked)).filter((engine) => engine === 'weak')).toHaveLength(1);
    expect(weak.requests).toHaveLength(3);
  });
});

async function startSwitch(redisUrl: string, weak: ScriptedEngine, strong: ScriptedEngine): Promise<string> {
  const folder = tempDir();
  const common = { provider: 'openai-compatible', model: 'any', limits: { maxConcurrent: 100 } };
  const breaker = { threshold: 1, coolDownMs: 1_000 };
  const engines = [
    { id: 'weak', baseUrl: weak.url, ...common, breaker },
    { id: 'strong', baseUrl: strong.url, ...common },
  ];
  const file = join(folder, 'engines.yaml');
  writeFileSync(file, stringify({ engines }));
  const port = await freePort();
  await spawnSubgraph('switch', port, {
    VX11_SUBGRAPH_TOKEN: 'between-us',
    VX11_DATA_DIR: folder,
    VX11_ENGINES: file,
    REDIS_URL: redisUrl,
  });
  return `http://127.0.0.1:${port}`;
}

async function untilEligible(url: string): Promise<void> {
  const query = '{ routePreview(message: "x") { candidates { engine { id } eligible } } }';
  const isEligible = async (): Promise<boolean> => {
    const { body } = await request(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    });
    const { data } = (await body.json()) as {
      data: { routePreview: { candidates: readonly { engine: { id: string }; eligible: boolean }[] } };
    };
    return data.routePreview.candidates.some(({ engine, eligible }) => engine.id === 'weak' && eligible);
  };
  await expect.poll(isEligible).toBe(true);
}

async function servedBy(url: string): Promise<string> {
  const { body } = await request(`${url}${COMPLETIONS_PATH}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      messageId: 'm1',
      messages: [{ role: 'user', content: 'Hello?' }],
      engine: null,
      allowFallback: true,
    }),
  });
  const end = JSON.parse((await body.text()).trim().split('\n').at(-1) ?? '') as CompletionEvent;
  return end.type === 'finished' ? end.engine : `${end.type}: ${JSON.stringify(end)}`;
}
