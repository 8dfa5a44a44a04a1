import { describe, expect, it } from 'vitest';
import type { IntentRecord } from '../../../../subgraphs/madre/intents/intent-record.ts';
import { approved, rejected, settled, started } from '../../../../subgraphs/madre/intents/intent-state.ts';
import { anIntent } from '../../../support/intent-record.ts';
import { aWindowRecord } from '../../../support/window-record.ts';

const waiting = anIntent();

describe('an intent', () => {
  it.each<[IntentRecord['status'], string | undefined, string | undefined, string | undefined]>([
    ['WAITING_APPROVAL', 'QUEUED', 'REJECTED', undefined],
    ['QUEUED', undefined, 'CANCELLED', 'RUNNING'],
    ['RUNNING', undefined, undefined, undefined],
    ['DONE', undefined, undefined, undefined],
    ['REJECTED', undefined, undefined, undefined],
    ['CANCELLED', undefined, undefined, undefined],
    ['FAILED', undefined, undefined, undefined],
  ])('that is %s becomes %s approved, %s rejected and %s begun', (status, onApprove, onReject, onStart) => {
    const intent = { ...waiting, status };
    expect(approved(intent, 'bob', 2)?.status).toBe(onApprove);
    expect(rejected(intent, 'no', 2)?.status).toBe(onReject);
    expect(started(intent, 2)?.status).toBe(onStart);
  });

  it.each(['BUILD', 'PATCH'] as const)(
    'of type %s says at approval that nothing here carries it out',
    (type) => {
      expect(approved({ ...waiting, type }, 'bob', 2)).toMatchObject({
        status: 'QUEUED',
        approvedBy: 'bob',
        result: { carriedOutBy: 'a person, or a tool outside this stack' },
      });
    },
  );

  it.each([
    ['is on its way', aWindowRecord({ state: 'OPENING', openedAt: null }), undefined],
    ['is open', aWindowRecord({ state: 'OPEN', openedAt: 5 }), 'DONE'],
    ['was open and is degraded by now', aWindowRecord({ state: 'DEGRADED', openedAt: 5 }), 'DONE'],
    ['was open and is closed by now', aWindowRecord({ state: 'CLOSED', openedAt: 5 }), 'DONE'],
    ['failed', aWindowRecord({ state: 'FAILED', openedAt: null }), 'FAILED'],
    ['was closed before it was open', aWindowRecord({ state: 'CLOSING', openedAt: null }), 'FAILED'],
    ['is not known any more', undefined, 'FAILED'],
  ])('whose window %s', (_title, window, status) => {
    const intent: IntentRecord = { ...waiting, status: 'RUNNING', windowId: 'w' };
    expect(settled(intent, window, 9)?.status).toBe(status);
  });
});
