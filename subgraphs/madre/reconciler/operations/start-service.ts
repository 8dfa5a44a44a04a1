import { setImmediate as nextTurn } from 'node:timers/promises';
import { StartRefused } from '../../runtimes/runtime.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import { afterCrash } from '../looks/crash-loop.ts';
import { explainStart, isLeftDown } from './explain-failure.ts';
import { forgetRestart } from '../../services/restart-requests.ts';
import { beginOperation, endOperation } from './operation.ts';
import { causeFor, recordService, type Seen } from '../looks/record-service.ts';
import { observe } from '../runtime-access.ts';
import { noteObservation, type PendingRestart, type ServiceUnit } from '../service-unit.ts';
import { EndedWhileStarting, startUntilReady } from './start-until-ready.ts';

/** Kept back from the time a window has left, to read the lines that explain a failure. */
const EXPLAIN_MS = 500;
const SHORTEST_START_MS = 1_000;

/** One start, until the service is READY, it failed, or no window holds it any more. Throws only when the task's signal aborts. */
export async function startService(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<void> {
  const { view, startups, clock } = parts;
  const { service } = unit;
  const cause = causeFor(parts, service.name);
  const holders = view.holders(service.name);
  const abort = beginOperation(unit, 'START', signal);
  const restart = unit.restartAsked;
  unit.restartAsked = null;
  unit.keptDownFor = null;
  const wasRunning = unit.observation?.status === 'RUNNING';
  const isAskedFor = restart !== null || parts.services.get(service.name)?.lastStop?.rule === 'RESTART';
  const restarts = isRestart(unit, isAskedFor) ? 1 : 0;
  const onLaunch = (): void => void (unit.restartCount += restarts);
  const began = { at: clock.now(), monotonic: clock.monotonic(), heldBy: holders.map(({ id }) => id) };
  const recorded = recordStarting(parts, unit, {
    restart,
    cause,
    why: `held by ${holders.length} window(s)`,
  });
  // A disk that fills while the service boots is told below, once its start has ended; nobody listens until then.
  recorded.catch(() => undefined);
  try {
    const usualMs = startups.statistics(service.name)?.p50Ms ?? null;
    const limitMs = startLimitMs(parts, unit);
    await startUntilReady(parts, unit, { limitMs, usualMs, signal: abort.signal, onLaunch });
    await recorded;
    noteObservation(unit, await observe(parts, service, abort.signal));
    // Right after its probe succeeded.
    if (unit.observation?.status === 'STOPPED')
      throw new EndedWhileStarting(service.name, unit.observation.exit);
    unit.operation = null;
    const ready = unit.observation?.status === 'RUNNING';
    // Asked for together, they share a commit.
    await Promise.all([
      ready && !wasRunning && startups.record(service.name, clock.monotonic() - began.monotonic),
      recordService(parts, unit, { ready, cause, why: 'its probe succeeded' }),
    ]);
  } catch (error) {
    // First what it began with, then how it ended.
    await recorded.catch(() => undefined);
    unit.operation = null;
    signal.throwIfAborted();
    if (!isOver(error)) unit.startGivenUpAt = clock.monotonic();
    noteObservation(unit, await observe(parts, service, signal));
    const isUnwanted = abort.signal.aborted;
    if (!isUnwanted) await noteFailedStart(parts, { unit, signal, ...began, error });
    const why = isUnwanted ? 'no window holds it any more' : 'the start failed';
    await recordService(parts, unit, { ready: false, cause, why });
  } finally {
    endOperation(unit, abort);
  }
}

/**
 * Beside the start, which waits for no disk: the windows that hold it are durable, and tell a madre who comes after a crash that it is
 * hers.
 */
async function recordStarting(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  { restart, ...seen }: Omit<Seen, 'ready'> & { readonly restart: PendingRestart | null },
): Promise<void> {
  // What was asked to start in this turn has been told so by then.
  await nextTurn();
  await recordService(parts, unit, { ready: false, ...seen });
  // Not before the record says that it shall run.
  if (restart !== null) await forgetRestart(parts.db, restart);
}

/** Its last run ended otherwise than by a stop of madre, or by one for restartService. */
function isRestart({ observation }: ServiceUnit, isAskedFor: boolean): boolean {
  if (observation?.status !== 'STOPPED' || observation.exit === null) return false;
  return isAskedFor || !observation.exit.requested;
}

function isCrash({ exit }: EndedWhileStarting): boolean {
  return exit?.requested !== true && exit?.byHand !== true;
}

/** Any other start may still take effect. */
function isOver(error: unknown): boolean {
  return error instanceof StartRefused || error instanceof EndedWhileStarting;
}

function startLimitMs({ view, startups }: ReconcilerParts, { service }: ServiceUnit): number {
  const leftMs = view
    .holders(service.name)
    .filter(({ state }) => state === 'OPENING')
    .map((window) => view.leftOf(window).startByMs - EXPLAIN_MS);
  return Math.max(
    SHORTEST_START_MS,
    Math.min(startups.startTimeoutMs(service), Math.max(...leftMs, 0) || Infinity),
  );
}

async function noteFailedStart(
  parts: ReconcilerParts,
  failed: {
    readonly unit: ServiceUnit;
    readonly signal: AbortSignal;
    readonly at: number;
    readonly heldBy: readonly string[];
    readonly error: unknown;
  },
): Promise<void> {
  const { clock, rules, log } = parts;
  const { unit, at, error } = failed;
  const { name } = unit.service;
  // Dated at its beginning, and of its holders then: an attempt from before a window was asked for is not that window's.
  unit.failure = { ...(await explainStart(parts, failed, error)), at };
  if (isLeftDown(unit.failure)) unit.keptDownFor = failed.heldBy;
  else if (error instanceof EndedWhileStarting && isCrash(error))
    unit.crashes = afterCrash(unit.crashes, clock.monotonic());
  unit.retry = rules.afterFailure(unit.retry, 'START', clock.monotonic());
  const { correlationId } = causeFor(parts, name);
  const facts = { err: error, service: name, attempts: unit.retry.attempts, correlationId };
  log.warn(facts, 'a service did not start');
}
