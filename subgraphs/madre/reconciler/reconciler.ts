import { createWorkQueue } from '../../../platform/work-queue.ts';
import { systemCause, type Cause } from '../journal/journal.ts';
import { withDeadline } from '../runtimes/deadline.ts';
import type { RuntimeDescription } from '../runtimes/runtime.ts';
import { isLive, type WindowRecord } from '../windows/window-record.ts';
import { isGone } from '../windows/window-state.ts';
import { readUnfinishedWindows } from '../windows/window-rows.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';
import { nextDueInMs, planActions, type PlannedService, type PlannedWindow } from './plan.ts';
import { createSeenWindows } from './seen-windows.ts';
import { createUnit, type ServiceUnit } from './service-unit.ts';
import { settleWindows } from './settle-windows.ts';
import { createTending } from './tending.ts';

/**
 * Makes what runs equal to what the windows want. Level-triggered: hints, mutations and timers only say when to look, and looking
 * once more is harmless. Per service at most one operation is under way.
 */
export interface Reconciler {
  /** A window or a deadline changed: look now. Never waits, never throws. */
  wake(): void;
  /** Stops and starts a service that stays held. */
  restart(service: string, cause: Cause): void;
  /** The runtime as it last described itself. */
  describeRuntime(): RuntimeDescription;
  /** Ends timers and operations; what runs keeps running. Idempotent. */
  close(): Promise<void>;
}

const RESYNC_MS = 10_000;
const DESCRIBE_LIMIT_MS = 2_000;
const ERROR_PAUSE_MS = 1_000;

/** Resolves after every service was looked at once and the windows were brought up to date with that. */
export async function startReconciler(options: ReconcilerOptions): Promise<Reconciler> {
  const { db, journal, services, catalog, runtime, clock, log } = options;
  const units: ReadonlyMap<string, ServiceUnit> = new Map(
    [...catalog.values()].map((service) => [service.name, createUnit(service)]),
  );
  const closing = new AbortController();
  const seen = createSeenWindows(clock);
  let windows: readonly WindowRecord[] = [];
  let isStarted = false;
  let description: RuntimeDescription = { available: false, version: null, detail: 'not asked yet' };
  let cancelDue: () => void = () => undefined;
  let cancelResync: () => void = () => undefined;

  const tending = createTending({
    ...options,
    windowsNow: () => windows,
    leftOf: (window) => seen.leftOf(window),
    planNow,
    settleSoon,
  });
  const tasks = createWorkQueue({
    run: async (name, signal) => {
      const unit = units.get(name);
      if (unit !== undefined) await tending.tend(unit, signal);
    },
    onError: (name, error) => {
      log.error({ err: error, service: name }, 'tending a service failed; it is tried again');
      clock.after(ERROR_PAUSE_MS, () => tasks.request(name));
    },
  });
  const settling = createWorkQueue({
    run: () => settle(),
    onError: (_key, error) => {
      log.error({ err: error }, 'settling the windows failed; it is tried again');
      clock.after(ERROR_PAUSE_MS, settleSoon);
    },
  });

  function settleSoon(): void {
    settling.request('windows');
  }

  function planned(): readonly PlannedService[] {
    return [...units.values()].map(({ service, observation, operation, retry, restartAsked }) => ({
      name: service.name,
      dependsOn: service.dependsOn,
      state: services.get(service.name)?.state ?? 'UNKNOWN',
      running:
        observation === null ? null : observation.status === 'RUNNING' || observation.status === 'PAUSED',
      operation: operation?.kind ?? null,
      retry,
      restartAsked: restartAsked !== null,
    }));
  }

  function plannedWindows(): readonly PlannedWindow[] {
    return windows.map((window) => ({
      ...window,
      seenAt: seen.timesOf(window).seenAt,
      left: seen.leftOf(window),
    }));
  }

  function planNow(name: string): 'START' | 'STOP' | null {
    const actions = planActions(planned(), plannedWindows(), clock.monotonic());
    return actions.find(({ service }) => service === name)?.kind ?? null;
  }

  async function settle(): Promise<void> {
    const known = new Set(windows.filter(isClosing).map(({ id }) => id));
    windows = await settleWindows({
      ...{ db, journal, services, clock },
      windows: await readUnfinishedWindows(db),
      leftOf: (window) => seen.leftOf(window),
    });
    seen.keepOnly(windows);
    abandonStarts();
    for (const { service } of planActions(planned(), plannedWindows(), clock.monotonic()))
      tasks.request(service);
    lookAfter(windows.filter((window) => isClosing(window) && !known.has(window.id)));
    cancelDue();
    const dueInMs = nextDueInMs(planned(), plannedWindows(), clock.monotonic());
    if (dueInMs !== undefined) cancelDue = clock.after(dueInMs, settleSoon);
  }

  /** One look for each window that began to close: what failed to start needs no stop, and nobody knows yet that it is gone. */
  function lookAfter(closing: readonly WindowRecord[]): void {
    for (const name of closing.flatMap(({ closure }) => closure))
      if (!isGone(services.get(name))) tasks.request(name);
  }

  /** A start that no window wants any more ends now, so that the stop can begin. */
  function abandonStarts(): void {
    for (const { operation, service } of units.values()) {
      const held = windows.some((window) => isLive(window) && window.closure.includes(service.name));
      if (operation?.kind === 'START' && !held)
        operation.abort.abort(new Error(`no window holds ${service.name} any more`));
    }
  }

  async function describe(): Promise<void> {
    const limit = { clock, limitMs: DESCRIBE_LIMIT_MS, what: 'asking the runtime', signal: closing.signal };
    description = await withDeadline(limit, (signal) => runtime.describe(signal)).catch((error: unknown) => ({
      available: false,
      version: null,
      detail: error instanceof Error ? error.message : String(error),
    }));
  }

  function look(name?: string): void {
    for (const unit of units.values()) {
      if (name !== undefined && unit.service.name !== name) continue;
      unit.hinted = true;
      if (isStarted) tasks.request(unit.service.name);
    }
  }

  async function resync(): Promise<void> {
    look();
    settleSoon();
    await describe();
    if (!closing.signal.aborted) await services.updateCore(systemCause());
  }

  function scheduleResync(): void {
    cancelResync = clock.after(RESYNC_MS, () => {
      if (closing.signal.aborted) return;
      scheduleResync();
      resync().catch((error: unknown) =>
        log.error({ err: error }, 'the resync failed; the next one follows'),
      );
    });
  }

  const cancelWatch = runtime.watch(look);
  await describe();
  await services.updateCore(systemCause());
  // First who holds what, then what runs: the first look already knows which services are wanted.
  windows = await readUnfinishedWindows(db);
  await Promise.all([...units.values()].map((unit) => tending.look(unit, closing.signal)));
  await settle();
  // From here on looks go through the queue; until then a hint was only noted, as a look was under way already.
  isStarted = true;
  for (const { hinted, service } of units.values()) if (hinted) tasks.request(service.name);
  scheduleResync();

  return {
    wake: settleSoon,
    restart(name, cause) {
      const unit = units.get(name);
      if (unit === undefined) return;
      unit.restartAsked = { cause, failedStops: 0 };
      tasks.request(name);
    },
    describeRuntime: () => description,
    async close() {
      closing.abort(new Error('madre closes'));
      cancelWatch();
      cancelResync();
      await Promise.all([settling.close(), tasks.close()]);
      cancelDue();
    },
  };
}

function isClosing({ state }: WindowRecord): boolean {
  return state === 'CLOSING';
}
