import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { systemContext } from '../../../platform/request-context.ts';
import { serveSubgraph } from '../../../platform/graphql/serve-subgraph.ts';
import { createLogger } from '../../../platform/log.ts';
import { completeAt } from '../../support/complete-over.ts';
import { freePort } from '../../support/free-port.ts';
import { gate } from '../../support/gate.ts';
import {
  answersThroughGates,
  startScriptedEngine,
  type ScriptedEngine,
} from '../../support/scripted-engine.ts';
import { enginesYaml, startSwitch, type TestSwitch } from '../../support/switch-subgraph.ts';
import { tempDir } from '../../support/temp-dir.ts';

const LOOK_MS = 500;

async function server(): Promise<ScriptedEngine> {
  const started = await startScriptedEngine();
  onTestFinished(() => started.close());
  return started;
}

/** Until the file, whose time stamp is the kernel's, has been looked at. */
async function reread(
  test: TestSwitch,
  clock: ReturnType<typeof createManualClock>,
  said: string,
): Promise<void> {
  await expect
    .poll(async () => {
      await clock.advance(LOOK_MS);
      return test.logged();
    })
    .toContain(said);
}

describe('an engines file that changes', () => {
  it('adds, changes and removes engines, and leaves those that did not change what is known of them', async () => {
    const clock = createManualClock();
    const [one, two] = [await server(), await server()];
    const test = await startSwitch({ clock, engines: enginesYaml({ one, two }) });
    await test.ask('mutation { configureEngine(input: { id: "one", maxConcurrent: 3 }) { ok } }');
    await test.ask(
      'mutation { recordFeedback(input: { engine: "two", success: true, latencyMs: 1 }) { ok } }',
    );
    const changes = await test.executor.subscribe({
      query: 'subscription { engineChanged(id: "three") { id } }',
      context: systemContext(new AbortController().signal),
    });
    onTestFinished(async () => void (await changes.return?.()));

    test.writeEngines(enginesYaml({ one, three: one }, 'strategy: lowest-latency'));
    await reread(test, clock, 'the engines file was read again');
    expect(
      await test.ask('{ engines { id limits { maxConcurrent } } routePreview(message: "x") { strategy } }'),
    ).toEqual({
      engines: [
        { id: 'one', limits: { maxConcurrent: 3 } },
        { id: 'three', limits: { maxConcurrent: 64 } },
      ],
      routePreview: { strategy: 'LOWEST_LATENCY' },
    });
    expect((await changes.next()).value).toMatchObject({ data: { engineChanged: { id: 'three' } } });
  });

  it('is refused where it is broken: the engines stay, the problem is told once and shown', async () => {
    const clock = createManualClock();
    const one = await server();
    const test = await startSwitch({ clock, engines: enginesYaml({ one }) });
    test.writeEngines(
      'engines: [{ id: one, provider: deepseek, baseUrl: "ftp://x", model: m, apiKeyEnv: sk-hidden }]',
    );
    await reread(test, clock, 'cannot be used');
    for (let look = 0; look < 5; look += 1) await clock.advance(LOOK_MS);
    expect(test.logged().split('cannot be used').length).toBe(2);
    expect(test.logged()).not.toContain('sk-hidden');
    await test.ask('mutation { resetCircuit(engine: "one") { ok } }');
    const { engines } = (await test.ask('{ engines { id provider } }')) as { engines: unknown };
    expect(engines).toEqual([{ id: 'one', provider: 'OPENAI_COMPATIBLE' }]);
    const port = await serve(test);
    await completeOver(port);
    const shown = JSON.stringify(await test.ask('{ engine(id: "one") { state reason } }'));
    expect(shown).toContain('AVAILABLE');
    expect(shown).toMatch(
      /the engines file changed and is not used: .*baseUrl: expected an http or https URL/,
    );

    test.writeEngines(enginesYaml({ one }));
    await reread(test, clock, 'was read again');
    expect(await test.ask('{ engine(id: "one") { reason } }')).toEqual({ engine: { reason: null } });
  });

  it('is told also where it was to bring the first engine: in the preview of a route, and to whoever asks', async () => {
    const clock = createManualClock();
    const test = await startSwitch({ clock, engines: 'engines: []' });
    const port = await serve(test);
    const reason = async (): Promise<unknown> =>
      (await test.ask('{ routePreview(message: "x") { reason } }'))['routePreview'];
    expect(await reason()).toEqual({ reason: 'no engine is configured' });
    test.writeEngines('engines: [{ id: one, provider: openai-compatible, baseUrl: "ftp://x", model: m }]');
    await reread(test, clock, 'cannot be used');
    const told =
      /^no engine is configured; the engines file changed and is not used: [^]*baseUrl: expected an http or https URL/;
    expect(await reason()).toEqual({ reason: expect.stringMatching(told) as string });
    const failed = JSON.parse(await completeOver(port)) as { readonly message: string };
    expect(failed.message).toMatch(told);
    test.writeEngines('engines: [] # none');
    await reread(test, clock, 'was read again');
    expect(await reason()).toEqual({ reason: 'no engine is configured' });
  });

  it('opens no new budget for an engine that leaves and comes back', async () => {
    const clock = createManualClock();
    const one = await server();
    const withBudget = enginesYaml({
      one: { url: one.url, more: 'maxOutputTokens: 10, budget: { period: month, tokens: 100 }' },
    });
    const test = await startSwitch({ clock, engines: withBudget });
    const port = await serve(test);
    // 18 tokens each; a call takes up to 32, and 98 before the first bill was seen.
    for (let calls = 0; calls < 4; calls += 1) expect(await completeOver(port)).toContain('"finished"');
    expect(await completeOver(port)).toContain('SKIPPED_BUDGET');
    test.writeEngines('engines: []');
    await reread(test, clock, 'was read again');
    expect(await completeOver(port)).toContain('no engine is configured');
    test.writeEngines(withBudget);
    await expect
      .poll(async () => {
        await clock.advance(LOOK_MS);
        return completeOver(port);
      })
      .toContain('SKIPPED_BUDGET');
  });

  it('is not needed for another key: the file that holds one is followed, and a refused key is forgotten with it', async () => {
    const clock = createManualClock();
    const one = await server();
    one.script((response) => void response.writeHead(401).end());
    const key = join(tempDir(), 'key');
    writeFileSync(key, 'sk-old\n');
    const test = await startSwitch({
      clock,
      engines: enginesYaml({ one: { url: one.url, more: 'apiKeyEnv: ENGINE_KEY' } }),
      secretFiles: { ENGINE_KEY: key },
    });
    const port = await serve(test);
    expect(await completeOver(port)).toContain('ENGINE_REFUSED');
    expect(await completeOver(port)).toContain('SKIPPED_NO_CREDENTIALS');
    writeFileSync(key, 'sk-new\n');
    await reread(test, clock, 'the key of an engine was read again');
    expect(await completeOver(port)).toContain('Hello from the scripted engine');
    expect(one.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer sk-old',
      'Bearer sk-new',
    ]);
    expect(test.logged()).not.toMatch(/sk-(old|new)/);
  });

  it('is not needed for the key of an engine without an entry: a file that is empty for a while is followed all the same', async () => {
    const clock = createManualClock();
    const key = join(tempDir(), 'key');
    writeFileSync(key, 'sk-old\n');
    const test = await startSwitch({ clock, engines: undefined, secretFiles: { OPENAI_API_KEY: key } });
    const engines = async () => {
      await clock.advance(LOOK_MS);
      return test.ask('{ engines { id } }');
    };
    expect(await engines()).toEqual({ engines: [{ id: 'openai' }] });
    writeFileSync(key, '');
    await expect.poll(engines).toEqual({ engines: [] });
    writeFileSync(key, 'sk-new\n');
    await expect.poll(engines).toEqual({ engines: [{ id: 'openai' }] });
  });

  it('lets an answer go on with what it began with', async () => {
    const clock = createManualClock();
    const [one, other] = [await server(), await server()];
    const open = gate();
    one.script(answersThroughGates({ gate: open.promise, text: 'as it began' }));
    const test = await startSwitch({ clock, engines: enginesYaml({ one }) });
    const port = await serve(test);
    const answer = completeOver(port);
    await one.request(0);
    test.writeEngines(enginesYaml({ one: other }));
    await reread(test, clock, 'was read again');
    open.open();
    expect(await answer).toContain('as it began');
    expect(await completeOver(port)).toContain('Hello from the scripted engine');
    expect([one.requests.length, other.requests.length]).toEqual([1, 1]);
    expect(await test.ask('{ engine(id: "one") { inFlight } }')).toEqual({ engine: { inFlight: 0 } });
  });

  it('takes an engine back that had refused its key, once its entry is another', async () => {
    const clock = createManualClock();
    const one = await server();
    one.script((response) => void response.writeHead(401).end());
    const test = await startSwitch({ clock, engines: enginesYaml({ one }) });
    const port = await serve(test);
    expect(await completeOver(port)).toContain('ENGINE_REFUSED');
    expect(await completeOver(port)).toContain('SKIPPED_NO_CREDENTIALS');
    expect(one.requests).toHaveLength(1);
    test.writeEngines(enginesYaml({ one: { url: one.url, more: 'weight: 2' } }));
    await reread(test, clock, 'was read again');
    expect(await completeOver(port)).toContain('Hello from the scripted engine');
  });
});

async function serve({ subgraph }: TestSwitch): Promise<number> {
  const port = await freePort();
  const served = await serveSubgraph(subgraph, {
    host: '127.0.0.1',
    port,
    token: 'between-us',
    log: createLogger('silent', 'switch'),
  });
  onTestFinished(() => served.close());
  return port;
}

function completeOver(port: number): Promise<string> {
  return completeAt(`http://127.0.0.1:${port}`, { allowFallback: true });
}
