import { describe, expect, it } from 'vitest';
import { driftOf, isInCharge, type Drift } from '../../../../subgraphs/madre/reconciler/looks/drift.ts';
import type { RuntimeExit, RuntimeObservation } from '../../../../subgraphs/madre/runtimes/runtime.ts';

const running: RuntimeObservation = {
  status: 'RUNNING',
  startedAtMs: 5,
  image: null,
  restartCount: 2,
  address: null,
};
const paused: RuntimeObservation = { status: 'PAUSED' };
const missing: RuntimeObservation = {
  status: 'MISSING',
  reason: 'NOT_INSTALLED',
  detail: 'no program',
};
const ended = (exit: Partial<RuntimeExit> = {}): RuntimeObservation => ({
  status: 'STOPPED',
  exit: { exitCode: 1, outOfMemory: false, requested: false, byHand: false, atMs: 9, ...exit },
});

describe('drift', () => {
  it.each<[string, RuntimeObservation | null, RuntimeObservation | null, Drift | null]>([
    ['crashed: it ran and ended unasked', running, ended(), 'CRASHED'],
    ['crashed: the kernel ended it', running, ended({ outOfMemory: true }), 'CRASHED'],
    [
      'crashed: the engine started it again before we looked',
      running,
      { ...running, restartCount: 3 },
      'CRASHED',
    ],
    ['was stopped by hand', running, ended({ byHand: true }), 'STOPPED_BY_HAND'],
    ['ended, and nobody saw whether somebody asked it to', running, ended({ byHand: null }), 'ENDED'],
    ['was paused by hand', running, paused, 'STOPPED_BY_HAND'],
    ['ended by our own stop, also one that was given up', running, ended({ requested: true }), null],
    ['was started anew by us or the same run goes on', running, running, null],
    ['was made anew: nothing is known of a run', running, { status: 'STOPPED', exit: null }, null],
    ['was removed: it is MISSING, and that says it', running, missing, null],
    ['did not run before', ended(), ended(), null],
    ['was not seen before', null, ended(), null],
    ['is not seen now', running, null, null],
    ['was paused before', paused, ended(), null],
    ['was started by hand while held: it is what the window wants', ended(), running, null],
  ])('of what is held: %s', (_title, before, now, drift) => {
    expect(driftOf({ before, now, wanted: true, inCharge: true })).toBe(drift);
  });

  it.each<[string, RuntimeObservation | null, boolean, Drift | null]>([
    ['was started by hand', running, false, 'STARTED_BY_HAND'],
    ['was started and paused by hand', paused, false, 'STARTED_BY_HAND'],
    ['still runs, as madre left it', running, true, null],
    ['ended, which is as it should be', ended(), true, null],
    ['is not seen', null, false, null],
  ])('of what nobody holds: %s', (_title, now, inCharge, drift) => {
    expect(driftOf({ before: running, now, wanted: false, inCharge })).toBe(drift);
  });
});

describe('madre answers for a run', () => {
  const idle = { wanted: false, isOperating: false, mayStillStart: false };
  it.each<[string, boolean, Parameters<typeof isInCharge>[1], boolean]>([
    ['that a window holds', false, { ...idle, now: running, wanted: true }, true],
    ['that it starts or stops', false, { ...idle, now: running, isOperating: true }, true],
    ['that it left running', true, { ...idle, now: running }, true],
    ['that somebody paused', true, { ...idle, now: paused }, true],
    ['whose state it cannot see', true, { ...idle, now: null }, true],
    ['that may still come of a start it gave up', true, { ...idle, now: ended(), mayStillStart: true }, true],
    ['but not that somebody else started', false, { ...idle, now: running }, false],
    ['but not after it has ended', true, { ...idle, now: ended() }, false],
    ['but not where nothing is installed', true, { ...idle, now: missing }, false],
  ])('%s', (_title, before, facts, expected) => {
    expect(isInCharge(before, facts)).toBe(expected);
  });
});
