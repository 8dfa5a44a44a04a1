import { describe, expect, it } from 'vitest';
import { advanceWindow, endWindow, giveUp } from '../../../../subgraphs/madre/windows/state/window-state.ts';
import {
  aFailure,
  aRecord,
  aWindow,
  CREATED,
  failureOf,
  leftAt,
  START_BY,
} from '../../../support/window-facts.ts';
import { windowStateCases } from './window-state-cases.ts';

describe('a window', () => {
  it.each(windowStateCases)(
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
        memoryWaitOf: () => null,
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
      memoryWaitOf: () => null,
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

  it('names in DEGRADED what is not well now, as soon as what it named before is', () => {
    const records = new Map([
      ['base', aRecord('base', 'READY')],
      ['top', aRecord('top', 'CRASHED', aFailure({ message: 'top ended by itself' }))],
    ]);
    const window = aWindow('DEGRADED', { failure: failureOf('base') });
    const [step] = advanceWindow(window, {
      now: CREATED + 500,
      left: leftAt(window, CREATED + 500),
      service: (name: string) => records.get(name),
      memoryWaitOf: () => null,
      heldByOthers: () => false,
      system: { by: 'system', correlationId: 'c' },
    });
    expect(step?.window.failure).toMatchObject({ service: 'top', message: 'top ended by itself' });
  });

  it('that is given up in the queue failed nothing, and says why it ended', () => {
    const waiting = aWindow('QUEUED', { admittedAt: null, deadline: null });
    const given = giveUp(waiting, { now: START_BY, system: { by: 'system', correlationId: 'c' } }).window;
    expect(given).toMatchObject({ closeReason: 'QUEUE_EXPIRED', closedAt: START_BY, failure: null });
    expect(given.results.map(({ outcome }) => outcome)).toEqual(['SKIPPED', 'SKIPPED']);
  });

  it('that waits in the queue is CLOSED as soon as somebody ends it', () => {
    const ended = { at: 7, by: 'ana', correlationId: 'x' };
    expect(endWindow(aWindow('QUEUED'), 'MANUAL', ended)).toMatchObject({
      type: 'CLOSED',
      window: { state: 'CLOSED', closeReason: 'MANUAL', closedAt: 7, ended },
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
