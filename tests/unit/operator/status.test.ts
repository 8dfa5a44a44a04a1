import { describe, expect, test } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { startOperator } from '../../support/operator.ts';
import { createScriptedMadre, OBSERVED_AT } from '../../support/scripted-madre.ts';

const STATUS = `status { status policy activeWindowCount wokeServices generatedAt features { key }
  components { service { name } state reason checkedAt ageMs latencyMs } }`;
const observedMs = Date.parse(OBSERVED_AT);

describe('status', () => {
  test('tells every service with its age, the policy, the live windows and the flags', async () => {
    const madre = createScriptedMadre(
      { name: 'madre', kind: 'CORE', state: 'READY' },
      { name: 'redis', kind: 'CORE', state: 'MISSING', reason: 'NOT_INSTALLED' },
      { name: 'switch', state: 'READY', windows: ['w1'] },
      { name: 'hermes', state: 'STOPPED' },
    );
    const operator = await startOperator({
      askMadre: madre.ask,
      clock: createManualClock(observedMs + 1_500),
    });
    const { status } = await operator.data<{ status: Record<string, unknown> }>(`{ ${STATUS} }`);
    const seen = { checkedAt: OBSERVED_AT, ageMs: 1_500, latencyMs: null };
    expect(status).toEqual({
      status: 'OK',
      policy: 'SOLO_MADRE',
      activeWindowCount: 1,
      wokeServices: false,
      generatedAt: '2026-01-01T00:00:01.500Z',
      features: [{ key: 'INEE_ENABLED' }],
      components: [
        { service: { name: 'madre' }, state: 'ON', reason: null, ...seen },
        { service: { name: 'redis' }, state: 'OFF', reason: 'MISSING: NOT_INSTALLED', ...seen },
        { service: { name: 'switch' }, state: 'ON', reason: null, ...seen },
        { service: { name: 'hermes' }, state: 'OFF', reason: 'STOPPED', ...seen },
      ],
    });
  });

  test('of a stack whose madre is away is DEGRADED, names madre, and leaves the rest unknown', async () => {
    const madre = createScriptedMadre();
    madre.failure = new Error('connection refused');
    const operator = await startOperator({ askMadre: madre.ask });
    const { status } = await operator.data<{ status: Record<string, unknown> }>(`{ ${STATUS} }`);
    expect(status).toMatchObject({
      status: 'DEGRADED',
      policy: null,
      activeWindowCount: null,
      features: null,
      wokeServices: false,
      components: [
        { service: { name: 'tentaculo_link' }, state: 'ON' },
        { service: { name: 'madre' }, state: 'ERROR', reason: 'connection refused' },
      ],
    });
  });

  test('waits two seconds for a madre that hangs, not longer', async () => {
    const madre = createScriptedMadre();
    madre.hangs = true;
    const clock = createManualClock();
    const operator = await startOperator({ askMadre: madre.ask, clock });
    const reading = operator.data<{ status: unknown }>(`{ ${STATUS} }`);
    await expect.poll(() => madre.asked).toBe(3);
    await clock.advance(2_000);
    expect(await reading).toMatchObject({
      status: {
        status: 'DEGRADED',
        components: [{}, { state: 'ERROR', reason: 'madre did not answer within 2000 ms' }],
      },
    });
  });
});

describe('statusChanged', () => {
  test('begins with the status of now, and tells a burst of events of madre once', async () => {
    const madre = createScriptedMadre({ name: 'switch', state: 'STOPPED' });
    const clock = createManualClock();
    const operator = await startOperator({ askMadre: madre.ask, clock });
    const stream = await operator.executor.subscribe({
      query: 'subscription { statusChanged { components { state } } }',
      context: operator.context,
    });
    const state = (result: IteratorResult<unknown>): unknown => result.value;
    expect(state(await stream.next())).toEqual({
      data: { statusChanged: { components: [{ state: 'OFF' }] } },
    });
    const next = stream.next();
    madre.services = [{ name: 'switch', state: 'READY' }];
    const askedBefore = madre.asked;
    for (const seq of [1, 2, 3]) await operator.bus.publish('madre', { seq, data: {} });
    await clock.advance(250);
    expect(state(await next)).toEqual({ data: { statusChanged: { components: [{ state: 'ON' }] } } });
    expect(madre.asked - askedBefore).toBe(3);
    const waiting = stream.next();
    await stream.return?.();
    expect((await waiting).done).toBe(true);
  });
});

describe('shubDashboard', () => {
  test('is OFF with the reason while shubniggurath sleeps, and claims no figures', async () => {
    const madre = createScriptedMadre({ name: 'shubniggurath', state: 'STOPPED' });
    const operator = await startOperator({ askMadre: madre.ask });
    expect(
      await operator.data('{ shubDashboard { state reason activeSessions projects resources observedAt } }'),
    ).toEqual({
      shubDashboard: {
        state: 'OFF',
        reason: 'STOPPED',
        activeSessions: null,
        projects: null,
        resources: null,
        observedAt: OBSERVED_AT,
      },
    });
  });
});

describe('a field of a later part', () => {
  test.each([
    '{ browserTask(id: "1") { id } }',
    'mutation { createBrowserTask(input: { url: "https://example.com" }) { ok } }',
    'mutation { startConductorRun(input: {}) { ok } }',
    '{ _entities(representations: [{ __typename: "BrowserTask", id: "1" }]) { __typename } }',
  ])('%s is NOT_IMPLEMENTED and names itself', async (query) => {
    const operator = await startOperator({ askMadre: createScriptedMadre().ask });
    const { errors } = await operator.executor.execute({ query, context: operator.context });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_IMPLEMENTED' });
  });
});
