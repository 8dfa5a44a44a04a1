import { describe, expect, it } from 'vitest';
import { queueMoves } from '../../../../subgraphs/madre/windows/admission/queue-moves.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { follow } from '../../../support/follow-changes.ts';
import { openDesk } from '../../../support/power-desk.ts';
import { aWindowRecord } from '../../../support/window-record.ts';

const waiting = (id: string, priority = 5) => aWindowRecord({ id, state: 'QUEUED', priority });
const [a, b, c] = [waiting('a'), waiting('b'), waiting('c')];
const left = aWindowRecord({ id: 'a', state: 'OPENING' });

describe('of the windows that wait', () => {
  it.each([
    ['those behind one that leaves move up', [a, b, c], [left, b, c], { b: 1, c: 2 }],
    ['those before one that leaves stay', [a, b, c], [a, b, { ...c, state: 'CLOSED' as const }], {}],
    ['those of less priority than one that comes move down', [a, b], [a, b, waiting('d', 6)], { a: 2, b: 3 }],
    ['those of the same priority stay when one comes', [a], [a, b], {}],
  ])('%s', (_title, before, after, moved) => {
    const moves = queueMoves(before, after);
    expect(Object.fromEntries(moves.map(({ window, position }) => [window.id, position]))).toEqual(moved);
  });
});

it('a window that waits is told of each place that it moves to', async () => {
  const catalog = new Map(['a', 'b', 'c', 'd'].map((name) => [name, catalogService(name, { memoryMb: 60 })]));
  const desk = await openDesk({ catalog, memoryBudgetMb: 100 });
  await desk.open({ services: ['a'] });
  const enter = async (service: string, priority: number): Promise<string> => {
    const input = { services: [service], ttlSec: 60, onBusy: 'QUEUE', priority };
    return (await desk.openWindow(input)).window?.id ?? '';
  };
  const ahead = await enter('b', 5);
  const behind = await enter('c', 5);
  const changes = await follow<{ type: string; window: { queuePosition: number | null } }>(
    desk.madre,
    'subscription ($id: ID!) { windowChanged(id: $id) { type window { queuePosition } } }',
    { id: behind },
  );
  expect(await changes.next()).toEqual({ type: 'SNAPSHOT', window: { queuePosition: 2 } });
  await enter('d', 9);
  await desk.closeWindow({ id: ahead });
  expect(await changes.take(2)).toEqual([
    { type: 'QUEUED', window: { queuePosition: 3 } },
    { type: 'QUEUED', window: { queuePosition: 2 } },
  ]);
});
