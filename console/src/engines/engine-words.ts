import { plain } from '../components/state/service-words.ts';
import type { EngineRowFragment } from '../generated/graphql.ts';
import { duration } from '../time/durations.ts';
import type { Tone } from '../windows/window-words.ts';

type TimeOf = (instant: string) => string;

export function engineTone(state: EngineRowFragment['state']): Tone {
  switch (state) {
    case 'AVAILABLE':
      return 'ready';
    case 'DEGRADED':
    case 'COOLDOWN':
      return 'warning';
    case 'ERROR':
      return 'broken';
    case 'OFF':
    case 'UNKNOWN':
      return 'asleep';
  }
}

export function circuitWords(circuit: EngineRowFragment['circuit'], timeOf: TimeOf): string {
  if (circuit.state === 'CLOSED') {
    return circuit.failures === 0
      ? 'circuit closed'
      : `circuit closed, ${circuit.failures} of ${circuit.threshold} failures`;
  }
  const retry = circuit.retryAt ? `, tried again at ${timeOf(circuit.retryAt)}` : '';
  return `circuit ${plain(circuit.state)}${retry}${circuit.lastError ? `: ${circuit.lastError}` : ''}`;
}

/** The last call that really happened, and what is under way. */
export function observationWords(
  { lastObservation, inFlight, queued }: Pick<EngineRowFragment, 'lastObservation' | 'inFlight' | 'queued'>,
  timeOf: TimeOf,
): string {
  const load = inFlight + queued > 0 ? `${inFlight} under way, ${queued} waiting · ` : '';
  if (!lastObservation) return `${load}never called since switch woke`;
  const { at, ok, totalMs, errorCode } = lastObservation;
  const took = typeof totalMs === 'number' ? ` in ${duration(totalMs)}` : '';
  return `${load}last call ${timeOf(at)}: ${ok ? `answered${took}` : `failed${errorCode ? ` (${errorCode})` : ''}`}`;
}

export function scoreParts(score: EngineRowFragment['score']): readonly { name: string; value: number }[] {
  const { value, quality, latency, cost } = score;
  return [
    { name: 'score', value },
    { name: 'quality', value: quality },
    { name: 'latency', value: latency },
    { name: 'cost', value: cost },
  ];
}
