import { systemCause } from '../../journal/journal.ts';
import type { RuntimeObservation } from '../../runtimes/runtime.ts';
import type { ServiceStopRecord } from '../../services/service-record.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import { afterCrash, remainingCrashes } from './crash-loop.ts';
import { driftOf, isUp, type Drift, type EndDrift } from './drift.ts';
import { explainDependency, explainEnd, explainProbe, isLeftDown } from '../operations/explain-failure.ts';
import { causeFor, recordService } from './record-service.ts';
import { observe, probe } from '../runtime-access.ts';
import { noteObservation, type ServiceUnit } from '../service-unit.ts';

/** Looks at one service, finds out what was done to it, and records what changed; acts on nothing. */
export async function look(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<Drift | null> {
  const { name } = unit.service;
  unit.hinted = false;
  const before = unit.lastSeen;
  const askedAt = parts.clock.monotonic();
  noteObservation(unit, await observe(parts, unit.service, signal));
  unit.observedAt = askedAt;
  const wanted = parts.view.isDesired(name);
  const late = lateStop(unit, before);
  if (late !== null) unit.unwrittenStop = late;
  const drift = driftOf({ before, now: unit.observation, wanted, inCharge: unit.inCharge });
  forgetOldTrouble(parts, unit, wanted);
  if (drift !== null && drift !== 'STARTED_BY_HAND') await noteEnd(parts, unit, drift, signal);
  noteBlocker(parts, unit);
  const ready =
    unit.observation?.status === 'RUNNING' &&
    (await probe(parts, unit.service, signal, unit.observation.address));
  if (!ready) await noteFailedProbe(parts, unit, signal);
  const cause = late === null ? causeFor(parts, name) : systemCause(late.correlationId);
  await recordService(parts, unit, { ready, cause, why: late?.rule ?? 'observed' });
  return drift;
}

/** Of a stop whose call failed and which took effect all the same, after it was looked for. */
function lateStop(
  { observation, failedStop }: ServiceUnit,
  before: RuntimeObservation | null,
): ServiceStopRecord | null {
  if (failedStop === null || !isUp(before)) return null;
  const exit = observation?.status === 'STOPPED' ? observation.exit : null;
  // What ran out of memory ended by that, long after the stop perhaps.
  return exit?.requested === true && !exit.outOfMemory ? { ...failedStop, at: exit.atMs } : null;
}

/** Trouble of a start is over once nobody wants it, trouble of a stop once somebody wants it to go on running. */
function forgetOldTrouble({ clock }: ReconcilerParts, unit: ServiceUnit, wanted: boolean): void {
  const readyForMs = unit.readySince === null ? 0 : clock.monotonic() - unit.readySince;
  unit.crashes = remainingCrashes(unit.crashes, { wanted, readyForMs });
  const ranOnly = unit.failure?.code === 'PROBE_FAILED' && unit.observation?.status !== 'RUNNING';
  if (!wanted || ranOnly) unit.failure = null;
  if (wanted || !isUp(unit.observation)) unit.stoppedFor = null;
  const isDown = unit.observation !== null && !isUp(unit.observation);
  if (wanted || isDown) unit.owedStop = null;
  if (isDown) unit.failedStop = null;
  if (!wanted || unit.observation?.status === 'RUNNING') unit.keptDownFor = null;
  const past = wanted ? 'STOP' : 'START';
  const isRestarting = wanted && unit.restartAsked !== null;
  if (unit.retry?.kind === past && !isRestarting) unit.retry = null;
}

async function noteEnd(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  drift: EndDrift,
  signal: AbortSignal,
): Promise<void> {
  const { clock, rules, view } = parts;
  const { service, observation } = unit;
  const heldBy = view.holders(service.name).map(({ id }) => id);
  // What somebody paused goes on at once.
  if (observation?.status === 'PAUSED' && service.drift.stoppedByHand !== 'degrade') return;
  // What may have ended by itself, again and again, is in a loop, too.
  if (drift !== 'STOPPED_BY_HAND') unit.crashes = afterCrash(unit.crashes, clock.monotonic());
  unit.failure = await explainEnd(parts, { unit, heldBy, signal });
  unit.keptDownFor = isLeftDown(unit.failure) ? heldBy : null;
  unit.retry = rules.afterFailure(unit.retry, 'START', clock.monotonic());
}

/** Its own failure says more than that of what it depends on. */
function noteBlocker({ view, clock, services }: ReconcilerParts, unit: ServiceUnit): void {
  const blocker = view.blockerOf(unit);
  const isOwn = unit.failure !== null && unit.failure.code !== 'DEPENDENCY_FAILED';
  if (!isOwn && blocker !== unit.blockedBy) {
    const heldBy = view.holders(unit.service.name).map(({ id }) => id);
    const below = blocker === null ? undefined : services.get(blocker);
    unit.failure = below === undefined ? null : explainDependency(clock.now(), { unit, heldBy }, below);
  }
  unit.blockedBy = blocker;
}

/** Once it was ready in this run, a probe that fails is a failure; before that, its start decides. */
async function noteFailedProbe(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<void> {
  const { name } = unit.service;
  if (unit.observation?.status !== 'RUNNING' || unit.failure !== null) return;
  if (parts.services.get(name)?.state !== 'READY' || !parts.view.isDesired(name)) return;
  const heldBy = parts.view.holders(name).map(({ id }) => id);
  unit.failure = await explainProbe(parts, { unit, heldBy, signal });
}
