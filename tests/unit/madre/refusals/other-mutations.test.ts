import { describe, it } from 'vitest';
import { openDesk } from '../../../support/power-desk.ts';
import { expectRefused, type RefusedCase } from '../../../support/refused.ts';

describe('a mutation of policies, flags or intents is refused', () => {
  it.each<RefusedCase>([
    [
      'for a policy that needs more than the budget',
      'applyPolicy(policy: FULL)',
      'BUDGET_EXCEEDED',
      ['600 MB', 'policy FULL', '1024 MB'],
    ],
    [
      'for an unknown flag',
      'setFeatureFlag(key: "NOPE", state: ON)',
      'NOT_FOUND',
      ['"NOPE"', 'INEE_ENABLED'],
    ],
    [
      'for a flag state that only the system reports',
      'setFeatureFlag(key: "INEE_ENABLED", state: DEGRADED)',
      'INVALID_INPUT',
      ['INEE_ENABLED', 'ON or OFF', 'DEGRADED'],
    ],
    [
      'for another one of these',
      'setFeatureFlag(key: "INEE_ENABLED", state: ERROR)',
      'INVALID_INPUT',
      ['ERROR'],
    ],
    [
      'for an intent whose feature is off',
      'emitIntent(input: { type: BUILD, reason: "x" })',
      'FEATURE_DISABLED',
      ['MANIFESTATOR_EMIT_INTENT_ENABLED'],
    ],
    [
      'for an intent without the target that it needs',
      'emitIntent(input: { type: SPAWN, reason: "x" })',
      'INVALID_INPUT',
      ['SPAWN', 'target', 'none'],
    ],
    [
      'for an intent on an unknown service',
      'emitIntent(input: { type: SPAWN, target: "nope", reason: "x" })',
      'NOT_ALLOWED',
      ['"nope"', 'base'],
    ],
    [
      'for an intent on a core service',
      'emitIntent(input: { type: SPAWN, target: "redis", reason: "x" })',
      'CORE_SERVICE',
      ['redis'],
    ],
    [
      'for an intent with another payload than its type takes',
      'emitIntent(input: { type: SPAWN, target: "base", reason: "x", payload: { image: "y" } })',
      'INVALID_INPUT',
      ['SPAWN', 'ttlSec', '"image"'],
    ],
    [
      'for an intent with a ttl out of bounds',
      'emitIntent(input: { type: SPAWN, target: "base", reason: "x", payload: { ttlSec: 5 } })',
      'TTL_OUT_OF_RANGE',
      ['10', '86400', 'got 5'],
    ],
    [
      'for an intent whose reason is too long',
      `emitIntent(input: { type: SPAWN, target: "base", reason: "${'r'.repeat(501)}" })`,
      'INVALID_INPUT',
      ['reason', '500', '501'],
    ],
    ['for approving an intent that never was', 'approveIntent(id: "x")', 'NOT_FOUND', ['"x"']],
    ['for rejecting an intent that never was', 'rejectIntent(id: "x")', 'NOT_FOUND', ['"x"']],
    [
      'for rejecting with a reason that is too long',
      `rejectIntent(id: "x", reason: "${'r'.repeat(501)}")`,
      'INVALID_INPUT',
      ['reason', '500', '501'],
    ],
  ])('%s', async (_title, mutation, code, mentions) => {
    const { madre } = await openDesk({ memoryBudgetMb: 600 });
    await expectRefused(madre, mutation, code, mentions);
  });

  it('for a key that was used for another intent', async () => {
    const { madre } = await openDesk();
    const emit = (reason: string): string =>
      `emitIntent(input: { type: SPAWN, target: "base", reason: "${reason}", idempotencyKey: "k" })`;
    const { made } = await madre.ask<{ made: { intent: { id: string } } }>(
      `mutation { made: ${emit('x')} { intent { id } } }`,
    );
    await expectRefused(madre, emit('y'), 'IDEMPOTENCY_CONFLICT', [made.intent.id, 'another input']);
  });

  it('for an intent that is decided already', async () => {
    const { madre } = await openDesk();
    const { emitIntent } = await madre.ask<{ emitIntent: { intent: { id: string } } }>(
      'mutation { emitIntent(input: { type: SPAWN, target: "base", reason: "x" }) { intent { id } } }',
    );
    const { id } = emitIntent.intent;
    await madre.ask(`mutation { rejectIntent(id: "${id}") { ok } }`);
    await expectRefused(madre, `approveIntent(id: "${id}")`, 'NOT_ACTIVE', [id, 'REJECTED']);
    await expectRefused(madre, `rejectIntent(id: "${id}")`, 'NOT_ACTIVE', [id, 'REJECTED']);
  });
});
