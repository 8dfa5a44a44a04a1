import { describe, expect, it } from 'vitest';
import { desiredServices } from '../../../../subgraphs/madre/reconciler/desired-services.ts';
import {
  nextRetryInMs,
  planActions,
  type PlannedService,
  type PlannedWindow,
} from '../../../../subgraphs/madre/reconciler/plan/plan.ts';

const NOW = 1_000;

function aService(name: string, change: Partial<PlannedService> = {}): PlannedService {
  return {
    name,
    dependsOn: [],
    state: 'STOPPED',
    running: false,
    operation: null,
    retry: null,
    startAsked: false,
    stopAsked: false,
    keptDown: false,
    leftAlone: false,
    occupies: change.running === true || (change.operation ?? null) !== null,
    reservationMb: 100,
    ...change,
  };
}

const up = { state: 'READY', running: true } as const;

function holding(...closure: string[]): PlannedWindow {
  return windowOf({ state: 'OPEN', closure });
}

function windowOf(change: Partial<PlannedWindow>): PlannedWindow {
  return { state: 'OPEN', closure: [], seenAt: 0, ...change };
}

describe('the plan', () => {
  const failedStop = { kind: 'STOP', attempts: 1, failedAt: 900, notBefore: 2_000 } as const;
  const failedStart = { kind: 'START', attempts: 1, failedAt: 900, notBefore: 2_000 } as const;

  it.each<[string, readonly PlannedService[], readonly PlannedWindow[], readonly string[]]>([
    ['starts what a live window holds', [aService('a')], [holding('a')], ['START a']],
    ['starts nothing that no window holds', [aService('a')], [], []],
    [
      'starts nothing for a window that is CLOSING',
      [aService('a')],
      [windowOf({ state: 'CLOSING', closure: ['a'] })],
      [],
    ],
    [
      'starts nothing for a window that FAILED',
      [aService('a')],
      [windowOf({ state: 'FAILED', closure: ['a'] })],
      [],
    ],
    [
      'starts dependencies first',
      [aService('a'), aService('b', { dependsOn: ['a'] })],
      [holding('a', 'b')],
      ['START a'],
    ],
    [
      'starts what depends on it when it is ready',
      [aService('a', up), aService('b', { dependsOn: ['a'] })],
      [holding('a', 'b')],
      ['START b'],
    ],
    [
      'waits for a dependency that runs and is not ready',
      [
        aService('a', { state: 'UNHEALTHY', running: true, operation: 'START' }),
        aService('b', { dependsOn: ['a'] }),
      ],
      [holding('a', 'b')],
      [],
    ],
    ['leaves alone what is ready and held', [aService('a', up)], [holding('a')], []],
    ['does not start what is missing', [aService('a', { state: 'MISSING' })], [holding('a')], []],
    [
      'starts nothing whose state is not known',
      [aService('a', { state: 'UNKNOWN', running: null })],
      [holding('a')],
      [],
    ],
    [
      'brings back what runs and is unhealthy',
      [aService('a', { state: 'UNHEALTHY', running: true })],
      [holding('a')],
      ['START a'],
    ],
    ['stops what no window holds', [aService('a', up)], [], ['STOP a']],
    [
      'stops what somebody paused and no window holds',
      [aService('a', { state: 'PAUSED', running: true })],
      [],
      ['STOP a'],
    ],
    ['keeps what another window holds', [aService('a', up), aService('b', up)], [holding('b')], ['STOP a']],
    [
      'stops what depends on others first',
      [aService('a', up), aService('b', { ...up, dependsOn: ['a'] })],
      [],
      ['STOP b'],
    ],
    [
      'stops a dependency although its dependent would not stop',
      [aService('a', up), aService('b', { ...up, dependsOn: ['a'], retry: failedStop })],
      [],
      ['STOP a'],
    ],
    [
      'begins no start inside a stop',
      [aService('a', { state: 'STOPPING', running: true, operation: 'STOP' })],
      [holding('a')],
      [],
    ],
    [
      'begins no stop inside a start',
      [aService('a', { state: 'STARTING', running: true, operation: 'START' })],
      [],
      [],
    ],
    ['waits before it repeats a failed stop', [aService('a', { ...up, retry: failedStop })], [], []],
    [
      'repeats a failed stop when its time has come',
      [aService('a', { ...up, retry: { ...failedStop, notBefore: NOW } })],
      [],
      ['STOP a'],
    ],
    ['waits before it repeats a failed start', [aService('a', { retry: failedStart })], [holding('a')], []],
    [
      'starts at once for a window that was opened after the failure',
      [aService('a', { retry: failedStart })],
      [windowOf({ state: 'OPENING', closure: ['a'], seenAt: 950 })],
      ['START a'],
    ],
    [
      'stops a held service that shall restart',
      [aService('a', { ...up, startAsked: true, stopAsked: true })],
      [holding('a')],
      ['STOP a'],
    ],
    [
      'waits before it repeats the failed stop of a restart, and does not start meanwhile',
      [
        aService('a', {
          state: 'UNHEALTHY',
          running: true,
          startAsked: true,
          stopAsked: true,
          retry: failedStop,
        }),
      ],
      [holding('a')],
      [],
    ],
    [
      'repeats the failed stop of a restart when its time has come',
      [aService('a', { ...up, startAsked: true, stopAsked: true, retry: { ...failedStop, notBefore: NOW } })],
      [holding('a')],
      ['STOP a'],
    ],
    [
      'starts at once what is down and shall restart',
      [aService('a', { retry: failedStart, startAsked: true, stopAsked: true })],
      [holding('a')],
      ['START a'],
    ],
    [
      'leaves down what somebody stopped and its windows take as it is',
      [aService('a', { keptDown: true })],
      [holding('a')],
      [],
    ],
    [
      'leaves alone what somebody started where the catalog says so',
      [aService('a', { ...up, leftAlone: true })],
      [],
      [],
    ],
    [
      'stops what something depends on that is left alone',
      [aService('a', up), aService('b', { ...up, leftAlone: true, dependsOn: ['a'] })],
      [],
      ['STOP a'],
    ],
  ])('%s', (_title, services, windows, actions) => {
    expect(actionsOf(services, windows)).toEqual(actions);
  });

  const old = (change: Partial<PlannedService> = {}): PlannedService => aService('old', { ...up, ...change });
  it.each<[string, readonly PlannedService[], number | undefined, readonly string[]]>([
    ['waits until what no window holds has freed its memory', [old(), aService('a')], 150, ['STOP old']],
    ['waits for a stop under way', [old({ operation: 'STOP' }), aService('a')], 150, []],
    [
      'waits for what did not answer since it ran',
      [old({ running: null, occupies: true }), aService('a')],
      150,
      [],
    ],
    ['does not wait where both fit', [old(), aService('a')], 200, ['STOP old', 'START a']],
    ['does not wait without a budget', [old(), aService('a')], undefined, ['STOP old', 'START a']],
    ['does not wait for what is left alone', [old({ leftAlone: true }), aService('a')], 150, ['START a']],
    [
      'does not wait for what runs already',
      [old(), aService('a', { state: 'UNHEALTHY', running: true })],
      150,
      ['STOP old', 'START a'],
    ],
    [
      'begins as many as fit beside it',
      [old(), aService('a'), aService('b')],
      300,
      ['STOP old', 'START a', 'START b'],
    ],
    [
      'begins those that fit and no more',
      [old(), aService('a'), aService('b')],
      250,
      ['STOP old', 'START a'],
    ],
    [
      'trusts the admission once nothing else runs',
      [aService('a'), aService('b', { reservationMb: 500 })],
      150,
      ['START a', 'START b'],
    ],
  ])('%s', (_title, services, budgetMb, actions) => {
    expect(actionsOf(services, [holding('a', 'b')], budgetMb)).toEqual(actions);
  });

  it('is due next at the nearest retry that lies ahead and whose operation is not under way', () => {
    const due = (...notBefore: number[]) =>
      nextRetryInMs(
        notBefore.map((at) => aService('a', { retry: { ...failedStart, notBefore: at } })),
        NOW,
      );
    expect(due(2_000, 1_700, 500)).toBe(700);
    expect(due(500)).toBeUndefined();
    expect(nextRetryInMs([aService('a', { retry: failedStart, operation: 'START' })], NOW)).toBeUndefined();
  });
});

function actionsOf(
  services: readonly PlannedService[],
  windows: readonly PlannedWindow[],
  memoryBudgetMb?: number,
): readonly string[] {
  const planned = { services, windows, desired: desiredServices(windows), memoryBudgetMb };
  return planActions(planned, NOW).map(({ kind, service }) => `${kind} ${service}`);
}
