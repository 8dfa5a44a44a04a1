import { expect, it } from 'vitest';
import { parseServiceRecord } from '../../../../subgraphs/madre/services/service-record.ts';
import { aServiceRecord } from '../../../support/service-record.ts';
import { aFailure } from '../../../support/window-facts.ts';

it.each([
  ['STOPPED_BY_HAND', true],
  ['EXITED', false],
] as const)('a failure %s that was stored before it said whether a hand was behind it', (code, byHand) => {
  const { byHand: _later, ...failure } = aFailure({ code });
  const stored = JSON.stringify({ ...aServiceRecord('web'), failure });
  expect(parseServiceRecord(stored).failure).toEqual({ ...failure, byHand });
});

it('a failure of which nobody saw whether a hand was behind it stays one', () => {
  const failure = aFailure({ byHand: null });
  const stored = JSON.stringify({ ...aServiceRecord('web'), failure });
  expect(parseServiceRecord(stored).failure).toEqual(failure);
});
