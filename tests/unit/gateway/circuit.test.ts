import { describe, expect, test } from 'vitest';
import { breakCircuit } from '../../../gateway/links/circuit/breaking.ts';
import {
  afterOutcome,
  closedCircuit,
  pauseLeftMs,
  tryCircuit,
  type Circuit,
  type Outcome,
} from '../../../gateway/links/circuit/circuit.ts';
import type { Link, LinkRequest } from '../../../gateway/links/link.ts';
import { CodedError } from '../../../platform/errors.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { systemContext } from '../../../platform/request-context.ts';

const open: Circuit = { state: 'open', until: 1_500, times: 1 };
const halfOpen: Circuit = { state: 'half-open', times: 1 };

describe('a circuit', () => {
  test.each<[string, Circuit, number, Circuit | undefined]>([
    ['lets through while closed', closedCircuit, 0, closedCircuit],
    ['refuses while open', open, 1_499, undefined],
    ['lets one probe through after the pause', open, 1_500, halfOpen],
    ['refuses all others while the probe is under way', halfOpen, 9_999, undefined],
  ])('%s', (_title, circuit, now, expected) => {
    expect(tryCircuit(circuit, now)).toEqual(expected);
  });

  test.each<[string, Circuit, Outcome, boolean, Circuit]>([
    [
      'counts failures in a row',
      { state: 'closed', failures: 3 },
      'failed',
      false,
      { state: 'closed', failures: 4 },
    ],
    ['opens at the fifth', { state: 'closed', failures: 4 }, 'failed', false, open],
    ['forgets failures after an answer', { state: 'closed', failures: 4 }, 'answered', false, closedCircuit],
    [
      'counts nothing of what it does not know',
      { state: 'closed', failures: 4 },
      'unknown',
      false,
      { state: 'closed', failures: 4 },
    ],
    ['ignores what was sent before it opened', open, 'answered', false, open],
    ['closes when the probe is answered', halfOpen, 'answered', true, closedCircuit],
    [
      'opens for longer when the probe fails',
      halfOpen,
      'failed',
      true,
      { state: 'open', until: 2_000, times: 2 },
    ],
    [
      'lets another probe through when one was given up',
      halfOpen,
      'unknown',
      true,
      { state: 'open', until: 1_000, times: 1 },
    ],
    [
      'never waits longer than five seconds',
      { state: 'half-open', times: 50 },
      'failed',
      true,
      { state: 'open', until: 6_000, times: 51 },
    ],
    ['is not closed by a late answer of before', halfOpen, 'answered', false, halfOpen],
  ])('%s', (_title, circuit, outcome, wasProbe, expected) => {
    expect(afterOutcome(circuit, outcome, wasProbe, 1_000)).toEqual(expected);
  });

  test('says how long it stays open', () => {
    expect([pauseLeftMs(open, 1_000), pauseLeftMs(open, 2_000), pauseLeftMs(halfOpen, 0)]).toEqual([
      500, 0, 0,
    ]);
  });
});

describe('a link with a circuit', () => {
  const request = (signal = new AbortController().signal): LinkRequest => ({
    query: '{ a }',
    context: systemContext(signal),
  });
  function setUp() {
    const clock = createManualClock();
    const world = { calls: 0, failure: undefined as Error | undefined, release: (): void => undefined };
    const link: Link = {
      async execute() {
        world.calls += 1;
        await new Promise<void>((resolve) =>
          world.failure === undefined ? (world.release = resolve) : resolve(),
        );
        if (world.failure !== undefined) throw world.failure;
        return { data: { a: 1 } };
      },
      subscribe: () => Promise.reject(new Error('no streams here')),
      close: () => Promise.resolve(),
    };
    return { clock, world, link: breakCircuit({ service: 'far', link, clock }) };
  }
  const unreachable = new CodedError('SERVICE_UNREACHABLE', { service: 'far', url: 'x', problem: 'gone' });

  async function failTimes(link: Link, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await expect(link.execute(request())).rejects.toThrow();
  }

  test('of twenty callers after the pause one tries, and the others are refused at once', async () => {
    const { clock, world, link } = setUp();
    world.failure = unreachable;
    await failTimes(link, 5);
    await expect(link.execute(request())).rejects.toMatchObject({
      extensions: { code: 'CIRCUIT_OPEN', service: 'far', retryAfterMs: 500 },
    });
    expect(world.calls).toBe(5);
    await clock.advance(500);
    world.failure = undefined;
    const callers = Promise.allSettled(Array.from({ length: 20 }, () => link.execute(request())));
    world.release();
    const answers = await callers;
    expect(world.calls).toBe(6);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const next = link.execute(request());
    world.release();
    expect(await next).toEqual({ data: { a: 1 } });
  });

  test('errors that the subgraph gives itself and clients that leave are no failures', async () => {
    const { world, link } = setUp();
    world.failure = new CodedError('BAD_USER_INPUT', { problem: 'no' });
    await failTimes(link, 10);
    world.failure = new Error('the client left');
    await failTimes(link, 10);
    expect(world.calls).toBe(20);
  });

  test('an operation that had no time left says nothing of the subgraph', async () => {
    const { world, link } = setUp();
    world.failure = new CodedError('DEADLINE_EXCEEDED', { what: 'the operation', limitMs: 1 });
    const over = AbortSignal.abort(world.failure);
    for (let time = 0; time < 10; time += 1) await expect(link.execute(request(over))).rejects.toThrow();
    expect(world.calls).toBe(10);
  });
});
