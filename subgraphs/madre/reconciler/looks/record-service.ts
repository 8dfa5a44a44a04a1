import { systemCause, type Cause } from '../../journal/journal.ts';
import type { ServiceRecord } from '../../services/service-record.ts';
import { describeService } from '../../services/service-state.ts';
import { isInCharge } from './drift.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import type { ServiceUnit } from '../service-unit.ts';

/** A start that was given up may still take effect for so long. */
const LATE_START_MS = 30_000;

export interface Seen {
  /** Whether its probe succeeded just now. */
  readonly ready: boolean;
  readonly cause: Cause;
  readonly why: string;
}

/** Commits what the unit shows now, and what follows from it for the unit. */
export async function recordService(parts: ReconcilerParts, unit: ServiceUnit, seen: Seen): Promise<void> {
  const next = recordOf(parts, unit, seen);
  await parts.services.update(next, seen.cause, seen.why);
  noteRecord(parts, unit, next);
  // Windows learn of a change now, and not when the operation that may follow has ended.
  if (parts.services.get(next.name)?.seq !== next.seq) parts.settleSoon();
}

export function noteRecord({ clock }: ReconcilerParts, unit: ServiceUnit, record: ServiceRecord): void {
  unit.inCharge = record.inCharge;
  unit.unwrittenStop = null;
  unit.readySince = record.state === 'READY' ? (unit.readySince ?? clock.monotonic()) : null;
  if (record.state !== 'READY') return;
  unit.failure = null;
  unit.startGivenUpAt = null;
}

export function recordOf(
  { services, view, clock }: ReconcilerParts,
  unit: ServiceUnit,
  { ready }: Pick<Seen, 'ready'>,
): ServiceRecord {
  const { name } = unit.service;
  const previous = services.get(name);
  if (previous === undefined) throw new Error(`${name} is not registered`);
  const wanted = view.isDesired(name);
  const { observation, operation, startGivenUpAt } = unit;
  const mayStillStart = startGivenUpAt !== null && clock.monotonic() - startGivenUpAt < LATE_START_MS;
  const isOperating = operation !== null;
  return describeService(previous, {
    at: clock.now(),
    observation,
    ready,
    operation: operation?.kind ?? null,
    wanted,
    failure: unit.failure,
    failedStop: unit.owedStop?.failure ?? null,
    restartCount: unit.restartCount,
    runsAs: unit.runsAs,
    isCrashLoop: unit.crashes.isLoop,
    inCharge: isInCharge(unit.inCharge, { now: observation, wanted, isOperating, mayStillStart }),
    keptDownFor: unit.keptDownFor,
    lastStop: unit.unwrittenStop ?? previous.lastStop,
  });
}

/** Of what madre does for a window: with that window's correlation id. */
export function causeFor({ view }: ReconcilerParts, name: string): Cause {
  return systemCause(view.holders(name)[0]?.correlationId);
}
