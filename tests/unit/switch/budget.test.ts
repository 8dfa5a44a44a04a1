import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { createUsageLog } from '../../../subgraphs/switch/usage/usage-log.ts';
import { attemptsOf, collect, completing } from '../../support/completing.ts';
import { gate } from '../../support/gate.ts';
import {
  answers,
  answersThroughGates,
  breaksAfter,
  respondsWith,
  usageOfScript,
} from '../../support/scripted-engine.ts';
import { startEngines } from '../../support/switch-engines.ts';

/** 1 USD for a million tokens, so that a USD is what a million costs. */
const price = { input: 1, output: 1 };
const spentByScript = usageOfScript.total_tokens;

describe('an engine with a budget', () => {
  it('is never asked for more than it by ten calls at once, however they are answered', async () => {
    const budget = { period: 'day', tokens: 250 } as const;
    const { registry, servers } = await startEngines(systemClock, {
      paid: { price, budget, maxOutputTokens: 50 },
      free: {},
    });
    const open = gate();
    servers.paid.script(
      ...Array.from({ length: 10 }, () => answersThroughGates({ gate: open.promise, text: 'paid' })),
    );
    const all = Array.from({ length: 10 }, () => collect(completing(registry)));
    await expect.poll(() => servers.free.requests.length + servers.paid.requests.length).toBe(10);
    const reserved = registry.get('paid')?.spending.tokens ?? 0;
    expect(reserved).toBeGreaterThan(0);
    expect(reserved).toBeLessThanOrEqual(250);
    open.open();
    const served = (await Promise.all(all)).map((events) => attemptsOf(events).join(', '));
    const paid = served.filter((attempts) => attempts === 'paid SERVED').length;
    expect(paid).toBe(servers.paid.requests.length);
    expect(paid).toBeGreaterThan(0);
    expect(served.filter((attempts) => attempts === 'paid SKIPPED_BUDGET, free SERVED')).toHaveLength(
      10 - paid,
    );
    expect(registry.get('paid')?.spending.tokens).toBe(paid * spentByScript);
  });

  it('tells the engine the most that its answer may have', async () => {
    const { registry, servers } = await startEngines(systemClock, {
      paid: { price, budget: { period: 'day', usd: 1 }, maxOutputTokens: 50 },
    });
    await collect(completing(registry));
    expect(servers.paid.requests[0]?.body).toMatchObject({ max_tokens: 50 });
  });

  it('pays nothing for a call that was refused, and for one that broke what it had shown', async () => {
    const { registry, servers } = await startEngines(systemClock, {
      paid: { price, budget: { period: 'day', tokens: 10_000 }, maxOutputTokens: 50 },
    });
    servers.paid.script(respondsWith(400));
    await collect(completing(registry));
    expect(registry.get('paid')?.spending.tokens).toBe(0);
    servers.paid.script(breaksAfter('12345678'));
    await collect(completing(registry));
    // Two tokens of the question, two of the answer.
    expect(registry.get('paid')?.spending.tokens).toBe(4);
  });

  it('says why it is passed over, in money', async () => {
    const { registry } = await startEngines(systemClock, {
      paid: { price, budget: { period: 'month', usd: 0.00001 }, maxOutputTokens: 50 },
    });
    const events = await collect(completing(registry));
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      message: expect.stringMatching(
        /paid: up to [\d.]+ USD more would exceed its budget of 0.00001 USD a month/,
      ) as string,
    });
  });
});

describe('the cost of a call', () => {
  it('is its tokens times their prices, in the answer and in the usage', async () => {
    const usage = createUsageLog();
    const { registry, servers } = await startEngines(
      systemClock,
      { paid: { price: { input: 2, output: 10 } } },
      'sk-test',
      usage,
    );
    servers.paid.script(answers('text'));
    const events = await collect(completing(registry));
    const costUsd = expect.closeTo((11 * 2 + 7 * 10) / 1_000_000, 12) as number;
    expect(events.at(-1)).toMatchObject({ type: 'finished', usage: { costUsd } });
    expect(usage.total('paid', systemClock.now(), 3_600_000)).toMatchObject({
      requests: 1,
      usage: { costUsd },
    });
  });

  it('is not known where nobody said the price', async () => {
    const { registry } = await startEngines(systemClock, { one: {} });
    expect((await collect(completing(registry))).at(-1)).toMatchObject({ usage: { costUsd: null } });
  });
});
