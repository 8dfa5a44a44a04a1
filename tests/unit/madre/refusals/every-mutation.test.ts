import { expect, it } from 'vitest';
import { Kind, parse } from 'graphql';
import { readSubgraphSdl } from '../../../../schema/sdl.ts';
import { openDesk } from '../../../support/power-desk.ts';
import { expectRefused } from '../../../support/refused.ts';

/** One bad input for each mutation of the contract; the other files of this folder have the rest. */
const refused: Readonly<Record<string, readonly [mutation: string, code: string, mention: string]>> = {
  openWindow: ['openWindow(input: { services: ["base"], ttlSec: 9 })', 'TTL_OUT_OF_RANGE', 'got 9'],
  extendWindow: ['extendWindow(input: { id: "x", addSec: 0 })', 'INVALID_INPUT', 'got 0'],
  closeWindow: ['closeWindow(input: { id: "x" })', 'NOT_FOUND', '"x"'],
  startService: ['startService(name: "nope")', 'NOT_ALLOWED', '"nope"'],
  stopService: ['stopService(name: "redis")', 'CORE_SERVICE', 'redis'],
  restartService: ['restartService(name: "base")', 'NOT_ACTIVE', 'base is STOPPED'],
  applyPolicy: ['applyPolicy(policy: FULL)', 'BUDGET_EXCEEDED', '600 MB'],
  setFeatureFlag: ['setFeatureFlag(key: "NOPE", state: ON)', 'NOT_FOUND', '"NOPE"'],
  emitIntent: ['emitIntent(input: { type: SPAWN, reason: "x" })', 'INVALID_INPUT', 'target'],
  approveIntent: ['approveIntent(id: "x")', 'NOT_FOUND', '"x"'],
  rejectIntent: ['rejectIntent(id: "x")', 'NOT_FOUND', '"x"'],
};

it('each mutation of the contract is in the table', () => {
  const fields = parse(readSubgraphSdl('madre')).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Mutation'
      ? (definition.fields ?? []).map(({ name }) => name.value)
      : [],
  );
  expect(Object.keys(refused)).toEqual(fields);
});

it.each(Object.entries(refused))(
  '%s with bad input is refused with a code, changes nothing and leaves one DENIED entry',
  async (_field, [mutation, code, mention]) => {
    const { madre } = await openDesk({ memoryBudgetMb: 600 });
    await expectRefused(madre, mutation, code, [mention]);
  },
);
