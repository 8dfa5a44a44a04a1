import { describe, expect, it } from 'vitest';
import { limitOperation } from '../../../gateway/door/operation/operation-limit.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';

describe('the limit of an operation', () => {
  it('aborts a query with DEADLINE_EXCEEDED when its time is over, not before', async () => {
    const clock = createManualClock();
    const limit = limitOperation(clock, 30_000);
    await clock.advance(29_999);
    expect(limit.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(limit.signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED', extensions: { limitMs: 30_000 } });
  });

  it('counts the longer limit of a mutation from when it is known to be one', async () => {
    const clock = createManualClock();
    const limit = limitOperation(clock, 30_000);
    await clock.advance(10);
    limit.becomeMutation(130_000);
    await clock.advance(129_999);
    expect(limit.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(limit.signal.aborted).toBe(true);
  });

  it('ends a query with its client, and lets a mutation finish without one', () => {
    const query = limitOperation(createManualClock(), 30_000);
    query.clientLeft();
    expect(query.signal.aborted).toBe(true);

    const mutation = limitOperation(createManualClock(), 30_000);
    mutation.becomeMutation(130_000);
    mutation.clientLeft();
    expect(mutation.signal.aborted).toBe(false);
  });

  it('never aborts what was answered', async () => {
    const clock = createManualClock();
    const limit = limitOperation(clock, 30_000);
    limit.end();
    await clock.advance(1_000_000);
    expect(limit.signal.aborted).toBe(false);
  });
});
