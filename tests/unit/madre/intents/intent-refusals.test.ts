import { describe, expect, it } from 'vitest';
import {
  approveIntent,
  emitIntent,
  mutateIntent,
  readIntentOf,
  startMadre,
  switchOff,
  switchOn,
  type IntentPayload,
} from '../../../support/intents.ts';

describe('a refused intent', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['SPAWN without a target', 'type: SPAWN', 'INVALID_INPUT', ['SPAWN', 'target']],
    ['an unknown target', 'type: SPAWN, target: "postgres"', 'NOT_ALLOWED', ['postgres', 'alone']],
    ['a target of the core', 'type: SPAWN, target: "redis"', 'CORE_SERVICE', ['redis']],
    ['a payload that is no object', 'type: SPAWN, target: "alone", payload: 5', 'INVALID_INPUT', ['ttlSec']],
    [
      'a payload with another field',
      'type: SPAWN, target: "alone", payload: { ttl: 5 }',
      'INVALID_INPUT',
      ['"ttl"'],
    ],
    [
      'a ttl out of bounds',
      'type: SPAWN, target: "alone", payload: { ttlSec: 5 }',
      'TTL_OUT_OF_RANGE',
      ['got 5'],
    ],
    [
      'a ttl that is no number',
      'type: SPAWN, target: "alone", payload: { ttlSec: "60" }',
      'INVALID_INPUT',
      ['ttlSec'],
    ],
    [
      'replicas that are too many',
      'type: SCALE, target: "alone", payload: { replicas: 2 }',
      'INVALID_INPUT',
      ['got 2'],
    ],
    ['no replicas', 'type: SCALE, target: "alone"', 'INVALID_INPUT', ['replicas', 'none']],
    [
      'a payload that is too large',
      `type: BUILD, payload: "${'x'.repeat(8_192)}"`,
      'INVALID_INPUT',
      ['payload', '8192', '8194'],
    ],
    [
      'a reason that is too long',
      `type: SCAN, reason: "${'r'.repeat(501)}"`,
      'INVALID_INPUT',
      ['reason', '501'],
    ],
    [
      'a key that is too long',
      `type: SPAWN, target: "alone", idempotencyKey: "${'k'.repeat(201)}"`,
      'INVALID_INPUT',
      ['idempotencyKey', '201'],
    ],
    ['SCAN while its flag is off', 'type: SCAN', 'FEATURE_DISABLED', ['INEE_ENABLED', 'setFeatureFlag']],
    [
      'SCALE while its flag is off',
      'type: SCALE, target: "alone", payload: { replicas: 1 }',
      'FEATURE_DISABLED',
      ['INEE_ENABLED'],
    ],
    ['BUILD while its flag is off', 'type: BUILD', 'FEATURE_DISABLED', ['MANIFESTATOR_EMIT_INTENT_ENABLED']],
    ['PATCH while its flag is off', 'type: PATCH', 'FEATURE_DISABLED', ['MANIFESTATOR_EMIT_INTENT_ENABLED']],
  ])('for %s leaves one entry DENIED and nothing else', async (_title, input, code, mentions) => {
    const madre = await startMadre();
    const reason = input.includes('reason:') ? '' : 'reason: "work", ';
    const refused = await mutateIntent(madre, `emitIntent(input: { ${reason}${input} })`);
    expect(refused).toMatchObject({ ok: false, code, intent: null });
    for (const mention of mentions) expect(refused.message).toContain(mention);
    expect(
      await madre.ask(
        '{ intents { totalCount } auditLog(actor: "tester") { edges { node { action outcome } } } }',
      ),
    ).toEqual({
      intents: { totalCount: 0 },
      auditLog: { edges: [{ node: { action: 'emitIntent', outcome: 'DENIED' } }] },
    });
  });

  it('for a payload that is nested deeper than can be stored', async () => {
    const madre = await startMadre();
    let payload: unknown = 0;
    for (let depth = 0; depth < 50_000; depth += 1) payload = [payload];
    const { emitIntent } = await madre.ask<{ emitIntent: IntentPayload }>(
      'mutation ($input: EmitIntentInput!) { emitIntent(input: $input) { ok code message } }',
      { input: { type: 'SPAWN', target: 'alone', reason: 'x', payload } },
    );
    expect(emitIntent).toMatchObject({ ok: false, code: 'INVALID_INPUT' });
    expect(emitIntent.message).toContain('payload');
  });

  it.each(['approveIntent(id: "x")', 'rejectIntent(id: "x")'])(
    '%s of one that never was',
    async (mutation) => {
      const madre = await startMadre();
      expect(await mutateIntent(madre, mutation)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
      expect(await madre.ask('{ auditLog(actor: "tester") { edges { node { outcome } } } }')).toEqual({
        auditLog: { edges: [{ node: { outcome: 'DENIED' } }] },
      });
    },
  );

  it.each([
    ['INEE_ENABLED', 'type: SCALE, target: "alone", payload: { replicas: 1 }'],
    ['MANIFESTATOR_EMIT_INTENT_ENABLED', 'type: BUILD'],
  ])('at its approval where %s was switched off since, until it is on again', async (flag, input) => {
    const madre = await startMadre();
    await switchOn(madre, flag);
    const { id } = await emitIntent(madre, input);
    await switchOff(madre, flag);
    const refused = await mutateIntent(madre, `approveIntent(id: "${id}")`);
    expect(refused).toMatchObject({ ok: false, code: 'FEATURE_DISABLED' });
    expect(refused.message).toContain(flag);
    await madre.clock.advance(20_000);
    expect(await readIntentOf(madre, id)).toMatchObject({ status: 'WAITING_APPROVAL', approvedBy: null });
    expect(madre.world.running()).toEqual([]);
    expect(
      await madre.ask('{ auditLog(action: "approveIntent") { edges { node { actor target outcome } } } }'),
    ).toEqual({ auditLog: { edges: [{ node: { actor: 'tester', target: id, outcome: 'DENIED' } }] } });
    await switchOn(madre, flag);
    await approveIntent(madre, id);
  });

  it('beyond 500 that wait for approval', async () => {
    const madre = await startMadre();
    for (let count = 0; count < 500; count += 1) await emitIntent(madre, 'type: SPAWN, target: "alone"');
    expect(
      await mutateIntent(madre, 'emitIntent(input: { type: SPAWN, target: "alone", reason: "x" })'),
    ).toMatchObject({
      ok: false,
      code: 'BUDGET_EXCEEDED',
    });
  });
});
