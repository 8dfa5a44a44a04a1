import { expect, test } from 'vitest';
import { resumable } from '../../../console/src/server/resumable.ts';

const query = 'subscription ($afterSeq: Int) { windowChanged(afterSeq: $afterSeq) { seq } }';

/** What a WebSocket client sends each time it connects. */
function sent(payload: object): unknown {
  return (JSON.parse(JSON.stringify(payload)) as { variables: unknown }).variables;
}

test('begins without a cursor, and goes on after the newest event', () => {
  const { payload, seen } = resumable(query, { id: 'w' });
  expect(sent(payload)).toEqual({ id: 'w' });
  seen({ windowChanged: { seq: 7 } });
  seen({ windowChanged: { seq: 9 } });
  expect(sent(payload)).toEqual({ id: 'w', afterSeq: 9 });
});

test('begins where its variables say, until an event came', () => {
  const { payload, seen } = resumable(query, { afterSeq: 3 });
  expect(sent(payload)).toEqual({ afterSeq: 3 });
  seen({ windowChanged: { seq: 4 } });
  expect(sent(payload)).toEqual({ afterSeq: 4 });
});

test.each([null, {}, { windowChanged: null }, { windowChanged: { at: 'now' } }])(
  'an event without a cursor, such as %j, keeps the one before',
  (data) => {
    const { payload, seen } = resumable(query, {});
    seen({ windowChanged: { seq: 7 } });
    seen(data);
    expect(sent(payload)).toEqual({ afterSeq: 7 });
  },
);

test('a subscription that takes no cursor begins anew', () => {
  const { payload, seen } = resumable('subscription { statusChanged { seq } }', undefined);
  seen({ statusChanged: { seq: 7 } });
  expect(sent(payload)).toEqual({});
});
