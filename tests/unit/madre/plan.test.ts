import { describe, expect, it } from 'vitest';
import {
  nextDueInMs,
  planActions,
  type PlannedService,
  type PlannedWindow,
} from '../../../subgraphs/madre/reconciler/plan.ts';

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

function holding(...closure: string[]): PlannedWindow {
  return windowOf({ state: 'OPEN', closure });
}

function windowOf(change: Partial<PlannedWindow>): PlannedWindow {
  return { state: 'OPEN', closure: [], seenAt: 0, left: { deadlineMs: null, startByMs: 0 }, ...change };
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
      [aService('a', { ...up, restartAsked: true })],
      [holding('a')],
      ['STOP a'],
    ],
    [
      'waits before it repeats the failed stop of a restart, and does not start meanwhile',
      [aService('a', { state: 'UNHEALTHY', running: true, restartAsked: true, retry: failedStop })],
      [holding('a')],
      [],
    ],
    [
      'repeats the failed stop of a restart when its time has come',
      [aService('a', { ...up, restartAsked: true, retry: { ...failedStop, notBefore: NOW } })],
      [holding('a')],
      ['STOP a'],
    ],
  ])('%s', (_title, services, windows, actions) => {
    expect(planActions(services, windows, NOW).map(({ kind, service }) => `${kind} ${service}`)).toEqual(
      actions,
    );
  });

  it('is due next at the nearest deadline, end of an opening or retry that lies ahead', () => {
    const left = (deadlineMs: number, startByMs = 0) => ({ left: { deadlineMs, startByMs } });
    const windows = [
      windowOf(left(8_000)),
      windowOf({ state: 'OPENING', ...left(7_000, 3_000) }),
      windowOf({ state: 'CLOSING', ...left(500) }),
    ];
    expect(nextDueInMs([], windows, NOW)).toBe(3_000);
    expect(nextDueInMs([aService('a', { retry: failedStart })], windows, NOW)).toBe(1_000);
    expect(
      nextDueInMs([aService('a', { retry: { ...failedStart, notBefore: 500 } })], [], NOW),
    ).toBeUndefined();
  });
});
