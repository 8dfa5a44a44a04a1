import type { ServiceRowFragment, WindowRowFragment } from '../../console/src/generated/graphql.ts';

/** A window as the console reads it, for the tests of its rules. */
export function windowRow(over: Partial<WindowRowFragment> = {}): WindowRowFragment {
  return {
    id: 'a',
    state: 'OPEN',
    mode: 'TTL',
    reason: 'test',
    openedBy: 'local',
    priority: 5,
    createdAt: '2026-01-01T00:00:00.000Z',
    openedAt: '2026-01-01T00:00:00.000Z',
    deadline: '2026-01-01T00:05:00.000Z',
    queuePosition: null,
    closedAt: null,
    closeReason: null,
    correlationId: 'c1',
    services: [{ name: 'switch' }],
    closure: [{ name: 'switch' }],
    results: [],
    failure: null,
    ...over,
  };
}

/** A component as the console reads it. */
export function serviceRow(over: Partial<ServiceRowFragment> = {}): ServiceRowFragment {
  return {
    name: 'switch',
    description: 'Routes chat to engines',
    kind: 'ON_DEMAND',
    state: 'STOPPED',
    reason: 'OFF_BY_POLICY',
    seq: 1,
    observedAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    port: 8002,
    restartCount: 0,
    dependsOn: [],
    lastStop: null,
    failure: null,
    startup: null,
    ...over,
  };
}
