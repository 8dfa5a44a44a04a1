import { describe, expect, it } from 'vitest';
import type { RuntimeObservation } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import type { ServiceFailure, ServiceRecord } from '../../../../subgraphs/madre/services/service-record.ts';
import { describeService, type ServiceLook } from '../../../../subgraphs/madre/services/service-state.ts';

const before: ServiceRecord = {
  name: 'a',
  seq: 0,
  state: 'STOPPED',
  reason: null,
  observedAt: 1,
  startedAt: null,
  exitCode: null,
  restartCount: 0,
  runtimeRestarts: 0,
  image: null,
  lastStop: null,
  failure: null,
  inCharge: true,
  keptDownFor: null,
  missing: null,
  runsAs: null,
};
const running: RuntimeObservation = {
  status: 'RUNNING',
  startedAtMs: 5,
  image: null,
  restartCount: 0,
  address: null,
};
const crashed: RuntimeObservation = {
  status: 'STOPPED',
  exit: { exitCode: 3, outOfMemory: false, requested: false, byHand: false, atMs: 9 },
};
const stopped: RuntimeObservation = {
  status: 'STOPPED',
  exit: { exitCode: 143, outOfMemory: false, requested: true, byHand: false, atMs: 9 },
};
const exited: ServiceFailure = {
  at: 9,
  heldBy: [],
  byHand: false,
  code: 'EXITED',
  message: 'ended',
  exitCode: 3,
  outOfMemory: false,
  lastLogs: [],
  permanent: false,
};
const unstoppable: ServiceFailure = { ...exited, code: 'STOP_FAILED', message: 'does not stop' };

describe('a service', () => {
  it.each<[string, Partial<ServiceLook>, Partial<ServiceRecord>, string, string | null]>([
    ['is READY when its probe succeeds', { observation: running, ready: true }, {}, 'READY', null],
    [
      'is STOPPING between two tries of a stop that fails',
      { observation: running, ready: true, wanted: false, failedStop: unstoppable },
      { failure: unstoppable },
      'STOPPING',
      'STOP_FAILED',
    ],
    [
      'is READY for whoever wants it although its stop failed',
      { observation: running, ready: true, failedStop: unstoppable },
      {},
      'READY',
      null,
    ],
    [
      'is STOPPED in the end although stops failed',
      { observation: stopped, wanted: false, failedStop: unstoppable },
      {},
      'STOPPED',
      null,
    ],
    [
      'is STARTING while it was not ready in this run',
      { observation: running, operation: 'START' },
      {},
      'STARTING',
      null,
    ],
    ['is STARTING before it runs', { observation: stopped, operation: 'START' }, {}, 'STARTING', null],
    [
      'is UNHEALTHY when it was ready in this run',
      { observation: running },
      { state: 'READY', startedAt: 5 },
      'UNHEALTHY',
      'PROBE_FAILED',
    ],
    [
      'stays UNHEALTHY while it is brought back',
      { observation: running, operation: 'START' },
      { state: 'UNHEALTHY', startedAt: 5 },
      'UNHEALTHY',
      'PROBE_FAILED',
    ],
    [
      'is STARTING in a new run after an unhealthy one',
      { observation: running, operation: 'START' },
      { state: 'UNHEALTHY', startedAt: 4 },
      'STARTING',
      null,
    ],
    [
      'is UNHEALTHY when it runs and was not ready in time',
      { observation: running, failure: { ...exited, code: 'START_TIMEOUT' } },
      {},
      'UNHEALTHY',
      'START_TIMEOUT',
    ],
    [
      'is STOPPING until the stop has ended',
      { observation: stopped, operation: 'STOP', wanted: false },
      {},
      'STOPPING',
      'OFF_BY_POLICY',
    ],
    [
      'is STOPPING without a reason where it is started again after it',
      { observation: running, operation: 'STOP', wanted: true },
      {},
      'STOPPING',
      null,
    ],
    ['is STOPPED without a reason', { observation: stopped, wanted: false }, {}, 'STOPPED', null],
    [
      'is CRASHED when it ended while it was wanted',
      { observation: crashed, failure: exited },
      {},
      'CRASHED',
      'EXITED',
    ],
    [
      'is only STOPPED when nobody wants it any more',
      { observation: crashed, failure: exited, wanted: false },
      {},
      'STOPPED',
      null,
    ],
    [
      'is OUT_OF_MEMORY when the kernel ended it',
      { observation: crashed, failure: { ...exited, code: 'OUT_OF_MEMORY', outOfMemory: true } },
      {},
      'OUT_OF_MEMORY',
      'OUT_OF_MEMORY',
    ],
    [
      'is CRASH_LOOP when it ended again and again',
      { observation: crashed, failure: exited, isCrashLoop: true },
      {},
      'CRASH_LOOP',
      'EXITED',
    ],
    [
      'is CRASH_LOOP when the kernel ended it again and again',
      {
        observation: crashed,
        failure: { ...exited, code: 'OUT_OF_MEMORY', outOfMemory: true },
        isCrashLoop: true,
      },
      {},
      'CRASH_LOOP',
      'OUT_OF_MEMORY',
    ],
    [
      'is READY while it runs well within a loop',
      { observation: running, ready: true, failure: exited, isCrashLoop: true },
      {},
      'READY',
      null,
    ],
    [
      'is STOPPED by hand when somebody stopped it',
      { observation: crashed, failure: { ...exited, code: 'STOPPED_BY_HAND', byHand: true } },
      {},
      'STOPPED',
      'STOPPED_BY_HAND',
    ],
    [
      'is STOPPED, and no more is known, when nobody saw whether somebody asked it to end',
      { observation: crashed, failure: { ...exited, byHand: null } },
      {},
      'STOPPED',
      'EXITED',
    ],
    [
      'is STOPPED while what it depends on is in trouble',
      { observation: stopped, failure: { ...exited, code: 'DEPENDENCY_FAILED' } },
      {},
      'STOPPED',
      'DEPENDENCY_FAILED',
    ],
    [
      'is START_FAILED when it could not start',
      { observation: stopped, failure: { ...exited, code: 'PORT_IN_USE' } },
      {},
      'START_FAILED',
      'PORT_IN_USE',
    ],
    [
      'is MISSING with the reason',
      { observation: { status: 'MISSING', reason: 'IMAGE_MISSING', detail: 'its image is gone' } },
      {},
      'MISSING',
      'IMAGE_MISSING',
    ],
    ['is PAUSED by hand', { observation: { status: 'PAUSED' } }, {}, 'PAUSED', 'STOPPED_BY_HAND'],
    [
      'is UNKNOWN when the runtime does not answer',
      { observation: null },
      { state: 'READY' },
      'UNKNOWN',
      'RUNTIME_UNAVAILABLE',
    ],
  ])('%s', (_title, look, previous, state, reason) => {
    const whole = {
      at: 10,
      observation: null,
      ready: false,
      operation: null,
      wanted: true,
      failure: null,
      failedStop: null,
      restartCount: 0,
      runsAs: 'MEMORY',
      isCrashLoop: false,
      inCharge: true,
      keptDownFor: null,
      lastStop: null,
      ...look,
    };
    expect(describeService({ ...before, ...previous }, whole)).toMatchObject({
      state,
      reason,
      observedAt: 10,
    });
  });
});
