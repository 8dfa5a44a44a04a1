import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import type { CompletionEvent, CompletionRequest } from '../../../schema/completion.ts';
import { defaultBreaker, defaultLimits } from '../../../subgraphs/switch/configuration/engine-defaults.ts';
import type { EngineRegistry } from '../../../subgraphs/switch/registry/engine-registry.ts';
import { attemptsOf, collect, completing } from '../../support/completing.ts';
import {
  answers,
  answersThroughGates,
  breaksAfter,
  onlyKeepsAlive,
  respondsWith,
  stallsAfter,
} from '../../support/scripted-engine.ts';
import { startEngines } from '../../support/switch-engines.ts';

const quick = { limits: { ...defaultLimits(false), firstTokenTimeoutMs: 80, idleTimeoutMs: 80 } };

describe('a completion', () => {
  it('is served by the first engine, and tells which and why', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: { service: 'hermes' }, two: {} });
    servers.one.script(answers('Hello ', 'world'));
    const events = await run(registry);
    expect(events).toMatchObject([
      { type: 'routing', engine: 'one', attempt: 1, why: 'number 1 in the configured order' },
      { type: 'delta', text: 'Hello ', reasoning: false },
      { type: 'delta', text: 'world', reasoning: false },
      {
        type: 'finished',
        engine: 'one',
        service: 'hermes',
        content: 'Hello world',
        finishReason: 'STOP',
        usage: { totalTokens: 18 },
      },
    ]);
    expect(attemptsOf(events)).toEqual(['one SERVED']);
    expect(servers.two.requests).toHaveLength(0);
  });

  it('asks an engine once more where nothing was shown, then the next one', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {}, two: {} });
    servers.one.script(respondsWith(500), respondsWith(500));
    const events = await run(registry);
    expect(attemptsOf(events)).toEqual([
      'one FAILED_BEFORE_FIRST_TOKEN',
      'one FAILED_BEFORE_FIRST_TOKEN',
      'two SERVED',
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'finished', engine: 'two' });
    expect(events.some(({ type }) => type === 'restarted')).toBe(false);
  });

  it('is saved by the second try', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {}, two: {} });
    servers.one.script(respondsWith(503), answers('at last'));
    expect(await run(registry)).toMatchObject([
      { type: 'routing' },
      { type: 'routing' },
      { type: 'delta' },
      { type: 'finished', content: 'at last' },
    ]);
    expect(servers.two.requests).toHaveLength(0);
  });

  it.each([
    ['stalls', stallsAfter()],
    ['only keeps its connection alive', onlyKeepsAlive()],
  ])('goes to the next engine when one %s, without asking it again', async (_title, script) => {
    const { registry, servers } = await startEngines(systemClock, { one: quick, two: {} });
    servers.one.script(script);
    const events = await run(registry);
    expect(attemptsOf(events)).toEqual(['one TIMED_OUT', 'two SERVED']);
    expect(servers.one.requests).toHaveLength(1);
  });

  it('starts over with the next engine when one breaks after text was shown, and says how much is void', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {}, two: {} });
    servers.one.script(breaksAfter('12345', '678'));
    servers.two.script(answers('whole'));
    const events = await run(registry);
    expect(events.map(({ type }) => type)).toEqual([
      'routing',
      'delta',
      'delta',
      'restarted',
      'routing',
      'delta',
      'finished',
    ]);
    expect(events[3]).toMatchObject({ type: 'restarted', from: 'one', to: 'two', discardedCharacters: 8 });
    expect(events.at(-1)).toMatchObject({
      type: 'finished',
      content: 'whole',
      attempts: [{ charactersDiscarded: 8 }, { charactersDiscarded: null }],
    });
    expect(attemptsOf(events)).toEqual(['one FAILED_MID_STREAM', 'two SERVED']);
  });

  it('fails with the code of the last failure and the reason of each engine', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: quick, two: {} });
    servers.one.script(stallsAfter());
    servers.two.script(respondsWith(429, { 'retry-after': '60' }));
    const events = await run(registry);
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      code: 'RATE_LIMITED',
      retryable: true,
      retryAfterSec: 60,
      message: 'one: no text came within 80 ms; two: it asks for fewer requests (HTTP 429)',
    });
  });

  it('does not wait for a Retry-After above three seconds, and leaves the engine alone for as long', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {}, two: {} });
    servers.one.script(respondsWith(429, { 'retry-after': '60' }));
    expect(attemptsOf(await run(registry))).toEqual(['one FAILED_BEFORE_FIRST_TOKEN', 'two SERVED']);
    expect(attemptsOf(await run(registry))).toEqual(['one SKIPPED_CIRCUIT_OPEN', 'two SERVED']);
    expect(servers.one.requests).toHaveLength(1);
  });

  it('waits for a Retry-After of up to three seconds, and no longer', async () => {
    const clock = createManualClock();
    const { registry, servers } = await startEngines(clock, { one: {} });
    servers.one.script(respondsWith(429, { 'retry-after': '2' }));
    const done = run(registry, {}, { clock });
    await expect
      .poll(() => registry.get('one')?.lastObservation)
      .toMatchObject({ failure: { code: 'RATE_LIMITED' } });
    await clock.advance(1_999);
    expect(servers.one.requests).toHaveLength(1);
    await clock.advance(1);
    expect(attemptsOf(await done)).toEqual(['one FAILED_BEFORE_FIRST_TOKEN', 'one SERVED']);
  });

  it('does not ask an engine again that refused the key, and keeps the key out of everything told', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {} }, 'sk-very-secret');
    servers.one.script(
      respondsWith(401, {}, '{"error":{"message":"Incorrect API key provided: sk-very-secret"}}'),
    );
    const events = await run(registry);
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      code: 'ENGINE_REFUSED',
      retryable: false,
      message: 'one: it refused the key (HTTP 401)',
    });
    expect(servers.one.requests).toHaveLength(1);
    expect(JSON.stringify([events, registry.list()])).not.toContain('sk-very-secret');
  });

  it('passes over other engines where no fallback is wanted', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {}, two: {} });
    servers.one.script(respondsWith(400));
    const events = await run(registry, { allowFallback: false });
    expect(events.at(-1)).toMatchObject({ type: 'failed', code: 'ENGINE_REFUSED' });
    expect(servers.two.requests).toHaveLength(0);
  });

  it('asks the engine that was asked for by name', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {}, two: {} });
    expect(attemptsOf(await run(registry, { engine: 'two' }))).toEqual(['two SERVED']);
    expect(servers.one.requests).toHaveLength(0);
  });

  it('says which engines there are where an unknown one is asked for', async () => {
    const { registry } = await startEngines(systemClock, { one: {} });
    expect(await run(registry, { engine: 'x' })).toMatchObject([
      {
        type: 'failed',
        code: 'ENGINE_UNAVAILABLE',
        message: 'no engine is named x; there are one',
        attempts: [],
      },
    ]);
  });

  it('fails without calling anybody where no engine is configured', async () => {
    const { registry } = await startEngines(systemClock, {});
    expect(await run(registry)).toMatchObject([
      { type: 'failed', code: 'ENGINE_UNAVAILABLE', message: 'no engine is configured', retryable: false },
    ]);
  });

  it('sends one of twenty callers to an engine that may work again, the others elsewhere', async () => {
    const clock = createManualClock();
    const { registry, servers } = await startEngines(clock, {
      one: { breaker: { ...defaultBreaker, longestCoolDownMs: 1_000 } },
      two: {},
    });
    servers.one.script(respondsWith(429, { 'retry-after': '60' }));
    await run(registry, {}, { clock });
    await clock.advance(1_000);

    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    servers.one.script(answersThroughGates({ gate, text: 'well again' }));
    const all = Promise.all(Array.from({ length: 20 }, () => run(registry, {}, { clock })));
    await servers.two.request(19);
    open();
    const served = (await all).map((events) => attemptsOf(events).at(-1));
    expect(served.filter((attempt) => attempt === 'one SERVED')).toHaveLength(1);
    expect(served.filter((attempt) => attempt === 'two SERVED')).toHaveLength(19);
    expect(servers.one.requests).toHaveLength(2);
    expect(registry.get('one')?.circuit.state).toBe('CLOSED');
  });

  it('passes over an engine that answers as many as it may', async () => {
    const { registry, servers } = await startEngines(systemClock, {
      one: { limits: { ...defaultLimits(false), maxConcurrent: 1, maxQueue: 0 } },
      two: {},
    });
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    servers.one.script(answersThroughGates({ gate, text: 'busy' }));
    const busy = run(registry);
    await servers.one.request(0);
    expect(attemptsOf(await run(registry))).toEqual(['one SKIPPED_QUEUE_FULL', 'two SERVED']);
    open();
    expect(attemptsOf(await busy)).toEqual(['one SERVED']);
    expect(registry.get('one')?.inFlight).toBe(0);
  });

  it('reaches the socket of the engine when cancelled, and blames nobody', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {}, two: {} });
    servers.one.script(stallsAfter('some text'));
    const controller = new AbortController();
    const events: CompletionEvent[] = [];
    for await (const event of completing(registry, {}, systemClock, controller.signal)) {
      events.push(event);
      if (event.type === 'delta') controller.abort(new Error('the person pressed cancel'));
    }
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      code: 'CANCELLED',
      attempts: [{ engine: 'one', outcome: 'CANCELLED' }],
    });
    expect(await (await servers.one.request(0)).closed).toBe(true);
    expect(registry.get('one')).toMatchObject({
      inFlight: 0,
      lastObservation: null,
      circuit: { state: 'CLOSED', failures: 0 },
    });
    expect(servers.two.requests).toHaveLength(0);
  });

  it('frees the call of a reader that goes away without a word', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {} });
    servers.one.script(stallsAfter('some text'));
    for await (const event of completing(registry)) if (event.type === 'delta') break;
    expect(await (await servers.one.request(0)).closed).toBe(true);
    expect(registry.get('one')?.inFlight).toBe(0);
  });

  it('completes a hundred streams at once', async () => {
    const { registry } = await startEngines(systemClock, {
      one: { limits: { ...defaultLimits(false), maxConcurrent: 100 } },
    });
    const all = await Promise.all(Array.from({ length: 100 }, () => run(registry)));
    expect(all.every((events) => events.at(-1)?.type === 'finished')).toBe(true);
  });
});

describe('what an engine is followed by', () => {
  it('starts with its present record and tells each change of it, the latest to a slow reader', async () => {
    const { registry } = await startEngines(systemClock, { one: {}, two: {} });
    const end = new AbortController();
    onTestFinished(() => end.abort());
    const changes = registry.follow('one', end.signal);
    expect((await changes.next()).value).toMatchObject({ id: 'one', inFlight: 0, lastObservation: null });
    await run(registry);
    expect((await changes.next()).value).toMatchObject({
      id: 'one',
      inFlight: 0,
      lastObservation: { failure: null },
    });
    const pending = changes.next();
    end.abort();
    expect((await pending).done).toBe(true);
  });
});

function run(
  registry: EngineRegistry,
  change: Partial<CompletionRequest> = {},
  { clock = systemClock } = {},
): Promise<CompletionEvent[]> {
  return collect(completing(registry, change, clock));
}
