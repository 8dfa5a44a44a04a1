import { describe, expect, it } from 'vitest';
import { nextDueAt, planActions, type PlannedService } from '../../../subgraphs/madre/reconciler/plan.ts';
import type { WindowRecord } from '../../../subgraphs/madre/windows/window-record.ts';

const NOW = 1_000;

function aService(name: string, change: Partial<PlannedService> = {}): PlannedService {
  return {
    name,
    dependsOn: [],
    state: 'STOPPED',
    running: false,
    operation: null,
    retry: null,
    restartAsked: false,
    ...change,
  };
}

const up = { state: 'READY', running: true } as const;

function holding(...closure: string[]): WindowRecord {
  return windowOf({ state: 'OPEN', closure });
}

function windowOf(change: Partial<WindowRecord>): WindowRecord {
  return {
    id: 'w',
    state: 'OPEN',
    services: [],
    closure: [],
    mode: 'TTL',
    reason: 'manual',
    openedBy: 'tester',
    priority: 5,
    origin: 'openWindow',
    createdAt: 0,
    startBy: 0,
    openedAt: null,
    deadline: null,
    closedAt: null,
    closeReason: null,
    ended: null,
    results: [],
    failure: null,
    correlationId: 'c',
    ...change,
  };
}

describe('the plan', () => {
  const failedStop = { kind: 'STOP', attempts: 1, failedAt: 900, notBefore: 2_000 } as const;
  const failedStart = { kind: 'START', attempts: 1, failedAt: 900, notBefore: 2_000 } as const;

  it.each<[string, readonly PlannedService[], readonly WindowRecord[], readonly string[]]>([
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
      [windowOf({ state: 'OPENING', closure: ['a'], createdAt: 950 })],
      ['START a'],
    ],
    [
      'stops a held service that shall restart',
      [aService('a', { ...up, restartAsked: true })],
      [holding('a')],
      ['STOP a'],
    ],
  ])('%s', (_title, services, windows, actions) => {
    expect(planActions(services, windows, NOW).map(({ kind, service }) => `${kind} ${service}`)).toEqual(
      actions,
    );
  });

  it('is due next at the nearest deadline, end of an opening or retry that lies ahead', () => {
    const windows = [
      windowOf({ deadline: 9_000 }),
      windowOf({ state: 'OPENING', startBy: 4_000, deadline: 8_000 }),
      windowOf({ state: 'CLOSING', deadline: 1_500 }),
    ];
    expect(nextDueAt([], windows, NOW)).toBe(4_000);
    expect(nextDueAt([aService('a', { retry: failedStart })], windows, NOW)).toBe(2_000);
    expect(
      nextDueAt([aService('a', { retry: { ...failedStart, notBefore: 500 } })], [], NOW),
    ).toBeUndefined();
  });
});
