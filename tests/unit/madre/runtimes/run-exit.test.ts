import { describe, expect, test } from 'vitest';
import { toExit } from '../../../../subgraphs/madre/runtimes/process/runs/run-exit.ts';

describe('the end of a process', () => {
  test.each([
    [{ code: 0, signal: null }, false, { exitCode: 0, byHand: null }],
    [{ code: 0, signal: null }, true, { exitCode: 0, byHand: false }],
    [{ code: 3, signal: null }, false, { exitCode: 3, byHand: false }],
    [{ code: 143, signal: null }, false, { exitCode: 143, byHand: true }],
    [{ code: null, signal: 'SIGTERM' }, false, { exitCode: 143, byHand: true }],
    [{ code: null, signal: 'SIGINT' }, false, { exitCode: 130, byHand: true }],
    [{ code: null, signal: 'SIGKILL' }, false, { exitCode: 137, byHand: false }],
    [{ code: null, signal: 'SIGSEGV' }, false, { exitCode: 139, byHand: false }],
    [{ code: null, signal: 'SIGTERM' }, true, { exitCode: 143, byHand: false }],
    ['UNSEEN', false, { exitCode: null, byHand: null }],
    ['UNSEEN', true, { exitCode: null, byHand: false }],
    ['BEFORE', false, { exitCode: null, byHand: false }],
  ] as const)('%o, by our own stop: %s', (end, requested, exit) => {
    expect(toExit(end, { requested, atMs: 7 })).toEqual({ ...exit, requested, outOfMemory: false, atMs: 7 });
  });
});
