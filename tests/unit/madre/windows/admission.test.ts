import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  admit,
  reservedMb,
  type AdmissionRequest,
} from '../../../../subgraphs/madre/windows/admission/admission.ts';
import { queueOrder, queuePosition } from '../../../../subgraphs/madre/windows/admission/window-queue.ts';
import { isLive, type WindowRecord } from '../../../../subgraphs/madre/windows/record/window-record.ts';
import { aWindowRecord } from '../../../support/window-record.ts';

/** A live window that holds the services with what was reserved for each. */
function holding(
  id: string,
  memoryMb: Readonly<Record<string, number>>,
  more: Partial<WindowRecord> = {},
): WindowRecord {
  return aWindowRecord({ id, state: 'OPEN', closure: Object.keys(memoryMb), memoryMb, ...more });
}

function waiting(id: string, priority = 5): WindowRecord {
  return aWindowRecord({ id, state: 'QUEUED', closure: ['q'], priority });
}

const asking = (
  memoryMb: Readonly<Record<string, number>>,
  onBusy: AdmissionRequest['onBusy'],
  priority = 5,
): AdmissionRequest => ({ memoryMb, onBusy, priority });

const memoryOf = (): number => 7;

/** The outcome in one word, with the windows that are evicted or the place in the queue. */
function outcomeOf(request: AdmissionRequest, windows: readonly WindowRecord[], budgetMb = 100): string {
  const admission = admit(request, { windows, budgetMb, memoryOf });
  if (admission.outcome === 'ADMIT') return ['ADMIT', ...admission.evicts.map(({ id }) => id)].join(' ');
  return admission.outcome === 'QUEUE' ? `QUEUE ${admission.position}` : 'REFUSE';
}

describe('a window that asks for memory', () => {
  const full = [holding('a', { x: 60 }), holding('b', { y: 40 })];

  it.each<[string, AdmissionRequest, readonly WindowRecord[], string]>([
    ['opens where there is room', asking({ z: 40 }, 'REJECT'), [holding('a', { x: 60 })], 'ADMIT'],
    ['is refused where there is none', asking({ z: 1 }, 'REJECT'), full, 'REFUSE'],
    ['waits where there is none, if it asked for that', asking({ z: 1 }, 'QUEUE'), full, 'QUEUE 1'],
    ['is refused for good if it alone needs too much', asking({ z: 101 }, 'QUEUE'), [], 'REFUSE'],
    ['is refused for good whatever it could evict', asking({ z: 101 }, 'PREEMPT', 9), full, 'REFUSE'],
    ['shares what another one reserved already', asking({ x: 60 }, 'REJECT'), full, 'ADMIT'],
    [
      'counts a shared service once, with the most that was reserved for it',
      asking({ x: 61 }, 'REJECT'),
      full,
      'REFUSE',
    ],
    [
      'counts nothing for windows that are not live',
      asking({ z: 100 }, 'REJECT'),
      [holding('a', { x: 60 }, { state: 'CLOSING' }), holding('b', { y: 40 }, { state: 'FAILED' })],
      'ADMIT',
    ],
    [
      'counts what an older version did not record as what it is today',
      asking({ z: 94 }, 'REJECT'),
      [aWindowRecord({ state: 'OPEN' })],
      'REFUSE',
    ],
    [
      'overtakes nobody who waits with the same priority',
      asking({ z: 1 }, 'QUEUE'),
      [holding('a', { x: 60 }), waiting('q')],
      'QUEUE 2',
    ],
    ['is refused behind one who waits', asking({ z: 1 }, 'REJECT'), [waiting('q')], 'REFUSE'],
    ['evicts nothing from behind one who waits', asking({ z: 1 }, 'PREEMPT'), [waiting('q')], 'REFUSE'],
    ['outranks who waits with a lower priority', asking({ z: 1 }, 'REJECT', 6), [waiting('q')], 'ADMIT'],
    [
      'takes its place before who waits with a lower priority',
      asking({ z: 1 }, 'QUEUE', 6),
      [...full, waiting('p', 7), waiting('q', 5)],
      'QUEUE 2',
    ],
    [
      'needs nobody to let it pass where it needs no memory of its own',
      asking({ x: 60 }, 'REJECT'),
      [holding('a', { x: 60 }), waiting('q')],
      'ADMIT',
    ],
    [
      'evicts nothing where there is room',
      asking({ z: 5 }, 'PREEMPT', 9),
      [holding('a', { x: 60 })],
      'ADMIT',
    ],
    ['evicts none of its own priority', asking({ z: 1 }, 'PREEMPT', 5), full, 'REFUSE'],
    [
      'evicts the lowest priority first',
      asking({ z: 30 }, 'PREEMPT', 6),
      [holding('a', { x: 40 }, { priority: 4 }), holding('b', { y: 40 }, { priority: 3 })],
      'ADMIT b',
    ],
    [
      'evicts the youngest of equal priority first',
      asking({ z: 30 }, 'PREEMPT', 6),
      [holding('old', { x: 40 }), holding('young', { y: 40 })],
      'ADMIT young',
    ],
    [
      'evicts as many as it takes',
      asking({ z: 90 }, 'PREEMPT', 6),
      [holding('old', { x: 40 }), holding('young', { y: 40 })],
      'ADMIT young old',
    ],
    [
      'spares one whose end turns out unnecessary',
      asking({ z: 60 }, 'PREEMPT', 6),
      [holding('big', { x: 60 }, { priority: 4 }), holding('small', { y: 20 }, { priority: 3 })],
      'ADMIT big',
    ],
    [
      'spares one whose services others hold anyway, as its end frees nothing',
      asking({ z: 50 }, 'PREEMPT', 6),
      [
        holding('kept', { x: 50 }, { priority: 8 }),
        holding('sharing', { x: 50 }, { priority: 1 }),
        holding('alone', { y: 50 }, { priority: 2 }),
      ],
      'ADMIT alone',
    ],
    [
      'never evicts what a policy holds',
      asking({ z: 60 }, 'PREEMPT', 9),
      [holding('p', { x: 60 }, { origin: 'policy', priority: 1 })],
      'REFUSE',
    ],
    [
      'is refused, and evicts nothing, where that were not enough',
      asking({ z: 60 }, 'PREEMPT', 5),
      [holding('a', { x: 60 }, { priority: 9 }), holding('b', { y: 20 }, { priority: 1 })],
      'REFUSE',
    ],
  ])('%s', (_title, request, windows, outcome) => {
    expect(outcomeOf(request, windows)).toBe(outcome);
  });

  it('opens in any case where there is no budget', () => {
    const facts = { windows: full, budgetMb: undefined, memoryOf };
    expect(admit(asking({ z: 1e6 }, 'REJECT'), facts)).toEqual({ outcome: 'ADMIT', evicts: [] });
  });

  it('is refused where a hundred wait already', () => {
    const queue = Array.from({ length: 100 }, (_, index) => waiting(`q${index}`));
    expect(outcomeOf(asking({ z: 1 }, 'QUEUE'), [...full, ...queue.slice(1)])).toBe('QUEUE 100');
    expect(outcomeOf(asking({ z: 1 }, 'QUEUE'), [...full, ...queue])).toBe('REFUSE');
  });

  it('never leads to more than the budget, and evicts no more than it must', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const memory = fc.dictionary(name, fc.integer({ min: 1, max: 50 }), { minKeys: 1, maxKeys: 3 });
    const priority = fc.integer({ min: 0, max: 9 });
    const onBusy = fc.constantFrom<AdmissionRequest['onBusy']>('REJECT', 'QUEUE', 'PREEMPT');
    const live = fc.array(fc.record({ memoryMb: memory, priority }), { maxLength: 6 });
    fc.assert(
      fc.property(live, fc.record({ memoryMb: memory, priority, onBusy }), (held, request) => {
        const windows = held.reduce<readonly WindowRecord[]>((before, each, index) => {
          const next = holding(`w${index}`, each.memoryMb, { priority: each.priority });
          return reservedMb([...before, next], memoryOf) <= 100 ? [...before, next] : before;
        }, []);
        const admission = admit(request, { windows, budgetMb: 100, memoryOf });
        if (admission.outcome !== 'ADMIT') return;
        const { evicts } = admission;
        const asked = { closure: Object.keys(request.memoryMb), memoryMb: request.memoryMb };
        const totalWithout = (gone: readonly WindowRecord[]): number =>
          reservedMb([...windows.filter((window) => !gone.includes(window)), asked], memoryOf);
        expect(totalWithout(evicts)).toBeLessThanOrEqual(100);
        expect(evicts.every((window) => window.priority < request.priority && isLive(window))).toBe(true);
        for (const spared of evicts)
          expect(totalWithout(evicts.filter((each) => each !== spared))).toBeGreaterThan(100);
      }),
    );
  });
});

describe('the queue', () => {
  const windows = [
    waiting('a', 3),
    waiting('b', 7),
    holding('c', { x: 1 }),
    waiting('d', 7),
    waiting('e', 3),
  ];

  it('is in the order of priority, then of age', () => {
    expect(queueOrder(windows).map(({ id }) => id)).toEqual(['b', 'd', 'a', 'e']);
  });

  it.each([
    ['b', 1],
    ['a', 3],
    ['c', null],
    ['nobody', null],
  ])('has %s at place %s', (id, position) => {
    expect(queuePosition(windows, id)).toBe(position);
  });
});
