import { withDeadline } from '../../../platform/deadline.ts';
import { systemCause } from '../journal/journal.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';

type Parts = Pick<ReconcilerOptions, 'runtime' | 'catalog' | 'journal' | 'clock' | 'log'>;

/** The default grace and the time that force may need. A longer grace goes on beside madre's first looks. */
const WAIT_LIMIT_MS = 15_000;

/**
 * Ends what an earlier madre left running for services that the catalog has no longer, which no window can hold, or as something else
 * than what services run as now: no look would find either. Never throws, so that nothing of theirs keeps madre from starting.
 */
export async function endUnknown(parts: Parts): Promise<void> {
  const { runtime, catalog, clock, log } = parts;
  const ending = runtime.endUnknown?.(new Set(catalog.keys())) ?? new Map<string, Promise<boolean>>();
  const told = [...ending].map(([name, ended]) => tellEnd(parts, name, ended));
  const limit = { clock, limitMs: WAIT_LIMIT_MS, what: 'ending services that left the catalog' };
  await withDeadline(limit, () => Promise.all(told)).catch((error: unknown) =>
    log.warn({ err: error, services: [...ending.keys()] }, 'services that left the catalog take long to end'),
  );
}

const TOLD = {
  NOT_IN_CATALOG: 'a service that ran was ended: it is not in the catalog any more',
  RUNTIME_CHANGED: 'a service that ran as a child process was ended: services are containers now',
} as const;

async function tellEnd(
  { journal, log, catalog }: Parts,
  service: string,
  ended: Promise<boolean>,
): Promise<void> {
  try {
    if (!(await ended)) return;
    const why = catalog.has(service) ? 'RUNTIME_CHANGED' : 'NOT_IN_CATALOG';
    log.warn({ service, why }, TOLD[why]);
    const note = { action: 'service.stopped', target: service, detail: { why } };
    await journal.change(systemCause(), (change) => change.audit({ ...note, outcome: 'OK' }));
  } catch (error) {
    log.error({ err: error, service }, 'ending a service that left the catalog, or telling of it, failed');
  }
}
