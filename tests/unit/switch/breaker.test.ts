import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admits,
  closedCircuit,
  nextCircuit,
  type Circuit,
  type CircuitEvent,
} from '../../../subgraphs/switch/registry/breaker.ts';

const limits = { threshold: 3, coolDownMs: 1_000, longestCoolDownMs: 3_000 };
const failed = (call: number, at = 0, opensForMs: number | null = null): CircuitEvent => ({
  type: 'FAILED',
  call,
  at,
  error: 'broken',
  opensForMs,
});
const began = (call: number, at: number): CircuitEvent => ({ type: 'BEGAN', call, at });
const after = (...events: readonly CircuitEvent[]): Circuit =>
  events.reduce((circuit, event) => nextCircuit(circuit, event, limits), closedCircuit);
const open = [failed(1), failed(2), failed(3)];

describe('the circuit of an engine', () => {
  it.each<[string, readonly CircuitEvent[], object]>([
    ['stays closed below the threshold', [failed(1), failed(2)], { state: 'CLOSED', failures: 2 }],
    [
      'forgets failures at a success',
      [failed(1), failed(2), { type: 'SUCCEEDED', call: 3 }],
      { state: 'CLOSED', failures: 0 },
    ],
    [
      'opens at the threshold',
      open,
      { state: 'OPEN', failures: 3, openedAt: 0, retryAt: 1_000, lastError: 'broken' },
    ],
    [
      'opens at once where the engine says for how long',
      [failed(1, 0, 2_500)],
      { state: 'OPEN', retryAt: 2_500 },
    ],
    [
      'never rests longer than the longest cool-down',
      [failed(1, 0, 60_000)],
      { state: 'OPEN', retryAt: 3_000 },
    ],
    ['stays open while the cool-down lasts', [...open, began(4, 999)], { state: 'OPEN' }],
    [
      'is half open with the first call after it',
      [...open, began(4, 1_000)],
      { state: 'HALF_OPEN', probe: 4 },
    ],
    [
      'closes when the probe succeeds',
      [...open, began(4, 1_000), { type: 'SUCCEEDED', call: 4 }],
      { state: 'CLOSED', failures: 0 },
    ],
    [
      'rests twice as long when the probe fails',
      [...open, began(4, 1_000), failed(4, 1_100)],
      { state: 'OPEN', retryAt: 3_100 },
    ],
    [
      'doubles up to the longest cool-down',
      [...open, began(4, 1_000), failed(4, 1_000), began(5, 3_000), failed(5, 3_000)],
      { state: 'OPEN', retryAt: 6_000 },
    ],
    [
      'probes again at once when the probe was cancelled',
      [...open, began(4, 1_000), { type: 'RELEASED', call: 4, at: 1_200 }],
      { state: 'OPEN', retryAt: 1_200 },
    ],
    [
      'lets no late success of an older call decide for the probe',
      [...open, began(4, 1_000), { type: 'SUCCEEDED', call: 2 }],
      { state: 'HALF_OPEN' },
    ],
    [
      'lets no late failure of an older call decide for the probe',
      [...open, began(4, 1_000), failed(2, 1_100)],
      { state: 'HALF_OPEN' },
    ],
    ['is not closed by a late success', [...open, { type: 'SUCCEEDED', call: 2 }], { state: 'OPEN' }],
    [
      'stays forced open whatever calls tell',
      [{ type: 'FORCED_OPEN', at: 5 }, { type: 'SUCCEEDED', call: 1 }, began(2, 9_999)],
      { state: 'FORCED_OPEN' },
    ],
    [
      'closes at a reset from any state',
      [...open, began(4, 1_000), { type: 'RESET' }],
      { state: 'CLOSED', failures: 0 },
    ],
    [
      'closes at a reset when forced open',
      [{ type: 'FORCED_OPEN', at: 5 }, { type: 'RESET' }],
      { state: 'CLOSED' },
    ],
  ])('%s', (_title, events, expected) => {
    expect(after(...events)).toMatchObject(expected);
  });

  it('admits at most one call between opening and the result of its probe, whatever happens', () => {
    const step = fc.record({
      kind: fc.constantFrom('begin', 'succeed', 'fail', 'release'),
      pick: fc.nat(20),
      waitMs: fc.nat(2_000),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let circuit: Circuit = closedCircuit;
        let now = 0;
        let calls = 0;
        const running: number[] = [];
        for (const { kind, pick, waitMs } of steps) {
          now += waitMs;
          const before = circuit;
          if (kind === 'begin') {
            if (!admits(circuit, now)) continue;
            running.push((calls += 1));
            circuit = nextCircuit(circuit, began(calls, now), limits);
            if (before.state === 'OPEN') expect(circuit).toMatchObject({ state: 'HALF_OPEN', probe: calls });
          } else {
            const [call] = running.splice(pick % Math.max(1, running.length), 1);
            if (call === undefined) continue;
            const ended = {
              begin: 'RELEASED',
              succeed: 'SUCCEEDED',
              fail: 'FAILED',
              release: 'RELEASED',
            } as const;
            circuit = nextCircuit(
              circuit,
              { type: ended[kind], call, at: now, error: 'broken', opensForMs: null },
              limits,
            );
            if (before.state === 'HALF_OPEN')
              expect(circuit.state === 'HALF_OPEN').toBe(call !== before.probe);
          }
          // The probe is always a call that still runs: the circuit can never wait for one that nobody makes.
          if (circuit.state === 'HALF_OPEN') {
            expect(running).toContain(circuit.probe);
            expect(admits(circuit, now + 1e9)).toBe(false);
          }
        }
      }),
    );
  });
});
