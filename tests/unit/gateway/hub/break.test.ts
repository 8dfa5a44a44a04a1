import { createLocalLink } from '../../../../gateway/links/local.ts';
import { CodedError } from '../../../../platform/errors.ts';
import { createExecutor } from '../../../../platform/graphql/execute.ts';
import { createLogger } from '../../../../platform/log.ts';
import { createManualClock, type ManualClock } from '../../../../platform/manual-clock.ts';
import { readResults, seqsOf } from '../../../support/read-subscription.ts';
import { startDoors, type Doors } from '../../../support/two-subgraphs.ts';
import { afterEach, describe, expect, test } from 'vitest';

let doors: Doors;
afterEach(() => doors.close());

const FROM_START = 'subscription { doorChanged(afterSeq: 0) { seq } }';

describe('a break', () => {
  async function behindGate(clock: ManualClock): Promise<{ fail: (error: CodedError | undefined) => void }> {
    let failure: CodedError | undefined;
    doors = await startDoors(clock, (subgraph) => {
      const link = createLocalLink('doors', createExecutor(subgraph, createLogger('silent', 'test')));
      return {
        ...link,
        subscribe: (request) => (failure === undefined ? link.subscribe(request) : Promise.reject(failure)),
      };
    });
    return { fail: (error) => (failure = error) };
  }

  test('by sleep is waited out for as long as the client is there', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation(FROM_START));
    doors.publish('a');
    await readResults(stream, 1);
    gate.fail(new CodedError('SERVICE_ASLEEP', { service: 'doors' }));
    doors.breakStreams();
    await clock.advance((24 * 3_600_000) / 60);
    doors.publish('b');
    gate.fail(undefined);
    await clock.advance(2_000);
    expect(await readResults(stream, 1)).toEqual([{ data: { doorChanged: { seq: 2 } } }]);
  });

  test('of an unreachable subgraph ends the stream after ten minutes, with its error', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation(FROM_START));
    doors.publish('a');
    await readResults(stream, 1);
    gate.fail(new CodedError('SERVICE_UNREACHABLE', { service: 'doors', url: 'x', problem: 'gone' }));
    doors.breakStreams();
    await clock.advance(9 * 60_000);
    expect(doors.hub.counts.topics).toBe(1);
    const failed = expect(stream.next()).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNREACHABLE' },
    });
    await clock.advance(2 * 60_000);
    await failed;
  });

  test('after a long quiet time has all the patience of a first one', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation(FROM_START));
    doors.publish('a');
    await readResults(stream, 1);
    for (let round = 0; round < 3; round += 1) {
      gate.fail(new CodedError('SERVICE_UNREACHABLE', { service: 'doors', url: 'x', problem: 'gone' }));
      doors.breakStreams();
      await clock.advance(8 * 60_000);
      gate.fail(undefined);
      await clock.advance(60_000);
    }
    doors.publish('b');
    expect(seqsOf(await readResults(stream, 1))).toEqual([2]);
  });

  test('before any cursor was told is repaired, and the next event says that others may be missing', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation('subscription { doorChanged { seq } }'));
    gate.fail(new CodedError('SERVICE_ASLEEP', { service: 'doors' }));
    doors.reload();
    await clock.advance(1_000);
    gate.fail(undefined);
    await clock.advance(2_000);
    doors.publish('a');
    doors.publish('b');
    expect(await readResults(stream, 2)).toEqual([
      { data: { doorChanged: { seq: 1 } }, extensions: { gap: true } },
      { data: { doorChanged: { seq: 2 } } },
    ]);
  });

  test('before any change was told brings the snapshot, which needs no such word', async () => {
    const clock = createManualClock();
    const gate = await behindGate(clock);
    const stream = await doors.subscribe(doors.operation('subscription { windowChanged { seq type } }'));
    gate.fail(new CodedError('SERVICE_ASLEEP', { service: 'doors' }));
    doors.reload();
    doors.publish('a');
    await clock.advance(1_000);
    gate.fail(undefined);
    await clock.advance(2_000);
    expect(await readResults(stream, 1)).toEqual([{ data: { windowChanged: { seq: 1, type: 'SNAPSHOT' } } }]);
  });
});
