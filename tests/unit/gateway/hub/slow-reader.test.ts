import { readResults, seqsOf, turns, upTo } from '../../../support/read-subscription.ts';
import { startDoors, type Doors } from '../../../support/two-subgraphs.ts';
import { afterEach, describe, expect, test } from 'vitest';

let doors: Doors;
afterEach(() => doors.close());

const FROM_START = 'subscription { doorChanged(afterSeq: 0) { seq } }';

describe('a slow reader', () => {
  test('delays nobody, is told how many events it missed, and gets the latest ones', async () => {
    doors = await startDoors();
    const [slow, quick] = await Promise.all([1, 2].map(() => doors.subscribe(doors.operation(FROM_START))));
    if (slow === undefined || quick === undefined) throw new Error('two were opened');
    slow.reading(false);
    for (const id of upTo(1_500)) doors.publish(String(id));
    expect(seqsOf(await readResults(quick, 1_500))).toEqual(upTo(1_500));
    slow.reading(true);
    const got = await readResults(slow, 1_000);
    expect(got[0]).toEqual({ data: { doorChanged: { seq: 501 } }, extensions: { dropped: 500 } });
    expect(seqsOf(got)).toEqual(upTo(1_500).slice(500));
    expect(got[1]).toEqual({ data: { doorChanged: { seq: 502 } } });
  });

  test('of a state stream gets the latest state of each subject, and is told how many it missed', async () => {
    doors = await startDoors();
    const slow = await doors.subscribe(
      doors.operation('subscription { windowChanged(afterSeq: 0) { seq window { id } } }'),
    );
    slow.reading(false);
    for (const id of ['a', 'b', 'a', 'c', 'a']) doors.publish(id);
    await turns();
    slow.reading(true);
    expect(await readResults(slow, 3)).toEqual([
      { data: { windowChanged: { seq: 2, window: { id: 'b' } } }, extensions: { dropped: 2 } },
      { data: { windowChanged: { seq: 4, window: { id: 'c' } } } },
      { data: { windowChanged: { seq: 5, window: { id: 'a' } } } },
    ]);
  });

  test('learns the end after what waits for it', async () => {
    doors = await startDoors();
    const slow = await doors.subscribe(doors.operation('subscription { doorPlain { seq } }'));
    slow.reading(false);
    doors.publish('a');
    await turns();
    doors.breakStreams();
    await turns();
    slow.reading(true);
    expect(seqsOf(await readResults(slow, 1), 'doorPlain')).toEqual([1]);
    await expect(slow.next()).rejects.toMatchObject({ extensions: { code: 'INTERNAL_ERROR' } });
  });
});
