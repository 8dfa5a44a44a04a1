import { describe, expect, it } from 'vitest';
import type { RuntimeObservation } from '../../../subgraphs/madre/runtimes/runtime.ts';
import type { ServiceFailure, ServiceRecord } from '../../../subgraphs/madre/services/service-record.ts';
import {
  describeService,
  hasCrashed,
  type ServiceLook,
} from '../../../subgraphs/madre/services/service-state.ts';

const before: ServiceRecord = {
  name: 'a',
  seq: 0,
  state: 'STOPPED',
  reason: null,
  observedAt: 1,
  startedAt: null,
  exitCode: null,
  restartCount: 0,
  image: null,
  lastStop: null,
  failure: null,
};
const running: RuntimeObservation = { status: 'RUNNING', startedAtMs: 5, image: null, restartCount: 0 };
const crashed: RuntimeObservation = {
  status: 'STOPPED',
  exit: { exitCode: 3, outOfMemory: false, requested: false, atMs: 9 },
};
const stopped: RuntimeObservation = {
  status: 'STOPPED',
  exit: { exitCode: 143, outOfMemory: false, requested: true, atMs: 9 },
};
const exited: ServiceFailure = {
  at: 9,
  code: 'EXITED',
  message: 'ended',
  exitCode: 3,
  outOfMemory: false,
  lastLogs: [],
  permanent: false,
};

describe('a service', () => {
  it.each<[string, Partial<ServiceLook>, Partial<ServiceRecord>, string, string | null]>([
    ['is READY when its probe succeeds', { observation: running, ready: true }, {}, 'READY', null],
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
      { observation: stopped, operation: 'STOP' },
      {},
      'STOPPING',
      'OFF_BY_POLICY',
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
      'is START_FAILED when it could not start',
      { observation: stopped, failure: { ...exited, code: 'PORT_IN_USE' } },
      {},
      'START_FAILED',
      'PORT_IN_USE',
    ],
    [
      'is MISSING with the reason',
      { observation: { status: 'MISSING', reason: 'IMAGE_MISSING' } },
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
      lastStop: null,
      ...look,
    };
    expect(describeService({ ...before, ...previous }, whole)).toMatchObject({
      state,
      reason,
      observedAt: 10,
    });
  });

  it.each<[string, RuntimeObservation | null, RuntimeObservation | null, boolean]>([
    ['crashed when it ran and ended unasked', running, crashed, true],
    ['did not crash when madre stopped it', running, stopped, false],
    ['did not crash when it was not seen to run', null, crashed, false],
    ['did not crash while it runs', running, running, false],
  ])('%s', (_title, earlier, now, crashes) => {
    expect(hasCrashed(earlier, now)).toBe(crashes);
  });
});
