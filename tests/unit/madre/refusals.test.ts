import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryMadre, requestOf } from '../../support/memory-madre.ts';
import { tempDir } from '../../support/temp-dir.ts';

interface Payload {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string;
}

const registered = ['tentaculo_link', 'madre', 'redis', 'base', 'middle', 'top', 'alone'];
const open = (input: string): string => `openWindow(input: ${input})`;

describe('a refused mutation', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'an unknown service',
      open('{ services: ["postgres"], ttlSec: 60 }'),
      'NOT_ALLOWED',
      ['postgres', ...registered],
    ],
    [
      'one unknown service among known ones',
      open('{ services: ["base", "nope"], ttlSec: 60 }'),
      'NOT_ALLOWED',
      ['nope'],
    ],
    ['no service', open('{ services: [], ttlSec: 60 }'), 'INVALID_INPUT', ['services']],
    [
      'more services than there can be',
      open(`{ services: ${JSON.stringify(Array.from({ length: 101 }, (_, at) => `s${at}`))}, ttlSec: 60 }`),
      'INVALID_INPUT',
      ['at most 100', 'got 101'],
    ],
    [
      'many unknown services, of which it names ten',
      open(`{ services: ${JSON.stringify(Array.from({ length: 40 }, (_, at) => `s${at}`))}, ttlSec: 60 }`),
      'NOT_ALLOWED',
      ['"s9" and 30 more', 'base'],
    ],
    [
      'an idempotencyKey that is too long',
      open(`{ services: ["base"], ttlSec: 60, idempotencyKey: "${'k'.repeat(201)}" }`),
      'INVALID_INPUT',
      ['idempotencyKey', '200', '201'],
    ],
    [
      'a reason to close that is too long',
      `closeWindow(input: { reason: "${'r'.repeat(501)}" })`,
      'INVALID_INPUT',
      ['reason', '500', '501'],
    ],
    [
      'a core service in a window',
      open('{ services: ["redis"], ttlSec: 60 }'),
      'CORE_SERVICE',
      ['redis', 'never stops'],
    ],
    [
      'a ttl below the bound',
      open('{ services: ["base"], ttlSec: 9 }'),
      'TTL_OUT_OF_RANGE',
      ['10', '86400', 'got 9'],
    ],
    [
      'a ttl above the bound',
      open('{ services: ["base"], ttlSec: 86401 }'),
      'TTL_OUT_OF_RANGE',
      ['86400', 'got 86401'],
    ],
    ['a negative ttl', open('{ services: ["base"], ttlSec: -60 }'), 'TTL_OUT_OF_RANGE', ['got -60']],
    ['no ttl in mode TTL', open('{ services: ["base"] }'), 'TTL_OUT_OF_RANGE', ['got none']],
    ['a ttl in mode HOLD', open('{ services: ["base"], mode: HOLD, ttlSec: 60 }'), 'INVALID_INPUT', ['HOLD']],
    [
      'a priority out of bounds',
      open('{ services: ["base"], ttlSec: 60, priority: 10 }'),
      'INVALID_INPUT',
      ['priority', '10'],
    ],
    [
      'a plan that never was',
      open('{ services: ["base"], ttlSec: 60, planHash: "x" }'),
      'PLAN_CHANGED',
      ['x'],
    ],
    [
      'a window that needs more than the budget',
      open('{ services: ["top"], ttlSec: 60 }'),
      'BUDGET_EXCEEDED',
      ['600', '768'],
    ],
    ['closing a window that never was', 'closeWindow(input: { id: "x" })', 'NOT_FOUND', ['x']],
    ['closing without an id while none is live', 'closeWindow(input: {})', 'NOT_ACTIVE', []],
    ['extending a window that never was', 'extendWindow(input: { id: "x", addSec: 5 })', 'NOT_FOUND', ['x']],
    ['extending by nothing', 'extendWindow(input: { id: "x", addSec: 0 })', 'INVALID_INPUT', ['addSec', '0']],
    ['starting a core service', 'startService(name: "madre")', 'CORE_SERVICE', ['madre']],
    ['stopping a core service', 'stopService(name: "redis")', 'CORE_SERVICE', ['redis']],
    [
      'restarting a core service',
      'restartService(name: "tentaculo_link")',
      'CORE_SERVICE',
      ['tentaculo_link'],
    ],
    ['stopping an unknown service', 'stopService(name: "postgres")', 'NOT_ALLOWED', registered],
    ['restarting what does not run', 'restartService(name: "base")', 'NOT_ACTIVE', ['base']],
    ['an unknown flag', 'setFeatureFlag(key: "NOPE", state: ON)', 'NOT_FOUND', ['NOPE', 'INEE_ENABLED']],
    [
      'a flag state that only the system reports',
      'setFeatureFlag(key: "INEE_ENABLED", state: DEGRADED)',
      'INVALID_INPUT',
      ['DEGRADED'],
    ],
  ])(
    'for %s says what it expected, changes nothing and leaves one entry DENIED',
    async (_title, mutation, code, mentions) => {
      const madre = await createMemoryMadre({ dataDir: tempDir(), memoryBudgetMb: 600 });
      onTestFinished(() => madre.subgraph.close());
      const { result } = await madre.ask<{ result: Payload }>(
        `mutation { result: ${mutation} { ok code message } }`,
      );
      expect(result).toMatchObject({ ok: false, code });
      for (const mention of mentions) expect(result.message).toContain(mention);

      const state = await madre.ask(
        '{ powerState { windowed } windows { totalCount } auditLog(actor: "tester") { edges { node { outcome correlationId detail } } } }',
      );
      expect(state).toEqual({
        powerState: { windowed: false },
        windows: { totalCount: 0 },
        auditLog: {
          edges: [
            {
              node: {
                outcome: 'DENIED',
                correlationId: 'of-tester',
                detail: { code, message: result.message },
              },
            },
          ],
        },
      });
      await madre.clock.advance(1_000);
      expect(madre.world.running()).toEqual([]);
    },
  );

  it('is RUNTIME_UNAVAILABLE while the runtime does not answer', async () => {
    const madre = await createMemoryMadre({
      dataDir: tempDir(),
      watch: (runtime) => ({
        ...runtime,
        describe: async () => ({ available: false, version: null, detail: 'the engine is down' }),
      }),
    });
    onTestFinished(() => madre.subgraph.close());
    const { openWindow } = await madre.ask<{ openWindow: Payload }>(
      'mutation { openWindow(input: { services: ["base"], ttlSec: 60 }) { ok code message } }',
    );
    expect(openWindow).toMatchObject({ ok: false, code: 'RUNTIME_UNAVAILABLE' });
    expect(openWindow.message).toContain('the engine is down');
  });

  it('names each window that holds the service that is to stop, one or many', async () => {
    const madre = await createMemoryMadre({ dataDir: tempDir() });
    onTestFinished(() => madre.subgraph.close());
    const hold = 'mutation { openWindow(input: { services: ["base"], ttlSec: 60, reason: "work" }) { ok } }';
    const stop = async () =>
      (
        await madre.ask<{ stopService: Payload }>(
          'mutation { stopService(name: "base") { ok code message } }',
        )
      ).stopService.message;
    await madre.ask(hold);
    expect(await stop()).toMatch(/^base is held by window \S+ \(work\): close it to stop base$/);
    await madre.ask(hold);
    expect(await stop()).toMatch(
      /^base is held by windows \S+ \(work\), \S+ \(work\): close them to stop base$/,
    );
  });

  it.each([
    ['windows(first: 0) { totalCount }', 'first'],
    ['windows(first: 101) { totalCount }', '100'],
    ['windows(after: "junk") { totalCount }', 'cursor'],
    ['verifyAuditLog(fromSeq: 0) { ok }', 'fromSeq'],
  ])('of a query, %s, is BAD_USER_INPUT', async (query, mention) => {
    const madre = await createMemoryMadre({ dataDir: tempDir() });
    onTestFinished(() => madre.subgraph.close());
    const { errors } = await madre.executor.execute({ query: `{ ${query} }`, context: requestOf('tester') });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(mention) as string,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it.each([
    '{ intents { totalCount } }',
    'mutation { emitIntent(input: { type: SCAN, reason: "x" }) { ok } }',
    '{ policyStatus(policy: FULL) { active } }',
  ])('of a field that belongs to a later version, %s, is NOT_IMPLEMENTED', async (query) => {
    const madre = await createMemoryMadre({ dataDir: tempDir() });
    onTestFinished(() => madre.subgraph.close());
    const { errors } = await madre.executor.execute({ query, context: requestOf('tester') });
    expect(errors?.[0]?.extensions['code']).toBe('NOT_IMPLEMENTED');
  });
});
