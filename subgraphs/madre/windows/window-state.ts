import type { WindowEventType } from '../../../schema/generated/madre.ts';
import type { ServiceFailure, ServiceRecord } from '../services/service-record.ts';
import { suggestionFor } from './suggestion.ts';
import type { TimeLeft } from './window-times.ts';
import type { WindowEnd, WindowFailure, WindowRecord, WindowResult } from './window-record.ts';

/** What a transition looks at, beside the window itself. */
export interface WindowFacts {
  /** Only to date what happens; what is due follows from `left`. */
  readonly now: number;
  readonly left: TimeLeft;
  /** The closure's services; one that the registry no longer has is undefined. */
  readonly service: (name: string) => ServiceRecord | undefined;
  /** Whether another live window holds the service. */
  readonly heldByOthers: (name: string) => boolean;
  readonly system: Omit<WindowEnd, 'at'>;
}

export interface WindowStep {
  readonly type: WindowEventType;
  readonly window: WindowRecord;
}

/**
 * The one place where windows change state by what is observed: the steps from the window as it is to what it should be now.
 * Empty when nothing changed, so that looking twice is harmless.
 */
export function advanceWindow(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  switch (window.state) {
    case 'OPENING':
      return isOverdue(facts) ? [expire(window, facts)] : advanceOpening(window, facts);
    case 'OPEN':
      return isOverdue(facts) ? [expire(window, facts)] : degradeIfBroken(window, facts);
    case 'DEGRADED':
      return isOverdue(facts) ? [expire(window, facts)] : recoverIfReady(window, facts);
    case 'CLOSING':
      return closeIfGone(window, facts);
    case 'QUEUED':
    case 'CLOSED':
    case 'FAILED':
      return [];
  }
}

/** Ends a live window: its services are released at once, and it is CLOSED when they are gone. */
export function endWindow(
  window: WindowRecord,
  closeReason: NonNullable<WindowRecord['closeReason']>,
  ended: WindowEnd,
): WindowStep {
  return { type: 'CLOSING', window: { ...window, state: 'CLOSING', closeReason, ended } };
}

function isOverdue({ left }: WindowFacts): boolean {
  return left.deadlineMs !== null && left.deadlineMs <= 0;
}

function expire(window: WindowRecord, { now, system }: WindowFacts): WindowStep {
  return endWindow(window, 'TTL_EXPIRED', { at: now, ...system });
}

function advanceOpening(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  const steps: WindowStep[] = [];
  let current = window;
  for (const { service, outcome } of window.results) {
    if (outcome !== 'PENDING' || facts.service(service)?.state !== 'READY') continue;
    const elapsedMs = elapsedSince(window, facts.now);
    current = {
      ...current,
      results: replaceResult(current.results, { service, outcome: 'STARTED', elapsedMs, error: null }),
    };
    steps.push({ type: 'SERVICE_READY', window: current });
  }
  const broken = brokenService(current, facts);
  if (broken !== undefined) return [...steps, ...fail(current, broken, facts.now, facts.system)];
  if (current.closure.every((name) => facts.service(name)?.state === 'READY')) {
    steps.push({ type: 'OPENED', window: { ...current, state: 'OPEN', openedAt: facts.now } });
  }
  return steps;
}

/** A service whose failure ends the opening: one that waiting cannot help, or any that is not ready when the budget ends. */
function brokenService(window: WindowRecord, facts: WindowFacts): WindowFailure | undefined {
  for (const name of window.closure) {
    const service = facts.service(name);
    const failure = failureDuring(window, service);
    if (service === undefined || service.state === 'MISSING') return missing(name, service);
    if (failure?.permanent === true) return dossier(name, failure);
  }
  if (facts.left.startByMs > 0) return undefined;
  for (const name of window.closure) {
    const service = facts.service(name);
    if (service?.state === 'READY') continue;
    const failure = failureDuring(window, service);
    return failure === undefined ? timedOut(window, name) : dossier(name, failure);
  }
  return undefined;
}

/** A failure from before the window was asked for says nothing about this opening. */
function failureDuring(window: WindowRecord, service: ServiceRecord | undefined): ServiceFailure | undefined {
  const failure = service?.failure ?? undefined;
  return failure !== undefined && failure.at >= window.createdAt ? failure : undefined;
}

function fail(
  window: WindowRecord,
  failure: WindowFailure,
  now: number,
  system: Omit<WindowEnd, 'at'>,
): readonly WindowStep[] {
  const results = window.results.map((result): WindowResult => {
    if (result.service === failure.service) {
      const outcome = failure.code === 'START_TIMEOUT' ? 'TIMED_OUT' : 'FAILED';
      return { ...result, outcome, elapsedMs: elapsedSince(window, now), error: failure.message };
    }
    return result.outcome === 'PENDING'
      ? { ...result, outcome: 'SKIPPED', elapsedMs: elapsedSince(window, now) }
      : result;
  });
  const withResults: WindowRecord = { ...window, results, failure };
  const failed: WindowRecord = {
    ...withResults,
    state: 'FAILED',
    closeReason: 'START_FAILED',
    closedAt: now,
    ended: { at: now, ...system },
  };
  return [
    { type: 'SERVICE_FAILED', window: withResults },
    { type: 'FAILED', window: failed },
  ];
}

function degradeIfBroken(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  const broken = window.closure.find((name) => facts.service(name)?.state !== 'READY');
  if (broken === undefined) return [];
  return [
    {
      type: 'DEGRADED',
      window: { ...window, state: 'DEGRADED', failure: brokenNow(broken, facts.service(broken)) },
    },
  ];
}

function recoverIfReady(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  if (!window.closure.every((name) => facts.service(name)?.state === 'READY')) return [];
  return [{ type: 'RECOVERED', window: { ...window, state: 'OPEN', failure: null } }];
}

function closeIfGone(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  const gone = (name: string): boolean => facts.heldByOthers(name) || isGone(facts.service(name));
  if (!window.closure.every(gone)) return [];
  return [{ type: 'CLOSED', window: { ...window, state: 'CLOSED', closedAt: facts.now } }];
}

/** Observed not to run; a service whose state could not be observed is not known to be gone. */
export function isGone(service: ServiceRecord | undefined): boolean {
  if (service === undefined) return true;
  return (
    service.state === 'STOPPED' ||
    service.state === 'MISSING' ||
    service.state === 'CRASHED' ||
    service.state === 'OUT_OF_MEMORY'
  );
}

function brokenNow(name: string, service: ServiceRecord | undefined): WindowFailure {
  if (service === undefined || service.state === 'MISSING') return missing(name, service);
  if (service.failure !== null) return dossier(name, service.failure);
  const code = service.reason ?? 'EXITED';
  return {
    service: name,
    code,
    message: `${name} is ${service.state} while a window holds it`,
    exitCode: service.exitCode,
    outOfMemory: service.state === 'OUT_OF_MEMORY',
    lastLogs: [],
    suggestion: suggestionFor(code, name),
  };
}

function dossier(name: string, failure: ServiceFailure): WindowFailure {
  const { code, message, exitCode, outOfMemory, lastLogs } = failure;
  return {
    service: name,
    code,
    message,
    exitCode,
    outOfMemory,
    lastLogs,
    suggestion: suggestionFor(code, name),
  };
}

function missing(name: string, service: ServiceRecord | undefined): WindowFailure {
  const code = service?.reason ?? 'NOT_INSTALLED';
  const message =
    code === 'IMAGE_MISSING' ? `the image of ${name} is missing` : `${name} is not installed here`;
  return {
    service: name,
    code,
    message,
    exitCode: null,
    outOfMemory: false,
    lastLogs: [],
    suggestion: suggestionFor(code, name),
  };
}

function timedOut(window: WindowRecord, name: string): WindowFailure {
  const message = `${name} was not ready within the ${Math.round((window.startBy - window.createdAt) / 1000)} s that its window may take to open`;
  const code = 'START_TIMEOUT';
  return {
    service: name,
    code,
    message,
    exitCode: null,
    outOfMemory: false,
    lastLogs: [],
    suggestion: suggestionFor(code, name),
  };
}

/** The wall clock may have been set back since. */
function elapsedSince({ createdAt }: WindowRecord, now: number): number {
  return Math.max(0, now - createdAt);
}

function replaceResult(results: readonly WindowResult[], next: WindowResult): readonly WindowResult[] {
  return results.map((result) => (result.service === next.service ? next : result));
}
