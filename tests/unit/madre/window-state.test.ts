import { describe, expect, it } from 'vitest';
import type { ServiceState, WindowState } from '../../../schema/generated/madre.ts';
import type { ServiceFailure, ServiceRecord } from '../../../subgraphs/madre/services/service-record.ts';
import type { WindowRecord } from '../../../subgraphs/madre/windows/window-record.ts';
import type { TimeLeft } from '../../../subgraphs/madre/windows/window-times.ts';
import { advanceWindow, endWindow } from '../../../subgraphs/madre/windows/window-state.ts';

const CREATED = 1_000_000;
const START_BY = CREATED + 30_000;
const DEADLINE = CREATED + 60_000;

function aWindow(state: WindowState, change: Partial<WindowRecord> = {}): WindowRecord {
  return {
    id: 'w',
    state,
    services: ['top'],
    closure: ['base', 'top'],
    mode: 'TTL',
    reason: 'manual',
    openedBy: 'tester',
    priority: 5,
    origin: 'openWindow',
    createdAt: CREATED,
    startBy: START_BY,
    openedAt: null,
    deadline: DEADLINE,
    closedAt: null,
    closeReason: null,
    ended: null,
    results: ['base', 'top'].map((service) => ({
      service,
      outcome: 'PENDING' as const,
      elapsedMs: 0,
      error: null,
    })),
    failure: null,
    correlationId: 'c',
    ...change,
  };
}

function aRecord(name: string, state: ServiceState, failure: ServiceFailure | null = null): ServiceRecord {
  return {
    name,
    seq: 0,
    state,
    reason: null,
    observedAt: 0,
    startedAt: null,
    exitCode: null,
    restartCount: 0,
    image: null,
    lastStop: null,
    failure,
  };
}

function aFailure(change: Partial<ServiceFailure>): ServiceFailure {
  return {
    at: CREATED + 1,
    code: 'EXITED',
    message: 'it ended',
    exitCode: 3,
    outOfMemory: false,
    lastLogs: [],
    permanent: false,
    ...change,
  };
}

/** While nobody sets a clock. */
function leftAt({ deadline, startBy }: WindowRecord, now: number): TimeLeft {
  return { deadlineMs: deadline === null ? null : deadline - now, startByMs: startBy - now };
}

interface Case {
  readonly title: string;
  readonly window: WindowRecord;
  readonly now?: number;
  readonly base: ServiceState | undefined;
  readonly top: ServiceState | undefined;
  readonly failure?: ServiceFailure;
  readonly heldByOthers?: readonly string[];
  readonly events: readonly string[];
  readonly becomes: WindowState;
}

const cases: readonly Case[] = [
  {
    title: 'keeps OPENING while one of its services is not ready',
    window: aWindow('OPENING'),
    base: 'READY',
    top: 'STARTING',
    events: ['SERVICE_READY'],
    becomes: 'OPENING',
  },
  {
    title: 'is OPEN once all are ready',
    window: aWindow('OPENING'),
    base: 'READY',
    top: 'READY',
    events: ['SERVICE_READY', 'SERVICE_READY', 'OPENED'],
    becomes: 'OPEN',
  },
  {
    title: 'is FAILED at once when a service is not installed',
    window: aWindow('OPENING'),
    base: 'MISSING',
    top: 'STOPPED',
    events: ['SERVICE_FAILED', 'FAILED'],
    becomes: 'FAILED',
  },
  {
    title: 'is FAILED at once when the registry lost a service',
    window: aWindow('OPENING'),
    base: undefined,
    top: 'STOPPED',
    events: ['SERVICE_FAILED', 'FAILED'],
    becomes: 'FAILED',
  },
  {
    title: 'is FAILED at once by a failure that waiting cannot help',
    window: aWindow('OPENING'),
    base: 'READY',
    top: 'START_FAILED',
    failure: aFailure({ code: 'PORT_IN_USE', permanent: true }),
    events: ['SERVICE_READY', 'SERVICE_FAILED', 'FAILED'],
    becomes: 'FAILED',
  },
  {
    title: 'goes on trying after a failure that may pass',
    window: aWindow('OPENING'),
    base: 'READY',
    top: 'CRASHED',
    failure: aFailure({}),
    events: ['SERVICE_READY'],
    becomes: 'OPENING',
  },
  {
    title: 'is not FAILED by a failure from before it was asked for',
    window: aWindow('OPENING'),
    base: 'STOPPED',
    top: 'STOPPED',
    failure: aFailure({ at: CREATED - 1, permanent: true }),
    events: [],
    becomes: 'OPENING',
  },
  {
    title: 'is FAILED when its budget ends',
    window: aWindow('OPENING'),
    now: START_BY,
    base: 'READY',
    top: 'STARTING',
    events: ['SERVICE_READY', 'SERVICE_FAILED', 'FAILED'],
    becomes: 'FAILED',
  },
  {
    title: 'is OPEN when the last service is ready at the very end of the budget',
    window: aWindow('OPENING'),
    now: START_BY,
    base: 'READY',
    top: 'READY',
    events: ['SERVICE_READY', 'SERVICE_READY', 'OPENED'],
    becomes: 'OPEN',
  },
  {
    title: 'closes from OPENING when its ttl ends',
    window: aWindow('OPENING', { startBy: DEADLINE + 1 }),
    now: DEADLINE,
    base: 'READY',
    top: 'STARTING',
    events: ['CLOSING'],
    becomes: 'CLOSING',
  },
  {
    title: 'stays OPEN while nothing changes',
    window: aWindow('OPEN'),
    base: 'READY',
    top: 'READY',
    events: [],
    becomes: 'OPEN',
  },
  {
    title: 'is DEGRADED as soon as a service is not ready',
    window: aWindow('OPEN'),
    base: 'READY',
    top: 'UNHEALTHY',
    events: ['DEGRADED'],
    becomes: 'DEGRADED',
  },
  {
    title: 'stays DEGRADED without repeating the event',
    window: aWindow('DEGRADED'),
    base: 'READY',
    top: 'CRASHED',
    events: [],
    becomes: 'DEGRADED',
  },
  {
    title: 'recovers when all are ready again',
    window: aWindow('DEGRADED'),
    base: 'READY',
    top: 'READY',
    events: ['RECOVERED'],
    becomes: 'OPEN',
  },
  {
    title: 'closes from OPEN when its ttl ends',
    window: aWindow('OPEN'),
    now: DEADLINE,
    base: 'READY',
    top: 'READY',
    events: ['CLOSING'],
    becomes: 'CLOSING',
  },
  {
    title: 'closes from DEGRADED when its ttl ends',
    window: aWindow('DEGRADED'),
    now: DEADLINE + 5_000,
    base: 'READY',
    top: 'CRASHED',
    events: ['CLOSING'],
    becomes: 'CLOSING',
  },
  {
    title: 'never expires in mode HOLD',
    window: aWindow('OPEN', { mode: 'HOLD', deadline: null }),
    now: DEADLINE * 2,
    base: 'READY',
    top: 'READY',
    events: [],
    becomes: 'OPEN',
  },
  {
    title: 'stays CLOSING while a service is not known to be gone',
    window: aWindow('CLOSING'),
    base: 'STOPPED',
    top: 'UNKNOWN',
    events: [],
    becomes: 'CLOSING',
  },
  {
    title: 'stays CLOSING while a service stops',
    window: aWindow('CLOSING'),
    base: 'READY',
    top: 'STOPPING',
    events: [],
    becomes: 'CLOSING',
  },
  {
    title: 'is CLOSED when all are gone',
    window: aWindow('CLOSING'),
    base: 'STOPPED',
    top: 'CRASHED',
    events: ['CLOSED'],
    becomes: 'CLOSED',
  },
  {
    title: 'is CLOSED although a service runs on for another window',
    window: aWindow('CLOSING'),
    base: 'READY',
    top: 'STOPPED',
    heldByOthers: ['base'],
    events: ['CLOSED'],
    becomes: 'CLOSED',
  },
  {
    title: 'never leaves CLOSED',
    window: aWindow('CLOSED'),
    now: DEADLINE,
    base: 'READY',
    top: 'READY',
    events: [],
    becomes: 'CLOSED',
  },
  {
    title: 'never leaves FAILED',
    window: aWindow('FAILED'),
    now: DEADLINE,
    base: 'READY',
    top: 'READY',
    events: [],
    becomes: 'FAILED',
  },
];

describe('a window', () => {
  it.each(cases)(
    '$title',
    ({ window, now = CREATED + 500, base, top, failure, heldByOthers = [], events, becomes }) => {
      const records = new Map(
        [
          base === undefined ? undefined : aRecord('base', base),
          top === undefined ? undefined : aRecord('top', top, failure ?? null),
        ].flatMap((record) => (record === undefined ? [] : [[record.name, record] as const])),
      );
      const facts = {
        now,
        left: leftAt(window, now),
        service: (name: string) => records.get(name),
        heldByOthers: (name: string) => heldByOthers.includes(name),
        system: { by: 'system', correlationId: 'c' },
      };
      const steps = advanceWindow(window, facts);
      const after = steps.at(-1)?.window ?? window;
      expect(steps.map(({ type }) => type)).toEqual(events);
      expect(after.state).toBe(becomes);
      expect(advanceWindow(after, facts).filter(({ type }) => type !== 'CLOSED')).toEqual([]);
    },
  );

  it('says in FAILED what failed, what was left out and what to do', () => {
    const records = new Map([
      [
        'base',
        aRecord(
          'base',
          'START_FAILED',
          aFailure({ code: 'PORT_IN_USE', message: 'port 9000 is taken', permanent: true }),
        ),
      ],
      ['top', aRecord('top', 'STOPPED')],
    ]);
    const facts = {
      now: CREATED + 70,
      left: leftAt(aWindow('OPENING'), CREATED + 70),
      service: (name: string) => records.get(name),
      heldByOthers: () => false,
      system: { by: 'system', correlationId: 'c' },
    };
    expect(advanceWindow(aWindow('OPENING'), facts).at(-1)?.window).toMatchObject({
      closeReason: 'START_FAILED',
      closedAt: CREATED + 70,
      results: [
        { service: 'base', outcome: 'FAILED', elapsedMs: 70, error: 'port 9000 is taken' },
        { service: 'top', outcome: 'SKIPPED' },
      ],
      failure: {
        service: 'base',
        code: 'PORT_IN_USE',
        exitCode: 3,
        suggestion: expect.stringContaining('port') as string,
      },
    });
  });

  it('is ended with the reason, the person and the request', () => {
    const ended = { at: 7, by: 'ana', correlationId: 'x' };
    expect(endWindow(aWindow('OPEN'), 'MANUAL', ended)).toMatchObject({
      type: 'CLOSING',
      window: { state: 'CLOSING', closeReason: 'MANUAL', ended },
    });
  });
});
