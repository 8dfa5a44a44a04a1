import { describe, expect, test } from 'vitest';
import {
  componentReason,
  componentState,
  overallStatus,
} from '../../../subgraphs/operator/status/component-state.ts';

describe('the state of a component', () => {
  test.each([
    ['READY', 'ON'],
    ['MISSING', 'OFF'],
    ['STOPPED', 'OFF'],
    ['STARTING', 'OFF'],
    ['STOPPING', 'OFF'],
    ['PAUSED', 'OFF'],
    ['UNHEALTHY', 'DEGRADED'],
    ['UNKNOWN', 'DEGRADED'],
    ['CRASHED', 'ERROR'],
    ['CRASH_LOOP', 'ERROR'],
    ['OUT_OF_MEMORY', 'ERROR'],
    ['START_FAILED', 'ERROR'],
  ] as const)('a service in %s reads as %s', (state, expected) => {
    expect(componentState(state)).toBe(expected);
  });

  test.each([
    [{ state: 'READY', reason: null }, null],
    [{ state: 'STOPPED', reason: null }, 'STOPPED'],
    [{ state: 'MISSING', reason: 'NOT_INSTALLED' }, 'MISSING: NOT_INSTALLED'],
    [{ state: 'OUT_OF_MEMORY', reason: 'OUT_OF_MEMORY' }, 'OUT_OF_MEMORY'],
  ] as const)('the reason of %o is %s', (service, expected) => {
    expect(componentReason(service)).toBe(expected);
  });
});

describe('the overall status', () => {
  test.each([
    [['ON', 'ON', 'OFF'], 'OK', 'what sleeps is no fault'],
    [['ON', 'DEGRADED'], 'DEGRADED', 'something limps'],
    [['ON', 'ERROR', 'OFF'], 'DEGRADED', 'something is broken'],
    [['OFF', 'ERROR'], 'OFFLINE', 'nothing is on'],
    [[], 'OFFLINE', 'nothing is known'],
  ] as const)('%o is %s: %s', (components, expected, _because) => {
    expect(overallStatus(components)).toBe(expected);
  });
});
