import { expect, test } from 'vitest';
import { chartOf } from '../../../console/src/windows/chart-layout.ts';
import { holdersOf } from '../../../console/src/windows/holders.ts';
import { inUseWords } from '../../../console/src/windows/in-use.ts';
import { neededBy } from '../../../console/src/windows/open/needed-by.ts';
import { startSteps } from '../../../console/src/windows/start-progress.ts';
import { stopsWith } from '../../../console/src/windows/stops-with.ts';
import { windowTone, windowWords } from '../../../console/src/windows/window-words.ts';
import { serviceRow, windowRow } from '../../support/console-rows.ts';

const AT = '2026-01-01T00:00:00.000Z';
const pending = { outcome: 'PENDING', elapsedMs: 0, error: null } as const;
const started = { outcome: 'STARTED', elapsedMs: 1_400, error: null } as const;

test.each([
  [windowRow({ state: 'OPEN' }), 300_000, 'open', 'ready'],
  [windowRow({ state: 'OPEN' }), 59_000, 'open, ends soon', 'warning'],
  [windowRow({ state: 'OPEN' }), null, 'open', 'ready'],
  [windowRow({ state: 'QUEUED', queuePosition: 2 }), null, 'waits for memory, place 2', 'warning'],
  [windowRow({ state: 'DEGRADED' }), 300_000, 'degraded', 'warning'],
  [windowRow({ state: 'OPENING' }), 300_000, 'opening', 'starting'],
  [
    windowRow({
      state: 'OPENING',
      results: [
        { service: { name: 'a' }, ...started },
        { service: { name: 'b' }, ...pending },
        { service: { name: 'c' }, ...pending },
      ],
    }),
    300_000,
    'starting 2 of 3',
    'starting',
  ],
  [windowRow({ state: 'FAILED' }), null, 'failed', 'broken'],
])('a window in words and colour: case %#', (window, leftMs, words, tone) => {
  expect([windowWords(window, leftMs), windowTone(window, leftMs)]).toEqual([words, tone]);
});

test('each start is told with how long it usually takes', () => {
  const startup = { samples: 3, p50Ms: 2_100, p95Ms: 3_000, peakMemoryBytes: null };
  const services = new Map([
    ['b', serviceRow({ name: 'b', state: 'STARTING', reason: null, startup })],
    ['c', serviceRow({ name: 'c', startup })],
    ['d', serviceRow({ name: 'd', state: 'CRASH_LOOP', reason: 'EXITED' })],
  ]);
  const names = ['a', 'b', 'c', 'd'];
  const window = {
    closure: names.map((name) => ({ name })),
    results: names.map((name) => ({ service: { name }, ...(name === 'a' ? started : pending) })),
  };
  expect(
    startSteps(window, services, Date.parse(AT) + 1_400).map(({ name, words }) => `${name} ${words}`),
  ).toEqual([
    'a ready in 1.4 s',
    'b starting, 1.4 s of usually 2.1 s',
    'c waits, usually 2.1 s',
    'd crash loop: exited',
  ]);
});

const closureOf = (...names: string[]) => names.map((name) => ({ name }));

test('a component is held by the windows that keep it up, the longest first', () => {
  const closure = closureOf('a');
  const windows = [
    windowRow({ id: 'short', closure, deadline: '2026-01-01T00:01:00.000Z' }),
    windowRow({ id: 'held', closure, deadline: null }),
    windowRow({ id: 'long', closure, state: 'DEGRADED' }),
    windowRow({ id: 'waits', closure, state: 'QUEUED' }),
    windowRow({ id: 'ends', closure, state: 'CLOSING' }),
    windowRow({ id: 'other' }),
  ];
  expect(holdersOf('a', windows).map(({ id }) => id)).toEqual(['held', 'long', 'short']);
});

test('closing names what stops, and what another window or the core keeps up', () => {
  const mine = windowRow({ id: 'mine', closure: closureOf('a', 'b', 'core', 'unknown') });
  const other = windowRow({ id: 'other', closure: closureOf('b') });
  const services = new Map([['core', serviceRow({ name: 'core', kind: 'CORE' })]]);
  expect(stopsWith(mine, [mine, other], services)).toEqual({ stops: ['a', 'unknown'], stays: ['b', 'core'] });
});

test('dependencies of dependencies appear, each with who needs it, and circles end', () => {
  const services = new Map(
    Object.entries({ a: ['b'], b: ['c'], c: ['a'] }).map(([name, needs]) => [
      name,
      { dependsOn: needs.map((need) => ({ name: need })) },
    ]),
  );
  expect([...neededBy(['a'], services)]).toEqual([
    ['b', 'a'],
    ['c', 'b'],
  ]);
});

test('what a window is busy with is told from the warning until anything else happens to it', () => {
  const event = (seq: number, type: 'EXPIRING' | 'EXTENDED') => ({
    seq,
    type,
    at: AT,
    window: windowRow(),
    inUse: [{ service: { name: 'switch' }, active: 2, detail: null }],
  });
  expect(inUseWords('a', [event(1, 'EXPIRING')])).toBe('switch: 2 under way');
  expect(inUseWords('a', [event(2, 'EXTENDED'), event(1, 'EXPIRING')])).toBeNull();
  expect(inUseWords('b', [event(1, 'EXPIRING')])).toBeNull();
});

test('the chart puts what was left of now and what is planned right of it', () => {
  const nowMs = Date.parse(AT) + 60_000;
  const chart = chartOf([windowRow(), windowRow({ id: 'b', state: 'CLOSED', closedAt: AT })], nowMs);
  const [open, closed] = chart.bars;
  expect(open?.to).toBeCloseTo(chart.now);
  expect(open?.planned?.to).toBeGreaterThan(chart.now);
  expect(closed?.planned).toBeNull();
  expect(closed?.to).toBeLessThan(chart.now);
});

test.each([
  ['is being closed', windowRow({ state: 'CLOSING' })],
  ['closed just after now', windowRow({ state: 'CLOSED', closedAt: '2026-01-01T00:01:00.500Z' })],
])('the chart plans nothing for a window that %s', (_case, window) => {
  const chart = chartOf([window], Date.parse(AT) + 60_000);
  expect(chart.bars[0]?.planned).toBeNull();
  expect(chart.bars[0]?.to).toBeCloseTo(chart.now);
});

test('the chart cuts what is older than it shows', () => {
  const old = '2025-12-31T00:00:00.000Z';
  const chart = chartOf([windowRow({ createdAt: old, closedAt: old })], Date.parse(AT));
  expect(chart.bars).toEqual([]);
});
