import { withDeadline } from '../../../platform/deadline.ts';
import { systemActor } from '../../../platform/request-context.ts';
import { systemCause } from '../journal/journal.ts';
import type { LeftRun } from '../runtimes/runtime.ts';
import { readAnsweredFor } from './answered-for.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';

type Parts = Pick<ReconcilerOptions, 'runtime' | 'catalog' | 'journal' | 'clock' | 'log' | 'db' | 'services'>;

/** The default grace and the time that force may need. A longer grace goes on beside madre's first looks. */
const WAIT_LIMIT_MS = 15_000;

export interface LeftRuns {
  /**
   * Ends what an earlier madre left running for services that the catalog has no longer, which no window can hold, or as something else
   * than what services run as now: no look would find either. Never throws, so that nothing of theirs keeps madre from starting.
   */
  end(): Promise<void>;
  /** Tries again what did not end, as where the engine was away. Never waits, never throws. */
  retry(): void;
}

export function createLeftRuns(parts: Parts): LeftRuns {
  const { runtime, catalog, clock, log } = parts;
  const failed = new Set<string>();
  let isUnderWay = false;

  async function endAll(): Promise<void> {
    const answersFor = await readAnsweredFor(parts.db);
    const left = runtime.endLeft?.(new Set(catalog.keys()), answersFor) ?? [];
    await Promise.all(left.map(endOne));
  }
  async function endOne(run: LeftRun): Promise<void> {
    const { service, ranAs } = run;
    const key = `${ranAs} ${service}`;
    try {
      if (await run.ended) await tellEnd(parts, run);
      failed.delete(key);
    } catch (error) {
      // The next try is no news.
      if (!failed.has(key))
        log.error({ err: error, service }, 'ending what an earlier madre left, or telling of it, failed');
      failed.add(key);
    }
  }
  async function end(): Promise<void> {
    isUnderWay = true;
    await endAll()
      .catch((error: unknown) => log.error({ err: error }, 'ending what an earlier madre left failed'))
      .finally(() => (isUnderWay = false));
  }

  return {
    async end() {
      const limit = { clock, limitMs: WAIT_LIMIT_MS, what: 'ending what an earlier madre left' };
      await withDeadline(limit, end).catch((error: unknown) =>
        log.warn({ err: error }, 'what an earlier madre left takes long to end'),
      );
    },
    retry() {
      // It never rejects.
      if (!isUnderWay && failed.size > 0) void end();
    },
  };
}

const TOLD = {
  NOT_IN_CATALOG: 'a service that ran was ended: it is not in the catalog any more',
  RUNTIME_CHANGED: 'a service that ran as a child process was ended: services are containers now',
  CATALOG_CHANGED: 'a container was ended: its service has another one in the catalog now',
} as const;

async function tellEnd(
  { journal, log, catalog, services, clock, runtime }: Parts,
  { service, ranAs }: LeftRun,
): Promise<void> {
  const changed = ranAs === runtime.kind ? 'CATALOG_CHANGED' : 'RUNTIME_CHANGED';
  const why = catalog.has(service) ? changed : 'NOT_IN_CATALOG';
  log.warn({ service, why }, TOLD[why]);
  const cause = systemCause();
  const { correlationId } = cause;
  if (why !== 'NOT_IN_CATALOG') {
    const stop = { at: clock.now(), rule: why, by: systemActor.name, correlationId };
    return services.noteStop(service, stop, systemActor.name);
  }
  await journal.change(cause, async (change) => {
    await change.audit({ action: 'service.stopped', target: service, outcome: 'OK', detail: { why } });
    // Of a run that is over: should the service come back, nothing is known of it.
    await change.db.deleteFrom('services').where('name', '=', service).execute();
  });
}
