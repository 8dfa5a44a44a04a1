import { expect, test } from 'vitest';
import type { GuardedService } from '../../../../subgraphs/madre/sentinel/watch/heartbeat-content.ts';
import {
  hasDeadlineAhead,
  overdueServices,
  whyOverdue,
  type GuardedWindow,
} from '../../../../subgraphs/madre/sentinel/stops/overdue-services.ts';

function service(name: string, given: Partial<GuardedService> = {}): GuardedService {
  return { name, dependsOn: [], stopGraceSec: 1, dockerService: null, startedByHand: 'stop', ...given };
}

const chain = [service('base'), service('top', { dependsOn: ['base'] }), service('alone')];
const open = (leftMs: number | null, ...closure: string[]): GuardedWindow => ({
  state: 'OPEN',
  closure,
  leftMs,
  correlationId: `c${leftMs}`,
});

const cases: readonly [what: string, windows: readonly GuardedWindow[], due: string[][]][] = [
  ['without a window everything, what depends on others first', [], [['top'], ['base', 'alone']]],
  ['nothing that a deadline in the future holds', [open(1, 'base', 'top', 'alone')], []],
  ['nothing that a HOLD holds', [open(null, 'base', 'top', 'alone')], []],
  ['what a deadline that passed held', [open(0, 'base', 'top'), open(9, 'alone')], [['top'], ['base']]],
  [
    'not what a longer window holds too',
    [open(-5, 'base', 'top'), open(9, 'base'), open(9, 'alone')],
    [['top']],
  ],
  [
    'what a window that closes has released',
    [{ state: 'CLOSING', closure: ['alone'], leftMs: 9, correlationId: 'c' }, open(9, 'base', 'top')],
    [['alone']],
  ],
  [
    'what only a queued window wants',
    [{ state: 'QUEUED', closure: ['alone'], leftMs: null, correlationId: 'c' }, open(9, 'base', 'top')],
    [['alone']],
  ],
  [
    'not what opens with its deadline in the future',
    [{ state: 'OPENING', closure: ['alone'], leftMs: 9, correlationId: 'c' }, open(9, 'base', 'top')],
    [],
  ],
  [
    'not what is degraded with its deadline in the future',
    [{ state: 'DEGRADED', closure: ['alone'], leftMs: 9, correlationId: 'c' }, open(9, 'base', 'top')],
    [],
  ],
];

test.each(cases)('stops %s', (_what, windows, due) => {
  expect(overdueServices(chain, windows).map((level) => level.map(({ name }) => name))).toEqual(due);
});

test.each(['adopt', 'ignore'] as const)(
  'leaves alone what was started by hand where the catalog says %s',
  (startedByHand) => {
    const services = [service('alone', { startedByHand })];
    expect(overdueServices(services, [])).toEqual([]);
    expect(overdueServices(services, [open(0, 'alone')])).toEqual([services]);
  },
);

test.each([
  [true, [open(5, 'a')]],
  [
    false,
    [
      open(0, 'a'),
      open(null, 'a'),
      { state: 'CLOSING' as const, closure: ['a'], leftMs: 5, correlationId: 'c' },
    ],
  ],
])('says %s to whether time alone gives something to stop', (answer, windows) => {
  expect(hasDeadlineAhead(windows)).toBe(answer);
});

test.each<[what: string, windows: readonly GuardedWindow[], why: object]>([
  ['without a window its own', [], { rule: 'SENTINEL', correlationId: undefined }],
  ['the deadline that passed', [open(-5, 'alone')], { rule: 'TTL_EXPIRED', correlationId: 'c-5' }],
  [
    'the newest of several',
    [open(-5, 'alone'), open(-1, 'alone'), open(-9, 'alone')],
    { rule: 'TTL_EXPIRED', correlationId: 'c-1' },
  ],
  ['not that of another service', [open(-5, 'base')], { rule: 'SENTINEL', correlationId: undefined }],
])('names as the rule behind a stop %s', (_what, windows, why) => {
  expect(whyOverdue('alone', windows)).toEqual(why);
});
