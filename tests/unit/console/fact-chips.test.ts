import { expect, test } from 'vitest';
import { factChips } from '../../../console/src/chat/answer/fact-chips.ts';
import { timeOfDay } from '../../../console/src/time/time-of-day.ts';

const AT = '2026-01-01T12:00:01.000Z';
const LATER = '2026-01-01T12:00:03.000Z';

function fact(field: string, value: unknown, observedAt = AT) {
  return { field, value, observedAt };
}

test.each([
  [
    'a service: its state and reason in one line',
    [
      fact('services.switch.name', 'switch'),
      fact('services.switch.state', 'STOPPED'),
      fact('services.switch.reason', 'OFF_BY_POLICY'),
    ],
    ['switch: STOPPED, OFF_BY_POLICY'],
  ],
  ['a service that is only named', [fact('services.madre', 'madre')], ['madre']],
  [
    'the same fact twice: once',
    [fact('services.madre.state', 'READY'), fact('services.madre.state', 'READY')],
    ['madre: READY'],
  ],
  [
    'a window: what it holds, and for how long',
    [
      fact('windows.0357a8c3-7b2d.id', '0357a8c3-7b2d'),
      fact('windows.0357a8c3-7b2d.state', 'OPEN'),
      fact('windows.0357a8c3-7b2d.services', 'switch'),
      fact('windows.0357a8c3-7b2d.services', 'hermes'),
      fact('windows.0357a8c3-7b2d.ttlRemainingSec', 45),
      fact('windows.0357a8c3-7b2d.openedBy', 'local'),
    ],
    ['window of switch, hermes: OPEN, 45 s left, opened by local'],
  ],
  ['a field nobody foresaw', [fact('metrics.requests', 3)], ['requests: 3']],
])('%s', (_what, facts, chips) => {
  expect(factChips(facts)).toEqual(chips.map((chip) => `${chip} · observed ${timeOfDay(AT)}`));
});

test('a line is as new as its newest fact', () => {
  expect(factChips([fact('services.a.state', 'READY', LATER), fact('services.a.name', 'a')])).toEqual([
    `a: READY · observed ${timeOfDay(LATER)}`,
  ]);
});
