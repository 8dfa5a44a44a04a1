import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { CircuitBreaker, EngineObservation, EngineResolvers } from '../../../schema/generated/switch.ts';
import type { EngineRecord, Observation } from '../registry/engine-record.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import { describeState } from '../registry/engine-state.ts';
import { readScore, roundScore } from '../registry/score.ts';

/** The fields of Engine. */
export function engineFields(
  registry: EngineRegistry,
  clock: Clock,
  fileProblem: () => string | null,
): EngineResolvers {
  return {
    __resolveReference: (reference) => registry.get(reference.id) ?? null,
    provider: (record) => record.config.provider,
    model: (record) => record.config.model,
    state: (record) => describeState(record).state,
    reason: (record) => {
      const { state, reason } = describeState(record);
      // Its own trouble comes first; that nobody called it yet is none.
      return state === 'UNKNOWN' ? (fileProblem() ?? reason) : (reason ?? fileProblem());
    },
    circuit: toCircuitBreaker,
    capabilities: (record) => record.config.capabilities,
    score: (record) => {
      const { updatedAt } = record.score;
      const score = readScore(record.score, clock.now(), record.priceUsd);
      const { value, quality, latency, cost, samples } = score;
      const shown = {
        value: roundScore(value),
        quality: roundScore(quality),
        latency: roundScore(latency),
        cost: roundScore(cost),
      };
      return { ...shown, samples, updatedAt: updatedAt === null ? null : toDateTime(updatedAt) };
    },
    limits: (record) => ({ ...record.config.limits, maxConcurrent: record.maxConcurrent }),
    lastObservation: (record) =>
      record.lastObservation === null ? null : toEngineObservation(record.lastObservation),
    service: ({ config }) => (config.service === undefined ? null : { name: config.service }),
  };
}

function toCircuitBreaker({ circuit, config }: EngineRecord): CircuitBreaker {
  return {
    state: circuit.state,
    failures: circuit.failures,
    threshold: config.breaker.threshold,
    openedAt: 'openedAt' in circuit ? toDateTime(circuit.openedAt) : null,
    retryAt: 'retryAt' in circuit ? toDateTime(circuit.retryAt) : null,
    lastError: circuit.lastError,
    probeInFlight: circuit.state === 'HALF_OPEN',
  };
}

function toEngineObservation({ at, failure, firstTokenMs, totalMs }: Observation): EngineObservation {
  return {
    at: toDateTime(at),
    ok: failure === null,
    firstTokenMs,
    totalMs,
    errorCode: failure?.code ?? null,
  };
}
