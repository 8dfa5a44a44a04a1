import { expect, it } from 'vitest';
import { Kind, parse } from 'graphql';
import { readSubgraphSdl } from '../../../../schema/sdl.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';
import { expectRefused } from '../../../support/refused.ts';

const definitions = parse(readSubgraphSdl('madre')).definitions;

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
  const fields = definitions.flatMap((definition) =>
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

const opened = (): Promise<PowerDesk> => openDesk({ memoryBudgetMb: 600 });

async function holding(): Promise<PowerDesk> {
  const desk = await opened();
  await desk.open({ services: ['base'], idempotencyKey: 'k' });
  return desk;
}

const withoutEngine = (): Promise<PowerDesk> =>
  openDesk({
    watch: (runtime) => ({
      ...runtime,
      describe: async () => ({ available: false, version: null, detail: 'the engine is down' }),
    }),
  });

/** One mutation for each code that refuses. */
const codes: Readonly<Record<string, readonly [mutation: string, given: () => Promise<PowerDesk>]>> = {
  NOT_ALLOWED: ['openWindow(input: { services: ["nope"], ttlSec: 60 })', opened],
  NOT_FOUND: ['extendWindow(input: { id: "x", addSec: 5 })', opened],
  NOT_ACTIVE: ['closeWindow(input: {})', opened],
  WINDOW_CONFLICT: ['stopService(name: "base")', holding],
  TTL_OUT_OF_RANGE: ['openWindow(input: { services: ["base"], ttlSec: 86401 })', opened],
  BUDGET_EXCEEDED: ['openWindow(input: { services: ["top"], ttlSec: 60 })', opened],
  PLAN_CHANGED: ['openWindow(input: { services: ["base"], ttlSec: 60, planHash: "x" })', opened],
  CORE_SERVICE: ['restartService(name: "madre")', opened],
  FEATURE_DISABLED: ['emitIntent(input: { type: PATCH, reason: "x" })', opened],
  RUNTIME_UNAVAILABLE: ['startService(name: "base")', withoutEngine],
  IDEMPOTENCY_CONFLICT: [
    'openWindow(input: { services: ["base"], ttlSec: 60, idempotencyKey: "k" })',
    holding,
  ],
  INVALID_INPUT: ['rejectIntent(id: "x", reason: "' + 'r'.repeat(501) + '")', opened],
};

it('each code of the contract that refuses is in the table', () => {
  const all = definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'ResultCode'
      ? (definition.values ?? []).map(({ name }) => name.value)
      : [],
  );
  // These tell how far a mutation came that was accepted.
  expect(['OK', 'PARTIAL', 'TIMEOUT', ...Object.keys(codes)].toSorted()).toEqual(all.toSorted());
});

it.each(Object.entries(codes))(
  'a refusal with %s changes nothing and leaves one DENIED entry',
  async (code, [mutation, given]) => {
    const { madre } = await given();
    await expectRefused(madre, mutation, code, []);
  },
);
