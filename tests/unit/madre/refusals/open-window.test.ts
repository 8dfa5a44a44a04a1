import { describe, expect, it } from 'vitest';
import { openDesk } from '../../../support/power-desk.ts';
import { expectRefused, type RefusedCase } from '../../../support/refused.ts';

const registered = ['tentaculo_link', 'madre', 'redis', 'base', 'middle', 'top', 'alone'];
const open = (input: string): string => `openWindow(input: ${input})`;
const many = (count: number): string =>
  JSON.stringify(Array.from({ length: count }, (_, index) => `s${index}`));

describe('openWindow is refused', () => {
  it.each<RefusedCase>([
    [
      'for an unknown service',
      open('{ services: ["postgres"], ttlSec: 60 }'),
      'NOT_ALLOWED',
      ['"postgres"', ...registered],
    ],
    [
      'for one unknown service among known ones',
      open('{ services: ["base", "nope"], ttlSec: 60 }'),
      'NOT_ALLOWED',
      ['"nope"'],
    ],
    ['for a name without letters', open('{ services: [""], ttlSec: 60 }'), 'NOT_ALLOWED', ['""']],
    ['for no service', open('{ services: [], ttlSec: 60 }'), 'INVALID_INPUT', ['services', 'empty list']],
    [
      'for more services than there can be',
      open(`{ services: ${many(101)}, ttlSec: 60 }`),
      'INVALID_INPUT',
      ['at most 100', 'got 101'],
    ],
    [
      'for many unknown services, of which it names ten',
      open(`{ services: ${many(40)}, ttlSec: 60 }`),
      'NOT_ALLOWED',
      ['"s9" and 30 more', 'base'],
    ],
    [
      'for a core service',
      open('{ services: ["base", "redis"], ttlSec: 60 }'),
      'CORE_SERVICE',
      ['redis', 'never stops'],
    ],
    [
      'for a ttl below the bound',
      open('{ services: ["base"], ttlSec: 9 }'),
      'TTL_OUT_OF_RANGE',
      ['10', '86400', 'got 9'],
    ],
    [
      'for a ttl above the bound',
      open('{ services: ["base"], ttlSec: 86401 }'),
      'TTL_OUT_OF_RANGE',
      ['86400', 'got 86401'],
    ],
    ['for a negative ttl', open('{ services: ["base"], ttlSec: -60 }'), 'TTL_OUT_OF_RANGE', ['got -60']],
    ['for no ttl in mode TTL', open('{ services: ["base"] }'), 'TTL_OUT_OF_RANGE', ['got none']],
    [
      'for a ttl in mode HOLD',
      open('{ services: ["base"], mode: HOLD, ttlSec: 60 }'),
      'INVALID_INPUT',
      ['HOLD', '60'],
    ],
    [
      'for a priority above the bound',
      open('{ services: ["base"], ttlSec: 60, priority: 10 }'),
      'INVALID_INPUT',
      ['priority', '0 and 9', 'got 10'],
    ],
    [
      'for a priority below the bound',
      open('{ services: ["base"], ttlSec: 60, priority: -1 }'),
      'INVALID_INPUT',
      ['priority', '0 and 9', 'got -1'],
    ],
    [
      'for a reason that is too long',
      open(`{ services: ["base"], ttlSec: 60, reason: "${'r'.repeat(501)}" }`),
      'INVALID_INPUT',
      ['reason', '500', '501'],
    ],
    [
      'for an idempotencyKey that is too long',
      open(`{ services: ["base"], ttlSec: 60, idempotencyKey: "${'k'.repeat(201)}" }`),
      'INVALID_INPUT',
      ['idempotencyKey', '200', '201'],
    ],
    [
      'for an idempotencyKey that is empty',
      open('{ services: ["base"], ttlSec: 60, idempotencyKey: "" }'),
      'INVALID_INPUT',
      ['idempotencyKey', 'empty'],
    ],
    [
      'for a plan that never was',
      open('{ services: ["base"], ttlSec: 60, planHash: "x" }'),
      'PLAN_CHANGED',
      ['"x"'],
    ],
    [
      'where it alone needs more than the budget, whether or not it would wait',
      open('{ services: ["top"], ttlSec: 60, onBusy: QUEUE }'),
      'BUDGET_EXCEEDED',
      ['600 MB', '768 MB'],
    ],
  ])('%s', async (_title, mutation, code, mentions) => {
    const { madre } = await openDesk({ memoryBudgetMb: 600 });
    await expectRefused(madre, mutation, code, mentions);
  });

  it.each<RefusedCase>([
    [
      'where there is no memory left',
      open('{ services: ["alone"], ttlSec: 60 }'),
      'BUDGET_EXCEEDED',
      ['600 MB', '768 MB'],
    ],
    [
      'where no window of a lower priority could be ended for it',
      open('{ services: ["alone"], ttlSec: 60, onBusy: PREEMPT }'),
      'BUDGET_EXCEEDED',
      ['600 MB', '768 MB', 'lower priority'],
    ],
    [
      'for a key that was used with another input',
      open('{ services: ["base"], ttlSec: 61, idempotencyKey: "k" }'),
      'IDEMPOTENCY_CONFLICT',
      ['another input'],
    ],
  ])('%s, besides what is open', async (_title, mutation, code, mentions) => {
    const desk = await openDesk({ memoryBudgetMb: 600 });
    const id = await desk.open({ services: ['middle'], idempotencyKey: 'k' });
    await expectRefused(desk.madre, mutation, code, code === 'IDEMPOTENCY_CONFLICT' ? [id] : mentions);
  });

  it('for a plan that is another one by now, of which it says what changed', async () => {
    const desk = await openDesk();
    const { planWindow } = await desk.madre.ask<{ planWindow: { hash: string } }>(
      '{ planWindow(input: { services: ["top"], ttlSec: 60 }) { hash } }',
    );
    await desk.open({ services: ['base'] });
    const planned = open(`{ services: ["top"], ttlSec: 60, planHash: "${planWindow.hash}" }`);
    await expectRefused(desk.madre, planned, 'PLAN_CHANGED', ['the plan changed']);
  });

  it('while the runtime does not answer', async () => {
    const { madre } = await openDesk({
      watch: (runtime) => ({
        ...runtime,
        describe: async () => ({ available: false, version: null, detail: 'the engine is down' }),
      }),
    });
    const unavailable = ['the engine is down'];
    await expectRefused(
      madre,
      open('{ services: ["base"], ttlSec: 60 }'),
      'RUNTIME_UNAVAILABLE',
      unavailable,
    );
    await expectRefused(madre, 'startService(name: "base")', 'RUNTIME_UNAVAILABLE', unavailable);
    await expectRefused(madre, 'applyPolicy(policy: FULL)', 'RUNTIME_UNAVAILABLE', unavailable);
    expect(await madre.ask('mutation { applyPolicy(policy: HARD_OFF) { ok } }')).toEqual({
      applyPolicy: { ok: true },
    });
  });
});
