import type { Kysely } from 'kysely';
import { withDeadline } from '../runtimes/deadline.ts';
import { systemCause, type Cause } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import type { ServiceRecord, ServiceStopRecord } from '../services/service-record.ts';
import { describeService, hasCrashed } from '../services/service-state.ts';
import { isLive, type WindowRecord } from '../windows/window-record.ts';
import type { TimeLeft } from '../windows/window-times.ts';
import { readLastReleaser, readUnfinishedWindows } from '../windows/window-rows.ts';
import { afterFailure } from './back-off.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';
import { observe, probe, type RestartRequest, type ServiceUnit } from './service-unit.ts';
import { explainCrash, explainStart, startUntilReady } from './start.ts';

/** The work on one service. The caller runs it at most once at a time for each. */
export interface Tending {
  /** Looks at the service and records what changed; acts on nothing. */
  look(unit: ServiceUnit, signal: AbortSignal): Promise<void>;
  /** Looks, then carries out the operation that the plan wants of it, if any. */
  tend(unit: ServiceUnit, signal: AbortSignal): Promise<void>;
}

/** A restart whose stop failed so often is given up: the service is held, so it must not stay half stopped for ever. */
const RESTART_TRIES = 5;
/** Above stopGraceSec: the time the runtime may need around the grace itself. */
const STOP_MARGIN_MS = 10_000;
/** Kept back from the time a window has left, to read the lines that explain a failure. */
const EXPLAIN_MS = 500;
const SHORTEST_START_MS = 1_000;

export function createTending(
  options: ReconcilerOptions & {
    readonly windowsNow: () => readonly WindowRecord[];
    readonly leftOf: (window: WindowRecord) => TimeLeft;
    readonly planNow: (service: string) => 'START' | 'STOP' | null;
    readonly settleSoon: () => void;
  },
): Tending {
  const { db, journal, services, startups, clock, runtime, log } = options;

  function holders(name: string): readonly WindowRecord[] {
    return options.windowsNow().filter((window) => isLive(window) && window.closure.includes(name));
  }

  function causeOf(name: string): Cause {
    return systemCause(holders(name)[0]?.correlationId);
  }

  function describe(unit: ServiceUnit, ready: boolean, stopped?: ServiceStopRecord): ServiceRecord {
    const previous = services.get(unit.service.name);
    if (previous === undefined) throw new Error(`${unit.service.name} is not registered`);
    return describeService(previous, {
      at: clock.now(),
      observation: unit.observation,
      ready,
      operation: unit.operation?.kind ?? null,
      wanted: holders(unit.service.name).length > 0,
      failure: unit.failure,
      lastStop: stopped ?? previous.lastStop,
    });
  }

  async function record(
    unit: ServiceUnit,
    ready: boolean,
    cause: Cause,
    why: string,
    stopped?: ServiceStopRecord,
  ): Promise<void> {
    const next = describe(unit, ready, stopped);
    await services.update(next, cause, why);
    if (next.state === 'READY') unit.failure = null;
  }

  async function look(unit: ServiceUnit, signal: AbortSignal): Promise<void> {
    unit.hinted = false;
    const before = unit.observation;
    unit.observation = await observe(options, unit.service, signal);
    const wanted = holders(unit.service.name).length > 0;
    forgetOldTrouble(unit, wanted);
    if (wanted && hasCrashed(before, unit.observation)) {
      const exit = unit.observation?.status === 'STOPPED' ? unit.observation.exit : null;
      unit.failure = await explainCrash(options, unit, exit, signal);
      unit.retry = afterFailure(unit.retry, 'START', clock.monotonic());
    }
    const ready = unit.observation?.status === 'RUNNING' && (await probe(options, unit.service, signal));
    await record(unit, ready, causeOf(unit.service.name), 'observed');
  }

  async function start(unit: ServiceUnit, signal: AbortSignal): Promise<void> {
    const name = unit.service.name;
    const cause = causeOf(name);
    const abort = beginOperation(unit, 'START', signal);
    unit.restartAsked = null;
    const wasRunning = unit.observation?.status === 'RUNNING';
    const began = clock.monotonic();
    const beganAt = clock.now();
    try {
      await record(unit, false, cause, `held by ${holders(name).length} window(s)`);
      await startUntilReady(options, unit, startLimitMs(unit), abort.signal);
      unit.observation = await observe(options, unit.service, abort.signal);
      unit.operation = null;
      const ready = unit.observation?.status === 'RUNNING';
      if (ready && !wasRunning) await startups.record(name, clock.monotonic() - began);
      await record(unit, ready, cause, 'its probe succeeded');
    } catch (error) {
      unit.operation = null;
      signal.throwIfAborted();
      unit.observation = await observe(options, unit.service, signal);
      if (!abort.signal.aborted) {
        // Dated at its beginning: an attempt from before a window was asked for says nothing about that window's opening.
        unit.failure = { ...(await explainStart(options, unit, error, signal)), at: beganAt };
        unit.retry = afterFailure(unit.retry, 'START', clock.monotonic());
        log.warn(
          { err: error, service: name, attempts: unit.retry.attempts, correlationId: cause.correlationId },
          'a service did not start',
        );
      }
      await record(
        unit,
        false,
        cause,
        abort.signal.aborted ? 'no window holds it any more' : 'the start failed',
      );
    } finally {
      unit.operation = null;
      abort.abort(new Error('the operation ended'));
    }
  }

  function startLimitMs({ service }: ServiceUnit): number {
    const leftMs = holders(service.name)
      .filter(({ state }) => state === 'OPENING')
      .map((window) => options.leftOf(window).startByMs - EXPLAIN_MS);
    return Math.max(
      SHORTEST_START_MS,
      Math.min(service.startTimeoutSec * 1_000, Math.max(...leftMs, 0) || Infinity),
    );
  }

  async function stop(unit: ServiceUnit, signal: AbortSignal): Promise<void> {
    const { service } = unit;
    // What nobody holds is stopped for good; a window that comes later did not ask for a restart.
    if (holders(service.name).length === 0) unit.restartAsked = null;
    const restart = unit.restartAsked;
    const by = await whoStops(unit);
    const cause = systemCause(by.correlationId);
    const abort = beginOperation(unit, 'STOP', signal);
    try {
      // Decided once more at the commit: a window that was acknowledged since the plan keeps its services running.
      const released = async (db: Kysely<MadreTables>): Promise<boolean> =>
        restart !== null ||
        !(await readUnfinishedWindows(db)).some(
          (window) => isLive(window) && window.closure.includes(service.name),
        );
      if (!(await services.updateIf(released, describe(unit, false), cause, by.rule))) {
        // A plan that does not know that window yet would ask for the same again at once.
        unit.retry = afterFailure(unit.retry, 'STOP', clock.monotonic());
        return;
      }
      const limit = {
        clock,
        limitMs: service.stopGraceSec * 1_000 + STOP_MARGIN_MS,
        what: `stopping ${service.name}`,
        signal: abort.signal,
      };
      await withDeadline(limit, (attempt) => runtime.stop(service, attempt));
      unit.restartAsked = null;
      unit.retry = null;
    } catch (error) {
      signal.throwIfAborted();
      unit.retry = afterFailure(unit.retry, 'STOP', clock.monotonic());
      log.warn(
        { err: error, service: service.name, attempts: unit.retry.attempts },
        'a service did not stop; it is tried again',
      );
      if (restart !== null) await countFailedStop(unit, restart);
    } finally {
      unit.operation = null;
      abort.abort(new Error('the operation ended'));
    }
    unit.observation = await observe(options, service, signal);
    const gone = unit.observation?.status === 'STOPPED' || unit.observation?.status === 'MISSING';
    await record(unit, false, cause, by.rule, gone ? { ...by, at: clock.now() } : undefined);
  }

  async function countFailedStop(unit: ServiceUnit, restart: RestartRequest): Promise<void> {
    const { cause } = restart;
    const failedStops = restart.failedStops + 1;
    const isGivenUp = failedStops >= RESTART_TRIES;
    // Another request that came meanwhile counts from its own beginning.
    if (unit.restartAsked === restart) unit.restartAsked = isGivenUp ? null : { cause, failedStops };
    if (!isGivenUp) return;
    await journal.change(cause, (change) =>
      change.audit({
        action: 'service.restart-failed',
        target: unit.service.name,
        outcome: 'FAILED',
        detail: { failedStops },
      }),
    );
  }

  /** The rule behind a stop: the end of the window that released the service last. */
  async function whoStops({ service, restartAsked }: ServiceUnit): Promise<ServiceStopRecord> {
    const at = clock.now();
    if (restartAsked !== null) {
      const { actor: by, correlationId } = restartAsked.cause;
      return { at, rule: 'RESTART', by, correlationId };
    }
    const window = await readLastReleaser(db, service.name);
    if (window?.ended == null)
      return { at, rule: 'NO_HOLDER', by: 'system', correlationId: systemCause().correlationId };
    const { by, correlationId } = window.ended;
    return { at, rule: window.closeReason ?? 'NO_HOLDER', by, correlationId };
  }

  return {
    look,
    async tend(unit, signal) {
      try {
        await look(unit, signal);
        const action = options.planNow(unit.service.name);
        if (action === 'START') await start(unit, signal);
        if (action === 'STOP') await stop(unit, signal);
      } finally {
        options.settleSoon();
      }
    },
  };
}

/** Trouble of a start is over once nobody wants it, trouble of a stop once somebody wants it to go on running. */
function forgetOldTrouble(unit: ServiceUnit, wanted: boolean): void {
  if (!wanted) unit.failure = null;
  const past = wanted ? 'STOP' : 'START';
  const isRestarting = wanted && unit.restartAsked !== null;
  if (unit.retry?.kind === past && !isRestarting) unit.retry = null;
}

/** Its signal aborts with the task's, or alone when the operation is not wanted any more. */
function beginOperation(unit: ServiceUnit, kind: 'START' | 'STOP', signal: AbortSignal): AbortController {
  const abort = new AbortController();
  // Goes with the operation, which ends by aborting its own signal: the task's lives as long as madre.
  signal.addEventListener('abort', () => abort.abort(signal.reason), { once: true, signal: abort.signal });
  unit.operation = { kind, abort };
  return abort;
}
