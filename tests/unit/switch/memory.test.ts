import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StartError } from '../../../platform/start-error.ts';
import { completeOver } from '../../support/complete-over.ts';
import {
  billsAtGate,
  respondsWith,
  startScriptedEngine,
  type ScriptedEngine,
} from '../../support/scripted-engine.ts';
import { enginesYaml, startSwitch } from '../../support/switch-subgraph.ts';
import { tempDir } from '../../support/temp-dir.ts';

const API_KEY = 'sk-never-to-be-seen-anywhere';

async function server(): Promise<ScriptedEngine> {
  const started = await startScriptedEngine();
  onTestFinished(() => started.close());
  return started;
}

const everything = `{
  engines { id state reason circuit { state failures } lastObservation { at ok errorCode } score { samples quality } limits { maxConcurrent } }
  usage(period: HOUR_24) { engine { id } requests errors usage { totalTokens costUsd } }
  routePreview(message: "hi") { strategy candidates { engine { id } eligible why } }
}`;

describe('what switch knows', () => {
  it('holds how an engine bills, which a budget is kept by', async () => {
    const one = await server();
    const more = 'maxOutputTokens: 10, budget: { period: month, tokens: 200 }';
    const engines = enginesYaml({ one: { url: one.url, more } });
    const dataDir = tempDir();
    const first = await startSwitch({ dataDir, engines });
    // Five times the most that six bytes in one message can have.
    one.script(billsAtGate(Promise.resolve(), { prompt_tokens: 5 * 22, completion_tokens: 1 }));
    await completeOver(first, { engine: 'one' });
    await first.subgraph.close();
    const second = await startSwitch({ dataDir, engines });
    expect(await second.ask('{ routePreview(message: "Hello?") { reason } }')).toEqual({
      routePreview: { reason: expect.stringContaining('up to 120 tokens more') as string },
    });
  });

  it('outlives its sleep: usage, scores, circuits, refused keys, and what people set', async () => {
    const [good, broken, closed] = [await server(), await server(), await server()];
    const engines = enginesYaml({
      good: {
        url: good.url,
        more: 'price: { input: 1, output: 1 }, budget: { period: month, tokens: 100000 }',
      },
      broken: { url: broken.url, more: 'breaker: { threshold: 1 }' },
      closed,
    });
    const dataDir = tempDir();
    const first = await startSwitch({ dataDir, engines });
    broken.script(respondsWith(500));
    closed.script(respondsWith(401));
    for (const engine of ['good', 'broken', 'closed']) await completeOver(first, { engine });
    await first.ask(
      'mutation { configureEngine(input: { id: "good", maxConcurrent: 5, weight: 3 }) { ok } }',
    );
    await first.ask('mutation { setRoutingStrategy(strategy: WEIGHTED_SCORE) { ok message } }');
    await first.ask(
      'mutation { recordFeedback(input: { engine: "good", success: true, latencyMs: 5, rating: 2 }) { ok } }',
    );
    const before = await first.ask(everything);
    await first.subgraph.close();

    const second = await startSwitch({ dataDir, engines });
    const after = await second.ask(everything);
    expect(after).toMatchObject({
      engines: [
        { id: 'good', circuit: { state: 'CLOSED' }, score: { samples: 2 }, limits: { maxConcurrent: 5 } },
        { id: 'broken', circuit: { state: 'OPEN', failures: 1 }, state: 'COOLDOWN' },
        { id: 'closed', state: 'ERROR', reason: 'it refused the key (HTTP 401)' },
      ],
      routePreview: { strategy: 'WEIGHTED_SCORE' },
    });
    expect(rounded(after)).toEqual(rounded(before));
  });

  it('belongs to one switch at a time', async () => {
    const one = await server();
    const engines = enginesYaml({ one });
    const { dataDir, subgraph } = await startSwitch({ engines });
    await expect(startSwitch({ dataDir, engines })).rejects.toThrow(StartError);
    await subgraph.close();
    await startSwitch({ dataDir, engines });
  });

  it('holds no key: neither its files, nor its log, nor what it answers', async () => {
    const echoing = await server();
    const body = JSON.stringify({
      error: { message: `bad key ${API_KEY}`, code: API_KEY, type: 'context length' },
    });
    const test = await startSwitch({
      engines: enginesYaml({ one: { url: echoing.url, more: 'apiKeyEnv: SECRET_KEY' } }),
      secrets: { SECRET_KEY: API_KEY },
    });
    let told = '';
    for (const status of [400, 401, 413, 422, 429, 500]) {
      echoing.script(respondsWith(status, {}, body), respondsWith(status, {}, body));
      told += await completeOver(test, { engine: 'one' });
      await test.ask('mutation { resetCircuit(engine: "one") { ok } }');
    }
    const submitted = await test.ask(
      'mutation { submitTask(input: { taskType: "completion", engine: "one", payload: { messages: [{ role: "user", content: "hi" }] } }) { ok } }',
    );
    told += JSON.stringify([submitted, await test.ask(everything)]);
    expect(echoing.requests[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
    await test.subgraph.close();
    const files = readdirSync(test.dataDir).map((name) => readFileSync(join(test.dataDir, name), 'latin1'));
    expect(files.length).toBeGreaterThan(2);
    expect(told + test.logged() + files.join()).not.toContain(API_KEY);
  });
});

function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, withoutSeconds));
}

/** How long a circuit is open yet, and what scores have decayed to, is another number a moment later. */
function withoutSeconds(_key: string, value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 100) / 100;
  return typeof value === 'string' ? value.replace(/another \d+ s/, 'a while') : value;
}
