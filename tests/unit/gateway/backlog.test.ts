import { describe, expect, test } from 'vitest';
import { Backlog } from '../../../gateway/subscriptions/hub/backlog.ts';
import { EventMessage } from '../../../gateway/subscriptions/hub/event-message.ts';

const log = (seq: number, filler = ''): EventMessage => new EventMessage({ data: { seq, filler } }, {});
const state = (seq: number, key: string): EventMessage => new EventMessage({ data: { seq } }, { key });

function drain(backlog: Backlog): unknown[] {
  const told: unknown[] = [];
  for (let next = backlog.shift(); next !== undefined; next = backlog.shift())
    told.push([next.result.data?.['seq'], next.result.extensions?.['dropped'] ?? 0]);
  return told;
}

describe('what a slow subscriber gets', () => {
  test.each<[string, readonly EventMessage[], readonly unknown[]]>([
    [
      'of a log is all, in order',
      [log(1), log(2), log(3)],
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
    ],
    [
      'of states is the latest of each, and what was left out is counted',
      [state(1, 'a'), state(2, 'b'), state(3, 'a'), state(4, 'a')],
      [
        [2, 2],
        [4, 0],
      ],
    ],
    ['of one subject is one', [state(1, ''), state(2, ''), state(3, '')], [[3, 2]]],
  ])('%s', (_what, messages, expected) => {
    const backlog = new Backlog();
    for (const message of messages) backlog.push(message);
    expect(drain(backlog)).toEqual(expected);
    expect(backlog.isEmpty).toBe(true);
  });

  test('of more than 1,000 is the last 1,000, and the first of them tells of the rest', () => {
    const backlog = new Backlog();
    for (let seq = 1; seq <= 1_250; seq += 1) backlog.push(log(seq));
    const told = drain(backlog);
    expect([told.length, told[0], told[1], told.at(-1)]).toEqual([1_000, [251, 250], [252, 0], [1_250, 0]]);
  });

  test('of more than 4 MiB is the last 4 MiB, but always the last one', () => {
    const backlog = new Backlog();
    for (let seq = 1; seq <= 10; seq += 1) backlog.push(log(seq, 'x'.repeat(1024 * 1024)));
    expect(drain(backlog)).toEqual([
      [8, 7],
      [9, 0],
      [10, 0],
    ]);
    backlog.push(log(11, 'x'.repeat(9 * 1024 * 1024)));
    expect(drain(backlog)).toEqual([[11, 0]]);
  });

  test('keeps the extensions that an event has of its own', () => {
    const backlog = new Backlog();
    const asleep = [{ service: 'switch' }];
    backlog.push(state(1, 'a'));
    backlog.push(new EventMessage({ data: {}, extensions: { asleep } }, { key: 'a' }));
    expect(backlog.shift()?.result.extensions).toEqual({ asleep, dropped: 1 });
  });
});
