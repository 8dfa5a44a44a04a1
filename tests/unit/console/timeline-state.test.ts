import { expect, test } from 'vitest';
import {
  addEntries,
  auditEntry,
  eventEntry,
  filterEntries,
  heardEntry,
  newestFirst,
  type Entry,
} from '../../../console/src/timeline/timeline-state.ts';
import { serviceRow, windowRow } from '../../support/console-rows.ts';

const AT = '2026-01-01T00:00:00.000Z';

function entry(id: string, over: Partial<Entry> = {}): Entry {
  return { id, kind: 'audit', at: AT, words: id, by: null, correlationId: null, tone: 'asleep', ...over };
}

test('what is read and told twice is one entry, newest first', () => {
  const entries = addEntries(
    addEntries(new Map(), [entry('a'), entry('b', { at: '2026-01-02T00:00:00.000Z' })]),
    [entry('a', { words: 'again' })],
  );
  expect(newestFirst(entries).map(({ id, words }) => `${id} ${words}`)).toEqual(['b b', 'a again']);
});

test('keeps the newest thousand', () => {
  const many = Array.from({ length: 1_200 }, (_, index) =>
    entry(`e${index}`, { at: new Date(Date.parse(AT) + index).toISOString() }),
  );
  const kept = newestFirst(addEntries(new Map(), many));
  expect([kept.length, kept.at(-1)?.id]).toEqual([1_000, 'e200']);
});

test('filters by kind and by words, actor and correlation id', () => {
  const all = [
    entry('open', { by: 'local' }),
    entry('stop', { correlationId: 'ABC' }),
    entry('x', { kind: 'window' }),
  ];
  const ids = (kinds: Entry['kind'][], text: string) =>
    filterEntries(all, new Set(kinds), text).map(({ id }) => id);
  expect(ids(['audit'], '')).toEqual(['open', 'stop']);
  expect(ids(['audit', 'window'], 'LOCAL')).toEqual(['open']);
  expect(ids(['audit'], 'abc')).toEqual(['stop']);
});

test('an audit entry shows a short id and what failed', () => {
  const row = {
    id: '1',
    seq: 1,
    at: AT,
    actor: 'system',
    component: 'madre',
    action: 'window.degraded',
    target: '8975335b-d000-4a9a-8e85-b9c1a2ae582e',
    outcome: 'FAILED',
    correlationId: 'c',
  } as const;
  expect(auditEntry(row)).toMatchObject({ words: 'window.degraded 8975335b: failed', tone: 'broken' });
});

test('what the page heard of windows and components reads as a sentence', () => {
  const window = windowRow({ reason: 'nightly' });
  expect(heardEntry({ seq: 3, type: 'EXPIRING', at: AT, window, inUse: [] })).toMatchObject({
    id: 'window 3',
    words: 'nightly (switch): expiring',
    correlationId: 'c1',
    tone: 'warning',
  });
  const service = serviceRow({ state: 'READY', reason: null });
  expect(heardEntry({ seq: 4, type: 'CHANGED', at: AT, previous: 'STARTING', service })).toMatchObject({
    words: 'switch: starting → ready',
    tone: 'ready',
  });
});

test.each([
  ['window.opened', 'window'],
  ['service.crashed', 'component'],
  ['engine.failed', 'event'],
] as const)('an event of type %s is shown as %s', (type, kind) => {
  const row = { seq: 5, at: AT, type, source: 'madre', severity: 'WARNING', summary: 'it happened' } as const;
  expect(eventEntry({ ...row, correlationId: null })).toMatchObject({ id: 'event 5', kind, tone: 'warning' });
});
