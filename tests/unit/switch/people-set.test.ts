import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { startSwitch } from '../../support/switch-subgraph.ts';

const engines = `
strategy: ordered
seed: 11
allowScripted: true
engines:
  - { id: one, provider: scripted, script: [{ text: Hello. }] }
  - { id: two, provider: scripted, script: [{ text: Hello. }], weight: 2 }
`;
const order = '{ routePreview(message: "hi") { strategy candidates { engine { id } score why } } }';
const candidatesOf = (told: Record<string, unknown>): string[] =>
  [...JSON.stringify(told).matchAll(/"engine":\{"id":"(\w+)"\}/g)].map((match) => match[1] ?? '');

describe('the routing strategy', () => {
  it('is what people set, except PINNED, which only a request can be', async () => {
    const test = await startSwitch({ engines });
    expect(candidatesOf(await test.ask(order))).toEqual(['one', 'two']);
    const set =
      'mutation($to: RoutingStrategy!) { setRoutingStrategy(strategy: $to) { ok message engine { id } } }';
    expect(await test.ask(set, { to: 'WEIGHTED_SCORE' })).toMatchObject({
      setRoutingStrategy: { ok: true, engine: null },
    });
    expect(candidatesOf(await test.ask(order))).toEqual(['two', 'one']);
    expect(await test.ask(set, { to: 'PINNED' })).toMatchObject({
      setRoutingStrategy: { ok: false, message: /names its engine/ },
    });
    expect(await test.ask(order)).toMatchObject({ routePreview: { strategy: 'WEIGHTED_SCORE' } });
  });

  it('BANDIT shows in a preview what would come next, and previews change nothing', async () => {
    const clock = createManualClock();
    const test = await startSwitch({ engines: engines.replace('ordered', 'bandit'), clock });
    const first = await test.ask(order);
    for (let again = 0; again < 5; again += 1) expect(await test.ask(order)).toEqual(first);
    const submitted = await test.ask(
      'mutation { submitTask(input: { taskType: "completion", payload: { messages: [{ role: "user", content: "hi" }] } }) { task { id } } }',
    );
    const id = /"id":"([^"]+)"/.exec(JSON.stringify(submitted))?.[1] ?? '';
    const read = `{ switchTask(id: "${id}") { decision { candidates { engine { id } score why } } } }`;
    await expect.poll(async () => candidatesOf(await test.ask(read))).toHaveLength(2);
    const { routePreview } = first as { routePreview: { candidates: unknown } };
    expect(await test.ask(read)).toEqual({
      switchTask: { decision: { candidates: routePreview.candidates } },
    });
    expect(await test.ask(order)).not.toEqual(first);
  });
});

describe('configureEngine', () => {
  it('sets the weight that the score is multiplied by', async () => {
    const test = await startSwitch({ engines: engines.replace('ordered', 'weighted-score') });
    const change =
      'mutation($weight: Float) { configureEngine(input: { id: "one", weight: $weight }) { ok message } }';
    expect(await test.ask(change, { weight: 50 })).toMatchObject({ configureEngine: { ok: true } });
    expect(candidatesOf(await test.ask(order))).toEqual(['one', 'two']);
    expect(await test.ask(change, { weight: -1 })).toEqual({
      configureEngine: { ok: false, message: 'weight must be between 0 and 100, got -1' },
    });
  });
});

describe('recordFeedback', () => {
  const record = `mutation($input: FeedbackInput!) { recordFeedback(input: $input) { ok message feedback { engine { id score { samples quality } } success latencyMs tokens rating at } } }`;
  const input = { engine: 'one', success: true, latencyMs: 1_200 };

  it.each([
    [{ rating: 5 }, (1 + 1) / 3],
    [{ rating: 1 }, (0 + 1) / 3],
    [{ rating: null }, (1 + 1) / 3],
    [{ success: false, rating: 5 }, (0 + 1) / 3],
  ])('counts %j as one more call of that quality', async (change, quality) => {
    const test = await startSwitch({ engines, clock: createManualClock() });
    expect(await test.ask(record, { input: { ...input, ...change } })).toMatchObject({
      recordFeedback: {
        ok: true,
        feedback: {
          engine: { id: 'one', score: { samples: 1, quality: expect.closeTo(quality) as number } },
          tokens: 0,
        },
      },
    });
  });

  it('decays: what was said an hour ago hardly counts', async () => {
    const clock = createManualClock();
    const test = await startSwitch({ engines, clock });
    await test.ask(record, { input: { ...input, rating: 1 } });
    await clock.advance(3_600_000);
    const { engine } = (await test.ask('{ engine(id: "one") { score { quality samples } } }')) as {
      engine: { score: { quality: number } };
    };
    expect(engine.score.quality).toBeGreaterThan(0.49);
  });

  it.each([
    [{ engine: 'x' }, 'no engine is named x'],
    [{ rating: 6 }, 'rating must be between 1 and 5, got 6'],
    [{ latencyMs: -1 }, 'latencyMs must be 0 or more, got -1'],
    [{ tokens: -1 }, 'tokens must be 0 or more, got -1'],
    [{ comment: 'x'.repeat(2_001) }, 'comment must have at most 2000 characters, got 2001'],
  ])('refuses %j', async (change, message) => {
    const test = await startSwitch({ engines });
    expect(await test.ask(record, { input: { ...input, ...change } })).toEqual({
      recordFeedback: { ok: false, message, feedback: null },
    });
  });
});

describe('a scripted engine', () => {
  it('is labelled wherever it shows', async () => {
    const test = await startSwitch({ engines });
    expect(await test.ask('{ engine(id: "one") { provider model hasCredentials } }')).toEqual({
      engine: { provider: 'SCRIPTED', model: 'scripted', hasCredentials: false },
    });
    const submitted = await test.ask(
      'mutation { submitTask(input: { taskType: "completion", payload: { messages: [{ role: "user", content: "hi" }] } }) { task { id } } }',
    );
    const id = /"id":"([^"]+)"/.exec(JSON.stringify(submitted))?.[1] ?? '';
    const read = `{ switchTask(id: "${id}") { status result } }`;
    await expect
      .poll(() => test.ask(read))
      .toMatchObject({
        switchTask: { status: 'DONE', result: { text: '[scripted] Hello.', usage: { estimated: true } } },
      });
  });
});
