import type { Clock } from '../../../platform/clock.ts';
import type { PowerPolicy } from '../../../schema/generated/madre.ts';
import type { Services } from '../services/services.ts';
import type { MemoryPeaks } from '../services/memory-peaks.ts';
import { isWindowOverdue, nextWindowDueInMs } from '../windows/state/window-due.ts';
import { isLive, type WindowRecord } from '../windows/record/window-record.ts';
import type { MemoryWait } from '../windows/admission/memory-wait.ts';
import { isTimeOver, type TimeLeft } from '../windows/deadline/window-times.ts';
import { troubleBelow } from './looks/dependency-trouble.ts';
import { isUp } from './looks/drift.ts';
import { memoryWaitOf } from './plan/memory-gate.ts';
import { nextRetryInMs, planActions, type Action, type Planned, type PlannedService } from './plan/plan.ts';
import type { ReconcilerRules } from './rules.ts';
import { createSeenWindows } from './seen-windows.ts';
import type { ServiceUnit } from './service-unit.ts';

/** What is wanted and what is seen, as one value: everything the reconciler decides, it decides on this. Reading waits for nothing. */
export interface View {
  readonly windows: readonly WindowRecord[];
  readonly policy: PowerPolicy;
  /** Puts what was read last in the place of what was known. */
  update(windows: readonly WindowRecord[], policy: PowerPolicy): void;
  leftOf(window: WindowRecord): TimeLeft;
  /** The same for whoever only reads. */
  peekLeft(window: WindowRecord): TimeLeft;
  usedMsOf(window: WindowRecord): number;
  /** Live windows, oldest first. */
  holders(service: string): readonly WindowRecord[];
  isDesired(service: string): boolean;
  /** What should run where these are the windows: one whose time is over holds nothing, even while that cannot be written. */
  desiredBy(windows: readonly WindowRecord[]): ReadonlySet<string>;
  actions(): readonly Action[];
  actionOf(service: string): Action['kind'] | null;
  /** The dependency that a service which does not run waits for in vain. */
  blockerOf(unit: ServiceUnit): string | null;
  /** The memory that its start waits for; null where it does not. */
  memoryWaitOf(service: string): MemoryWait | null;
  /** Whether a window has reached an instant that changes it, and is as it was. */
  isOverdue(): boolean;
  /** Milliseconds until time alone changes something. */
  dueInMs(): number | undefined;
}

export function createView(options: {
  readonly units: ReadonlyMap<string, ServiceUnit>;
  readonly services: Services;
  readonly memoryPeaks: MemoryPeaks;
  readonly memoryBudgetMb: number | undefined;
  readonly rules: ReconcilerRules;
  readonly clock: Clock;
}): View {
  const { units, services, memoryPeaks, memoryBudgetMb, rules, clock } = options;
  const seen = createSeenWindows(clock);
  const catalog = new Map([...units].map(([name, { service }]) => [name, service]));
  let windows: readonly WindowRecord[] = [];
  let policy: PowerPolicy = 'SOLO_MADRE';
  let desired: ReadonlySet<string> = new Set();

  const holders = (name: string): readonly WindowRecord[] =>
    windows.filter((window) => isLive(window) && window.closure.includes(name));

  const isReady = (name: string): boolean => services.get(name)?.state === 'READY';

  const desiredBy = (known: readonly WindowRecord[]): ReadonlySet<string> =>
    rules.desiredServices(known.filter((window) => !isTimeOver(window, seen.peekLeft(window), isReady)));

  function plannedService(unit: ServiceUnit): PlannedService {
    const { service, observation, lastSeen, operation } = unit;
    const { name, dependsOn } = service;
    return {
      name,
      dependsOn,
      state: services.get(name)?.state ?? 'UNKNOWN',
      running: observation === null ? null : isUp(observation),
      occupies: isUp(observation ?? lastSeen) || operation !== null,
      operation: operation?.kind ?? null,
      retry: unit.retry,
      startAsked: unit.restartAsked !== null,
      stopAsked: unit.restartAsked?.stopsFirst === true,
      keptDown: isKeptDown(unit, holders(name)),
      leftAlone: isLeftAlone(unit, desired.has(name), policy),
      reservationMb: reservationOf(name),
    };
  }

  function reservationOf(name: string): number {
    const recorded = holders(name).flatMap(({ memoryMb }) => memoryMb[name] ?? []);
    return recorded.length === 0 ? memoryPeaks.reservationMb(name) : Math.max(...recorded);
  }

  function planned(): Planned {
    return {
      services: [...units.values()].map(plannedService),
      windows: windows.map((window) => ({ ...window, seenAt: seen.timesOf(window).seenAt })),
      desired,
      memoryBudgetMb,
    };
  }

  function actions(): readonly Action[] {
    const now = clock.monotonic();
    const isPaused = (name: string): boolean => (units.get(name)?.pausedUntil ?? now) > now;
    return planActions(planned(), now).filter(({ kind, service }) => kind === 'STOP' || !isPaused(service));
  }

  return {
    get windows() {
      return windows;
    },
    get policy() {
      return policy;
    },
    update(next, nextPolicy) {
      windows = next;
      policy = nextPolicy;
      desired = desiredBy(windows);
      seen.keepOnly(windows);
    },
    leftOf: (window) => seen.leftOf(window),
    peekLeft: (window) => seen.peekLeft(window),
    usedMsOf: (window) => seen.usedMsOf(window),
    holders,
    isDesired: (name) => desired.has(name),
    desiredBy,
    actions,
    actionOf: (name) => actions().find(({ service }) => service === name)?.kind ?? null,
    blockerOf({ service: { name }, observation }) {
      if (!desired.has(name) || isUp(observation)) return null;
      return troubleBelow(name, catalog, (below) => services.get(below))?.name ?? null;
    },
    memoryWaitOf: (name) =>
      memoryWaitOf(name, [...units.values()].map(plannedService), desired, memoryBudgetMb),
    isOverdue: () => isWindowOverdue(windows, (window) => seen.leftOf(window)),
    dueInMs() {
      const spans = [
        nextWindowDueInMs(windows, (window) => seen.leftOf(window)),
        nextRetryInMs(
          [...units.values()].map(({ retry, operation }) => ({ retry, operation: operation?.kind ?? null })),
          clock.monotonic(),
        ),
      ].flatMap((span) => span ?? []);
      return spans.length === 0 ? undefined : Math.min(...spans);
    },
  };
}

/** A window that came after somebody stopped it wants it to run. */
function isKeptDown({ keptDownFor }: ServiceUnit, holders: readonly WindowRecord[]): boolean {
  return keptDownFor !== null && holders.every(({ id }) => keptDownFor.includes(id));
}

/** What somebody else started, where the catalog says to leave it or to adopt it; not while the policy wants everything off. */
function isLeftAlone({ service, inCharge }: ServiceUnit, desired: boolean, policy: PowerPolicy): boolean {
  return !desired && !inCharge && policy !== 'HARD_OFF' && service.drift.startedByHand !== 'stop';
}
