import { createWorkQueue } from '../../../platform/work-queue.ts';
import { systemCause } from '../journal/journal.ts';
import { readPolicy } from '../policies/stored-policy.ts';
import type { RuntimeDescription } from '../runtimes/runtime.ts';
import { readRestarts, type RestartRequest } from '../services/restart-requests.ts';
import type { WindowRecord } from '../windows/record/window-record.ts';
import { readUnfinishedWindows } from '../windows/record/window-rows.ts';
import { createUsedTime } from '../windows/deadline/used-time.ts';
import type { TimeLeft } from '../windows/deadline/window-times.ts';
import { desiredServices } from './desired-services.ts';
import { describeRuntime, notAsked } from './describe-runtime.ts';
import { dueLooks } from './due-looks.ts';
import { createFailureLog } from './failure-log.ts';
import { createLeftRuns } from './end-left-runs.ts';
import { tellOverBudget } from './over-budget.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';
import { renewHolds } from './renew-holds.ts';
import { defaultRules, type ReconcilerRules } from './rules.ts';
import { runsAs } from './runs-as.ts';
import { askRestart, createUnit, type ServiceUnit } from './service-unit.ts';
import { createWindowSettling } from './settle-windows.ts';
import { createMemorySamples } from './looks/memory-samples.ts';
import { sweep } from './looks/sweep.ts';
import { tendOrPause } from './tending.ts';
import { createView } from './view.ts';

/**
 * Makes what runs equal to what the windows want. Level-triggered: hints, mutations and timers only say when to look, and looking
 * once more is harmless. Per service at most one operation is under way.
 */
export interface Reconciler {
  /** A window or a deadline changed: look now. Never waits, never throws. */
  wake(): void;
  /** Stops a service that stays held, where it runs, and starts it: now, or after a crash as soon as this is read again. */
  restart(request: RestartRequest): void;
  /** The runtime as it last described itself. */
  describeRuntime(): RuntimeDescription;
  /** What a window has left, by the clock that leaves less. Any window may be asked about, as it is or was. */
  leftOf(window: WindowRecord): TimeLeft;
  /** Ends timers and operations; what runs keeps running. Idempotent. */
  close(): Promise<void>;
}

/** Resolves after every service was looked at once and the windows were brought up to date with that. */
export async function startReconciler(
  options: ReconcilerOptions,
  rules: ReconcilerRules = defaultRules,
): Promise<Reconciler> {
  const { db, services, catalog, runtime, clock, log } = options;
  const failed = createFailureLog(options);
  const held = desiredServices(await readUnfinishedWindows(db));
  const units: ReadonlyMap<string, ServiceUnit> = new Map(
    [...catalog.values()].flatMap((service) => {
      const record = services.get(service.name);
      const left = {
        isHeld: held.has(service.name),
        now: clock.monotonic(),
        runsAs: runsAs(runtime, service),
      };
      return record === undefined ? [] : [[service.name, createUnit(service, record, left)]];
    }),
  );
  for (const request of await readRestarts(db)) {
    const unit = units.get(request.service);
    if (unit !== undefined) askRestart(unit, request);
  }
  const view = createView({ ...options, units, rules });
  const memorySamples = createMemorySamples(options);
  const parts = { ...options, rules, view, memorySamples, settleSoon };
  const closing = new AbortController();
  let isStarted = false;
  let description = notAsked;
  let cancelDue: () => void = () => undefined;
  let cancelResync: () => void = () => undefined;

  const windowSettling = createWindowSettling({
    ...options,
    leftOf: (window) => view.leftOf(window),
    memoryWaitOf: (name) => view.memoryWaitOf(name),
    stopSoon,
    isRuntimeAvailable: () => description.available,
    settleSoon,
  });
  const usedTime = createUsedTime({
    ...options,
    windows: () => view.windows,
    usedMsOf: (window) => view.usedMsOf(window),
  });
  const leftRuns = createLeftRuns(options);
  const retrying = new Set<string>();
  const tasks = createWorkQueue({
    run: async (name, signal) => {
      const unit = units.get(name);
      if (unit !== undefined) await tendOrPause(parts, unit, signal).finally(settleSoon);
    },
    onError: (name, error) => {
      const pauseMs = failed(error, { service: name }, 'tending a service failed; it is tried again');
      // One of each is enough, however often it fails meanwhile.
      if (retrying.has(name)) return;
      retrying.add(name);
      clock.after(pauseMs, () => {
        retrying.delete(name);
        tasks.request(name);
      });
    },
  });
  let isAsking = false;
  /** One after the other: an older answer must not replace a newer one. */
  const describing = createWorkQueue({
    run: async (_key, signal) => {
      isAsking = true;
      const next = await describeRuntime(options, signal).finally(() => (isAsking = false));
      if (signal.aborted) return;
      const { available } = description;
      description = next;
      if (next.available !== available) settleSoon();
    },
    onError: (_key, error) => log.error({ err: error }, 'asking the runtime how it is failed'),
  });
  const settling = createWorkQueue({
    run: () => settle(),
    onError: (_key, error) => {
      clock.after(failed(error, {}, 'settling the windows failed; it is tried again'), settleSoon);
    },
  });

  function settleSoon(): void {
    if (isStarted) settling.request('windows');
  }

  async function settle(): Promise<void> {
    const before = view.windows;
    // What a service that became ready lets start waits for no window's own step; unless one is due, and may end with it.
    if (isStarted && !view.isOverdue()) requestAll('START');
    let unsettled: { readonly error: unknown } | undefined;
    const windows = await windowSettling.settle().catch((error: unknown) => {
      unsettled = { error };
      return readUnfinishedWindows(db);
    });
    view.update(windows, await readPolicy(db));
    abandonStarts();
    for (const name of dueLooks(parts, units.values(), before)) tasks.request(name);
    cancelDue();
    const dueInMs = view.dueInMs();
    if (dueInMs !== undefined) cancelDue = clock.after(dueInMs, settleSoon);
    // Only now: what time alone has released is stopped even where no window could be brought up to date.
    if (unsettled !== undefined) throw unsettled.error;
  }

  function requestAll(wanted: 'START' | 'STOP'): void {
    for (const { kind, service } of view.actions()) if (kind === wanted) tasks.request(service);
  }

  /** What time alone has released. */
  function stopSoon(): void {
    if (!isStarted) return;
    view.update(view.windows, view.policy);
    requestAll('STOP');
  }

  /** A start that no window wants any more ends now, so that the stop can begin. */
  function abandonStarts(): void {
    for (const { operation, service } of units.values())
      if (operation?.kind === 'START' && !view.isDesired(service.name))
        operation.abort.abort(new Error(`no window holds ${service.name} any more`));
  }

  function hint(name?: string): void {
    for (const unit of units.values()) {
      if (name !== undefined && unit.service.name !== name) continue;
      unit.hinted = true;
      if (isStarted) tasks.request(unit.service.name);
    }
  }

  async function resync(): Promise<void> {
    for (const unit of units.values()) unit.measureDue = true;
    hint();
    settleSoon();
    windowSettling.resync();
    usedTime.note();
    leftRuns.retry();
    const { available } = description;
    description = await describeRuntime(options, closing.signal);
    // What waits in the queue waits for the runtime, too.
    if (description.available !== available) settleSoon();
    if (!closing.signal.aborted) await services.updateCore(systemCause());
  }

  function scheduleResync(): void {
    cancelResync = clock.after(rules.resyncMs, () => {
      if (closing.signal.aborted) return;
      scheduleResync();
      resync().catch((error: unknown) => failed(error, {}, 'the resync failed; the next one follows'));
    });
  }

  const cancelWatch = runtime.watch((name) => {
    // It may have gone away, or come back. A runtime that hints whenever it is asked would be asked for ever.
    if (name === undefined && !isAsking) describing.request('runtime');
    hint(name);
  });
  description = await describeRuntime(options, closing.signal);
  await services.updateCore(systemCause());
  // Before anything can be started: it may have the port of a service that was renamed.
  await leftRuns.end();
  await renewHolds(options, units);
  // First who holds what, then what runs: the first look already knows which services are wanted.
  view.update(await readUnfinishedWindows(db), await readPolicy(db));
  await tellOverBudget(options, view.windows);
  const drifted = await Promise.all(
    [...units.values()].map(async (unit) => ((await sweep(parts, unit, closing.signal)) ? [unit] : [])),
  );
  await settle();
  // From here on work goes through the queues; until then it was only noted, as the first look was under way already.
  isStarted = true;
  settleSoon();
  for (const { service } of [...units.values()].filter(({ hinted }) => hinted).concat(drifted.flat()))
    tasks.request(service.name);
  scheduleResync();

  return {
    wake: settleSoon,
    restart(request) {
      const unit = units.get(request.service);
      if (unit === undefined) return;
      askRestart(unit, request);
      tasks.request(request.service);
    },
    describeRuntime: () => description,
    leftOf: (window) => view.peekLeft(window),
    async close() {
      closing.abort(new Error('madre closes'));
      cancelWatch();
      cancelResync();
      await Promise.all(
        [settling, describing, tasks, windowSettling, memorySamples, usedTime].map((each) => each.close()),
      );
      cancelDue();
    },
  };
}
