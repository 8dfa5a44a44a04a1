import type { ServiceFailure, ServiceRecord } from '../../services/service-record.ts';
import { dossier, memoryDossier, missingDossier, timedOutDossier } from '../record/dossier.ts';
import type { WindowEnd, WindowFailure, WindowRecord, WindowResult } from '../record/window-record.ts';
import { elapsedSince, replaceResult, skipPending } from '../record/window-results.ts';
import type { WindowFacts, WindowStep } from './window-state.ts';

/** The steps of a window that opens: what became ready, then OPENED, or what failed. */
export function advanceOpening(window: WindowRecord, facts: WindowFacts): readonly WindowStep[] {
  const steps: WindowStep[] = [];
  let current = window;
  for (const { service, outcome } of window.results) {
    if (outcome !== 'PENDING' || facts.service(service)?.state !== 'READY') continue;
    const elapsedMs = elapsedSince(window, facts.now);
    current = replaceResult(current, { service, outcome: 'STARTED', elapsedMs, error: null });
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
    if (service === undefined || service.state === 'MISSING') return missingDossier(name, service);
    if (failure?.permanent === true) return dossier(name, failure);
  }
  if (facts.left.startByMs > 0) return undefined;
  for (const name of window.closure) {
    const service = facts.service(name);
    if (service?.state === 'READY') continue;
    const failure = failureDuring(window, service);
    if (failure !== undefined) return dossier(name, failure);
    const waits = facts.memoryWaitOf(name);
    return waits === null ? timedOutDossier(window, name) : memoryDossier(window, name, waits, facts.service);
  }
  return undefined;
}

/** A failure from before the window was there says nothing about this opening. */
function failureDuring(window: WindowRecord, service: ServiceRecord | undefined): ServiceFailure | undefined {
  const failure = service?.failure ?? undefined;
  const heldBy = failure?.heldBy ?? [];
  return heldBy.includes(window.id) ? failure : undefined;
}

function fail(
  window: WindowRecord,
  failure: WindowFailure,
  now: number,
  system: Omit<WindowEnd, 'at'>,
): readonly WindowStep[] {
  const elapsedMs = elapsedSince(window, now);
  const outcome = failure.code === 'START_TIMEOUT' ? 'TIMED_OUT' : 'FAILED';
  const results = skipPending(window, elapsedMs).map((result): WindowResult =>
    result.service === failure.service ? { ...result, outcome, elapsedMs, error: failure.message } : result,
  );
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
