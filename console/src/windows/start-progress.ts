import type { ServiceRowFragment, WindowRowFragment } from '../generated/graphql.ts';
import { duration } from '../time/durations.ts';
import { serviceTone, serviceWords } from '../components/state/service-words.ts';
import type { Tone } from './window-words.ts';

type Result = WindowRowFragment['results'][number];

export interface StartStep {
  readonly name: string;
  readonly words: string;
  readonly tone: Tone;
}

/** Each service of an opening window, in start order: what is observed of its start, and how long it usually takes. */
export function startSteps(
  window: Pick<WindowRowFragment, 'closure' | 'results'>,
  services: ReadonlyMap<string, Pick<ServiceRowFragment, 'state' | 'reason' | 'observedAt' | 'startup'>>,
  nowMs: number,
): readonly StartStep[] {
  return window.closure.map(({ name }) => {
    const result = window.results.find(({ service }) => service.name === name);
    return { name, ...stepOf(result, services.get(name), nowMs) };
  });
}

function stepOf(
  result: Result | undefined,
  service: Pick<ServiceRowFragment, 'state' | 'reason' | 'observedAt' | 'startup'> | undefined,
  nowMs: number,
): Omit<StartStep, 'name'> {
  switch (result?.outcome) {
    case 'STARTED':
      return { words: `ready in ${duration(result.elapsedMs)}`, tone: 'ready' };
    case 'ALREADY_RUNNING':
      return { words: 'ran already', tone: 'ready' };
    case 'FAILED':
      return { words: 'failed', tone: 'broken' };
    case 'TIMED_OUT':
      return { words: `not ready within ${duration(result.elapsedMs)}`, tone: 'broken' };
    case 'SKIPPED':
      return { words: 'not started', tone: 'asleep' };
    case 'PENDING':
    case undefined:
      return pending(service, nowMs);
  }
}

function pending(
  service: Pick<ServiceRowFragment, 'state' | 'reason' | 'observedAt' | 'startup'> | undefined,
  nowMs: number,
): Omit<StartStep, 'name'> {
  const usual = service?.startup ? `usually ${duration(service.startup.p50Ms)}` : null;
  if (service !== undefined && serviceTone(service) === 'broken')
    return { words: serviceWords(service), tone: 'broken' };
  if (service?.state !== 'STARTING')
    return { words: `waits${usual === null ? '' : `, ${usual}`}`, tone: 'asleep' };
  const sinceMs = Math.max(0, nowMs - Date.parse(service.observedAt));
  return { words: `starting, ${duration(sinceMs)}${usual === null ? '' : ` of ${usual}`}`, tone: 'starting' };
}
