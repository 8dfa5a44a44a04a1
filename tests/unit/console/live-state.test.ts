import { expect, test } from 'vitest';
import type { ConsoleStateQuery, WindowRowFragment } from '../../../console/src/generated/graphql.ts';
import { isLive, nextState, nothingKnown, type LiveAction } from '../../../console/src/live-state.ts';

function window(id: string, state: WindowRowFragment['state'] = 'OPEN'): WindowRowFragment {
  return {
    id,
    state,
    mode: 'TTL',
    reason: 'test',
    openedBy: 'local',
    createdAt: '2026-01-01T00:00:00.000Z',
    deadline: '2026-01-01T00:05:00.000Z',
    closedAt: null,
    closeReason: null,
    services: [{ name: 'switch' }],
    failure: null,
  };
}

function read(...activeWindows: WindowRowFragment[]): LiveAction {
  const powerState: ConsoleStateQuery['powerState'] = {
    policy: 'SOLO_MADRE',
    windowed: activeWindows.length > 0,
    serverTime: '2026-01-01T00:00:00.000Z',
    runtime: { kind: 'PROCESS', available: true, detail: null },
    availableServices: [],
    activeWindows,
  };
  return { type: 'read', state: { powerState, services: [] } };
}

function states(...actions: LiveAction[]): string[] {
  const { windows } = actions.reduce(nextState, nothingKnown);
  return [...windows.values()].map(({ id, state }) => `${id} ${state}`).sort();
}

test('shows what was read', () => {
  expect(states({ type: 'connected' }, read(window('a'), window('b', 'OPENING')))).toEqual([
    'a OPEN',
    'b OPENING',
  ]);
});

test('an event wins over a read that was on its way', () => {
  expect(
    states(
      { type: 'connected' },
      { type: 'window', window: window('a', 'CLOSED') },
      read(window('a', 'OPEN')),
    ),
  ).toEqual(['a CLOSED']);
});

test('after a reconnection, a window that ended meanwhile is gone', () => {
  expect(
    states({ type: 'connected' }, read(window('a'), window('b')), { type: 'connected' }, read(window('b'))),
  ).toEqual(['b OPEN']);
});

test('a window that an event told of before the reconnection is read anew too', () => {
  const opened: LiveAction = { type: 'window', window: window('a', 'OPENING') };
  expect(states({ type: 'connected' }, opened, { type: 'connected' }, read(window('a', 'OPEN')))).toEqual([
    'a OPEN',
  ]);
});

test.each([
  ['OPENING', true],
  ['OPEN', true],
  ['DEGRADED', true],
  ['CLOSING', true],
  ['CLOSED', false],
  ['FAILED', false],
] as const)('a window that is %s counts as live: %s', (state, live) => {
  expect(isLive(window('a', state))).toBe(live);
});
