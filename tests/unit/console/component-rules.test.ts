import { expect, test } from 'vitest';
import { addChange } from '../../../console/src/components/history.ts';
import { filterLines, KEPT_LINES, nextLog, noLines } from '../../../console/src/components/logs/log-lines.ts';
import {
  holderWords,
  sinceWords,
  startupWords,
} from '../../../console/src/components/state/service-since.ts';
import { serviceTone, serviceWords } from '../../../console/src/components/state/service-words.ts';
import { addSample, linePoints } from '../../../console/src/components/stats/stats.ts';
import { layout } from '../../../console/src/components/topology/layout.ts';
import { serviceRow } from '../../support/console-rows.ts';

const AT = '2026-01-01T00:00:00.000Z';
const later = (sec: number): number => Date.parse(AT) + sec * 1_000;

test.each([
  [{ state: 'STOPPED', reason: 'OFF_BY_POLICY' }, 'off by policy', 'asleep'],
  [{ state: 'STOPPED', reason: 'STOPPED_BY_HAND' }, 'stopped: stopped by hand', 'asleep'],
  [{ state: 'MISSING', reason: 'NOT_INSTALLED' }, 'not installed', 'asleep'],
  [{ state: 'READY', reason: null }, 'ready', 'ready'],
  [{ state: 'UNHEALTHY', reason: 'PROBE_FAILED' }, 'unhealthy: probe failed', 'warning'],
  [{ state: 'CRASH_LOOP', reason: 'EXITED' }, 'crash loop: exited', 'broken'],
  [{ state: 'OUT_OF_MEMORY', reason: 'OUT_OF_MEMORY' }, 'out of memory', 'broken'],
] as const)('%j reads %s, %s', (service, words, tone) => {
  expect([serviceWords(service), serviceTone(service)]).toEqual([words, tone]);
});

test.each([
  [serviceRow({ state: 'READY', startedAt: AT }), 'up for 2 min'],
  [
    serviceRow({ lastStop: { at: AT, rule: 'TTL_EXPIRED', by: 'system', correlationId: 'c' } }),
    'off for 2 min, TTL_EXPIRED by system',
  ],
  [serviceRow(), 'seen 2 min ago'],
])('since when, as far as it was observed: case %#', (service, words) => {
  expect(sinceWords(service, later(125))).toBe(words);
});

test('holders are told with their deadlines', () => {
  const holders = [
    { reason: 'hold', deadline: null },
    { reason: 'nightly', deadline: AT },
  ];
  expect(holderWords(holders, () => '12:00')).toBe('held by hold until closed, nightly until 12:00');
  expect(holderWords([], () => '')).toBeNull();
});

test('starts are told once one was measured', () => {
  const startup = { samples: 1, p50Ms: 610, p95Ms: 900, peakMemoryBytes: null };
  expect(startupWords({ startup })).toBe('starts in 610 ms, rarely over 900 ms (1 start)');
  expect(startupWords({ startup: null })).toBeNull();
});

function line(seq: number, text = `line ${seq}`, stream = 'STDOUT') {
  return { seq, at: AT, stream, text };
}
const lines = (...seqs: number[]) => ({ type: 'lines', lines: seqs.map((seq) => line(seq)) }) as const;

test('a gap in the numbers of a log is lines that were dropped, and a repeated line is one', () => {
  const log = [lines(5, 6), lines(6, 10)].reduce(nextLog, noLines);
  expect(log.lines.map(({ seq }) => seq)).toEqual([5, 6, 10]);
  expect(log.dropped).toBe(3);
});

test('a paused log stands still, and shows on resuming what came meanwhile', () => {
  const paused = [lines(1), { type: 'pause' } as const, lines(2, 3)].reduce(nextLog, noLines);
  expect([paused.lines.length, paused.waiting?.length]).toEqual([1, 2]);
  const resumed = nextLog(paused, { type: 'resume' });
  expect([resumed.lines.length, resumed.waiting]).toEqual([3, null]);
});

test('a log keeps a bounded number of lines; what does not fit while it is paused counts as dropped', () => {
  const many = lines(...Array.from({ length: KEPT_LINES + 10 }, (_, index) => index + 1));
  expect(nextLog(noLines, many).lines).toHaveLength(KEPT_LINES);
  const paused = [{ type: 'pause' } as const, many].reduce(nextLog, noLines);
  expect([paused.waiting?.length, paused.dropped]).toEqual([KEPT_LINES, 10]);
});

test('a log is filtered by text in any case and by stream', () => {
  const all = [line(1, 'Ready'), line(2, 'not ready', 'STDERR'), line(3, 'other', 'STDERR')];
  expect(filterLines(all, 'READY', false).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(filterLines(all, '', true).map(({ seq }) => seq)).toEqual([2, 3]);
});

test('a line of values fits its box, the highest at the top', () => {
  expect(linePoints([0, 10, 5], { width: 100, height: 20 })).toBe('0,20 50,0 100,10');
  expect(linePoints([5, 5], { width: 10, height: 20, ceiling: 10 })).toBe('0,10 10,10');
  expect(linePoints([0, 0], { width: 10, height: 20 })).toBe('0,20 10,20');
});

test('keeps two minutes of samples of each service', () => {
  const sample = (cpuPercent: number) => ({
    service: { name: 'a' },
    at: AT,
    cpuPercent,
    memoryBytes: 1,
    memoryLimitBytes: null,
    processes: null,
    networkReceivedBytes: null,
    networkSentBytes: null,
  });
  const stats = Array.from({ length: 70 }, (_, index) => sample(index)).reduce(addSample, new Map());
  expect([stats.get('a')?.length, stats.get('a')?.[0]?.cpuPercent]).toEqual([60, 10]);
});

test('the history of states leaves out repeats and what came before', () => {
  const change = (seq: number, state: 'READY' | 'STOPPED') => ({
    seq,
    at: AT,
    service: { name: 'a', state, reason: null },
  });
  const changes = [change(1, 'READY'), change(2, 'READY'), change(4, 'STOPPED'), change(3, 'READY')];
  expect(changes.reduce(addChange, []).map(({ seq }) => seq)).toEqual([1, 4]);
});

test('what needs stands right of what it needs; what is linked to nothing stands below', () => {
  const edges = [
    { from: 'c', to: 'b' },
    { from: 'b', to: 'a' },
    { from: 'c', to: 'a' },
  ];
  expect(
    layout(['a', 'b', 'c', 'x'], edges).map(({ name, column, row }) => `${name} ${column} ${row}`),
  ).toEqual(['a 0 0', 'b 1 0', 'c 2 0', 'x 0 1']);
});

test('a circle of dependencies is cut, not followed for ever', () => {
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ];
  expect(layout(['a', 'b'], edges)).toHaveLength(2);
});
