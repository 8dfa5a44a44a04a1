import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import type { CompletionEvent } from '../../../schema/completion.ts';
import { defaultLimits } from '../../../subgraphs/switch/configuration/engine-defaults.ts';
import { gate } from '../../support/gate.ts';
import { answersThroughGates } from '../../support/scripted-engine.ts';
import { attemptsOf, collect, completing } from '../../support/completing.ts';
import { startEngines } from '../../support/switch-engines.ts';

const narrow = { limits: { ...defaultLimits(false), maxConcurrent: 1, maxQueue: 2, queueTimeoutMs: 5_000 } };

describe('the queue of an engine', () => {
  it('tells each who waits its place, lets them go on in their order, and sends on who finds it full', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: narrow, two: {} });
    const open = gate();
    servers.one.script(answersThroughGates({ gate: open.promise, text: 'first' }));
    const first = collect(completing(registry));
    await servers.one.request(0);

    const second: CompletionEvent[] = [];
    const third: CompletionEvent[] = [];
    const waiting = [collect(completing(registry), second), collect(completing(registry), third)];
    await expect.poll(() => registry.get('one')?.queued).toBe(2);
    expect(registry.waiting().map(({ position, taskType }) => [position, taskType])).toEqual([
      [1, 'chat'],
      [2, 'chat'],
    ]);
    const fourth = await collect(completing(registry));
    expect(attemptsOf(fourth)).toEqual(['one SKIPPED_QUEUE_FULL', 'two SERVED']);

    open.open();
    await Promise.all([first, ...waiting]);
    expect(whysOf(second)).toEqual([/place 1 in its queue$/, /configured order$/].map(matching));
    expect(whysOf(third)).toEqual(
      [/place 2 in its queue$/, /place 1 in its queue$/, /configured order$/].map(matching),
    );
    expect(attemptsOf(third)).toEqual(['one SERVED']);
    expect(servers.one.requests).toHaveLength(3);
    expect(registry.get('one')).toMatchObject({ queued: 0, inFlight: 0 });
  });

  it('is left for the next engine when its limit passes', async () => {
    const clock = createManualClock();
    const { registry, servers } = await startEngines(clock, { one: narrow, two: {} });
    const open = gate();
    servers.one.script(answersThroughGates({ gate: open.promise, text: 'first' }));
    const first = collect(completing(registry, {}, clock));
    await servers.one.request(0);
    const second = collect(completing(registry, {}, clock));
    await expect.poll(() => registry.get('one')?.queued).toBe(1);
    await clock.advance(5_000);
    expect(attemptsOf(await second)).toEqual(['one SKIPPED_QUEUE_FULL', 'two SERVED']);
    open.open();
    await first;
    expect(registry.waiting()).toEqual([]);
  });

  it('is left at once by who gives up, and those behind move up', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: narrow });
    const open = gate();
    servers.one.script(answersThroughGates({ gate: open.promise, text: 'first' }));
    const first = collect(completing(registry));
    await servers.one.request(0);
    const impatient = new AbortController();
    const second = collect(completing(registry, {}, systemClock, impatient.signal));
    const third: CompletionEvent[] = [];
    const last = collect(completing(registry), third);
    await expect.poll(() => registry.get('one')?.queued).toBe(2);
    impatient.abort(new Error('enough'));
    expect((await second).at(-1)).toMatchObject({ type: 'failed', code: 'CANCELLED', attempts: [] });
    await expect.poll(() => whysOf(third).at(-1)).toMatch(/place 1 in its queue/);
    open.open();
    await Promise.all([first, last]);
    expect(servers.one.requests).toHaveLength(2);
  });

  it('is left by all when its engine is switched off', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: narrow, two: {} });
    const open = gate();
    servers.one.script(answersThroughGates({ gate: open.promise, text: 'first' }));
    const first = collect(completing(registry));
    await servers.one.request(0);
    const second = collect(completing(registry));
    await expect.poll(() => registry.get('one')?.queued).toBe(1);
    registry.configure('one', { isEnabled: false });
    expect(attemptsOf(await second)).toEqual(['one SKIPPED_OFF', 'two SERVED']);
    open.open();
    // Who was being answered is answered to the end.
    expect(attemptsOf(await first)).toEqual(['one SERVED']);
  });
});

function whysOf(events: readonly CompletionEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'routing' ? [event.why] : []));
}

function matching(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}
