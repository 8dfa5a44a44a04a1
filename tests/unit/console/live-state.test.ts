import { expect, test } from 'vitest';
import type { ConsoleStateQuery, WindowRowFragment } from '../../../console/src/generated/graphql.ts';
import { isLive, nextState, nothingKnown, type LiveAction } from '../../../console/src/live/live-state.ts';
import { serviceRow, windowRow } from '../../support/console-rows.ts';

const AT = '2026-01-01T00:00:00.000Z';

function window(id: string, state: WindowRowFragment['state'] = 'OPEN'): WindowRowFragment {
  return windowRow({ id, state });
}

function read(active: readonly WindowRowFragment[], ended: readonly WindowRowFragment[] = []): LiveAction {
  const state: ConsoleStateQuery = {
    powerState: {
      policy: 'SOLO_MADRE',
      serverTime: AT,
      runtime: { kind: 'PROCESS', available: true, version: null, detail: null },
      activeWindows: [...active],
    },
    windows: { edges: ended.map((node) => ({ node })) },
    services: [],
    topology: { edges: [] },
  };
  return { type: 'read', state };
}

function told(window: WindowRowFragment, type: 'OPENED' | 'SNAPSHOT' = 'OPENED', seq = 1): LiveAction {
  return { type: 'window', event: { seq, type, at: AT, window, inUse: [] } };
}

function after(...actions: LiveAction[]) {
  return actions.reduce(nextState, nothingKnown);
}

function states(...actions: LiveAction[]): string[] {
  return [...after(...actions).windows.values()].map(({ id, state }) => `${id} ${state}`).sort();
}

test('shows what was read, live and ended', () => {
  expect(
    states({ type: 'connected' }, read([window('a'), window('b', 'OPENING')], [window('c', 'CLOSED')])),
  ).toEqual(['a OPEN', 'b OPENING', 'c CLOSED']);
});

test('an event wins over a read that was on its way', () => {
  expect(states({ type: 'connected' }, told(window('a', 'CLOSED')), read([window('a', 'OPEN')]))).toEqual([
    'a CLOSED',
  ]);
});

test('after a reconnection, a window that ended meanwhile is gone', () => {
  expect(
    states(
      { type: 'connected' },
      read([window('a'), window('b')]),
      { type: 'connected' },
      read([window('b')]),
    ),
  ).toEqual(['b OPEN']);
});

test('a window that an event told of before the reconnection is read anew too', () => {
  expect(
    states({ type: 'connected' }, told(window('a', 'OPENING')), { type: 'connected' }, read([window('a')])),
  ).toEqual(['a OPEN']);
});

test('remembers what changed, newest first, and not what a snapshot repeats', () => {
  const { heard } = after(told(window('a'), 'SNAPSHOT', 0), told(window('a'), 'OPENED', 1), {
    type: 'service',
    event: {
      seq: 2,
      type: 'CHANGED',
      at: AT,
      previous: 'STOPPED',
      service: serviceRow({ state: 'STARTING' }),
    },
  });
  expect(heard.map(({ seq }) => seq)).toEqual([2, 1]);
});

test('remembers at most 200 changes', () => {
  const many = Array.from({ length: 250 }, (_, index) => told(window('a'), 'OPENED', index));
  const { heard } = after(...many);
  expect([heard.length, heard[0]?.seq]).toEqual([200, 249]);
});

test.each([
  ['QUEUED', true],
  ['OPENING', true],
  ['OPEN', true],
  ['DEGRADED', true],
  ['CLOSING', true],
  ['CLOSED', false],
  ['FAILED', false],
] as const)('a window that is %s counts as live: %s', (state, live) => {
  expect(isLive(window('a', state))).toBe(live);
});
