import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { createUsageLog } from '../../../subgraphs/switch/usage/usage-log.ts';
import { attemptsOf, collect, completing } from '../../support/completing.ts';
import { gate } from '../../support/gate.ts';
import {
  answers,
  answersThroughGates,
  billsAtGate,
  breaksAfter,
  respondsWith,
  usageOfScript,
} from '../../support/scripted-engine.ts';
import { startEngines } from '../../support/switch-engines.ts';

/** Its six bytes, and the frame of the message. */
const MOST_OF_QUESTION = 22;
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

  it('is not exceeded by ten calls at once, round after round, where it bills three times what a conversation can have', async () => {
    const budget = { period: 'day', tokens: 1_000 } as const;
    const { registry, servers } = await startEngines(systemClock, {
      paid: { price, budget, maxOutputTokens: 50 },
      free: {},
    });
    const bill = { prompt_tokens: 3 * MOST_OF_QUESTION, completion_tokens: 50 };
    const paidInRounds: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const before = servers.paid.requests.length;
      const asked = before + servers.free.requests.length;
      const open = gate();
      servers.paid.script(...Array.from({ length: 10 }, () => billsAtGate(open.promise, bill)));
      const all = Array.from({ length: 10 }, () => collect(completing(registry)));
      await expect.poll(() => servers.free.requests.length + servers.paid.requests.length).toBe(asked + 10);
      expect(registry.get('paid')?.spending.tokens).toBeLessThanOrEqual(budget.tokens);
      open.open();
      await Promise.all(all);
      paidInRounds.push(servers.paid.requests.length - before);
      servers.paid.unscript();
    }
    const billed = servers.paid.requests.length * (bill.prompt_tokens + bill.completion_tokens);
    expect(billed).toBeLessThanOrEqual(budget.tokens);
    expect(registry.get('paid')?.spending.tokens).toBe(billed);
    // Until the first bill four times as much is set aside, then what was seen: one more fits into what is left.
    expect(paidInRounds).toEqual([7, 1, 0, 0]);
  });

  it('is charged what one bill beyond all that were seen says, and sets as much aside from then on', async () => {
    const { registry, servers } = await startEngines(systemClock, {
      paid: { price, budget: { period: 'day', tokens: 100_000 }, maxOutputTokens: 50 },
    });
    for (const times of [1, 9, 1_000]) {
      servers.paid.script(
        billsAtGate(Promise.resolve(), { prompt_tokens: times * MOST_OF_QUESTION, completion_tokens: 1 }),
      );
      await collect(completing(registry));
    }
    expect(registry.get('paid')?.spending.tokens).toBe(1_010 * MOST_OF_QUESTION + 3);
    // But at most sixteen times as much: one wrong bill locks no engine out.
    expect(registry.get('paid')?.promptRatio).toBe(16);
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
