import type { Kysely } from 'kysely';
import { withDeadline } from '../../../../platform/deadline.ts';
import { writeFailureOf } from '../../../../platform/store/write-failure.ts';
import { systemCause, type Cause } from '../../journal/journal.ts';
import type { MadreTables } from '../../journal/tables.ts';
import { readUnfinishedWindows } from '../../windows/record/window-rows.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import { isUp } from '../looks/drift.ts';
import { forgetRestart } from '../../services/restart-requests.ts';
import { measurePeak } from '../looks/measure-peak.ts';
import { beginOperation, endOperation } from './operation.ts';
import { noteRecord, recordOf, recordService } from '../looks/record-service.ts';
import { observe } from '../runtime-access.ts';
import { noteObservation, type PendingRestart, type ServiceUnit } from '../service-unit.ts';
import { explainStop } from './explain-failure.ts';
import { whoStops } from './who-stops.ts';

/** A restart whose stop failed so often is given up: the service is held, so it must not stay half stopped for ever. */
const RESTART_TRIES = 5;
/** Ends with the run: what is not measured by then is not waited for. */
const MEASURE_LIMIT_MS = 5;
/** Above stopGraceSec: the time the runtime may need around the grace itself. */
const STOP_MARGIN_MS = 10_000;

/** One stop, of what no window holds or what shall restart. A stop that fails is tried again for ever. */
export async function stopService(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<void> {
  const { service } = unit;
  const restart = unit.restartAsked?.stopsFirst === true ? unit.restartAsked : null;
  // Beside what the stop waits for anyway. What fails, or comes too late, was the last one of many.
  const measuring = measurePeak(parts, unit, signal).catch(() => undefined);
  const by = await whoStops(parts, unit);
  const cause = systemCause(by.correlationId);
  const abort = beginOperation(unit, 'STOP', signal);
  let error: unknown = null;
  try {
    if (!(await commitStop(parts, unit, { restart, cause, rule: by.rule }))) return;
    unit.stoppedFor = by;
    await untilMeasured(parts, measuring);
    const limitMs = service.stopGraceSec * 1_000 + STOP_MARGIN_MS;
    const what = `the stop of ${service.name}`;
    await withDeadline({ clock: parts.clock, limitMs, what, parent: abort.signal }, (attempt) =>
      parts.runtime.stop(service, attempt),
    );
  } catch (caught) {
    signal.throwIfAborted();
    error = caught;
  } finally {
    endOperation(unit, abort);
    await measuring;
  }
  noteObservation(unit, await observe(parts, service, signal));
  // A runtime that says so too early, or somebody who started it meanwhile: without a pause we would ask again at once, for ever.
  if (isUp(unit.observation)) error ??= new Error(`${service.name} runs although its stop has ended`);
  if (error === null) await forgetStop(parts, unit);
  else {
    await noteOwedStop(parts, unit, { error, signal });
    await noteFailedStop(parts, unit, { error, restart });
  }
  const isOwn = isStoppedByMadre(unit);
  if (isOwn) unit.unwrittenStop = { ...by, at: parts.clock.now() };
  unit.failedStop = error === null || isOwn ? null : by;
  await recordService(parts, unit, { ready: false, cause, why: isOwn ? by.rule : 'observed' });
}

/** Not where it had ended before she began, which she had not seen: as when a sentinel stood in for her while she was paused. */
function isStoppedByMadre({ observation }: ServiceUnit): boolean {
  if (observation?.status === 'STOPPED') return observation.exit?.requested !== false;
  return observation?.status === 'MISSING';
}

async function untilMeasured({ clock }: ReconcilerParts, measuring: Promise<void>): Promise<void> {
  const limit = { clock, limitMs: MEASURE_LIMIT_MS, what: 'measuring before a stop' };
  await withDeadline(limit, () => measuring).catch(() => undefined);
}

/** Whoever asked for a restart while it was being stopped gets what follows. */
async function forgetStop({ db }: ReconcilerParts, unit: ServiceUnit): Promise<void> {
  const { restartAsked } = unit;
  unit.retry = null;
  unit.owedStop = null;
  if (restartAsked === null) return;
  await forgetRestart(db, restartAsked);
  if (unit.restartAsked === restartAsked) unit.restartAsked = null;
}

/** Decided once more at the commit: a window that was acknowledged since the plan keeps its services running. */
async function commitStop(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  {
    restart,
    cause,
    rule,
  }: { readonly restart: PendingRestart | null; readonly cause: Cause; readonly rule: string },
): Promise<boolean> {
  const { services, rules, clock, view } = parts;
  const isReleased = async (db: Kysely<MadreTables>): Promise<boolean> =>
    restart !== null || !view.desiredBy(await readUnfinishedWindows(db)).has(unit.service.name);
  const next = recordOf(parts, unit, { ready: false });
  try {
    if (await services.updateIf(isReleased, next, cause, rule)) {
      noteRecord(parts, unit, next);
      return true;
    }
  } catch (error) {
    // What nobody holds is stopped even while nothing can be written; no window can be acknowledged meanwhile either.
    if (restart !== null || writeFailureOf(error) === undefined) throw error;
    if (await isReleased(parts.db)) return true;
  }
  // A plan that does not know that window yet would ask for the same again at once.
  unit.retry = rules.afterFailure(unit.retry, 'STOP', clock.monotonic());
  return false;
}

/** What it tells stays the same from the first failure to the 10th, the 100th, and so on: a retry for ever is not news for ever. */
async function noteOwedStop(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  { error, signal }: { readonly error: unknown; readonly signal: AbortSignal },
): Promise<void> {
  const isGone = unit.observation !== null && !isUp(unit.observation);
  if (isGone || parts.view.isDesired(unit.service.name)) {
    unit.owedStop = null;
    return;
  }
  const times = (unit.owedStop?.times ?? 0) + 1;
  const known = Number.isInteger(Math.log10(times)) ? undefined : unit.owedStop?.failure;
  const failing = { unit, heldBy: [], signal };
  unit.owedStop = { times, failure: known ?? (await explainStop(parts, failing, { error, times })) };
}

async function noteFailedStop(
  { rules, clock, log, journal }: ReconcilerParts,
  unit: ServiceUnit,
  { error, restart }: { readonly error: unknown; readonly restart: PendingRestart | null },
): Promise<void> {
  const { name } = unit.service;
  unit.retry = rules.afterFailure(unit.retry, 'STOP', clock.monotonic());
  const facts = { err: error, service: name, attempts: unit.retry.attempts };
  log.warn(facts, 'a service did not stop; it is tried again');
  if (restart === null) return;
  const failedStops = restart.failedStops + 1;
  const isGivenUp = failedStops >= RESTART_TRIES;
  // Another request that came meanwhile counts from its own beginning.
  if (unit.restartAsked === restart) unit.restartAsked = isGivenUp ? null : { ...restart, failedStops };
  if (!isGivenUp) return;
  const note = { action: 'service.restart-failed', target: name, detail: { failedStops } };
  await journal.change(restart.cause, async (change) => {
    await forgetRestart(change.db, restart);
    await change.audit({ ...note, outcome: 'FAILED' });
  });
}
