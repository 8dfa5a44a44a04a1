import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { CoreService, MadreOptions } from '../../options.ts';
import type { Catalog } from '../catalog.ts';
import { coreServices, isCoreService } from '../core-services.ts';
import type { Cause, Change, Journal } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import {
  parseServiceRecord,
  recordWithoutRun,
  type ServiceRecord,
  type ServiceStopRecord,
} from './service-record.ts';

/** What is known of every registered service. Reading starts and probes nothing. */
export interface Services {
  readonly names: readonly string[];
  get(name: string): ServiceRecord | undefined;
  all(): readonly ServiceRecord[];
  /** Makes `next` the record of an on-demand service. A change is committed with its event and audit entry. */
  update(next: ServiceRecord, cause: Cause, why: string): Promise<void>;
  /** The same where `holds` is true of the stored state at the commit; else nothing changes and the answer is false. */
  updateIf(
    holds: (db: Kysely<MadreTables>) => Promise<boolean>,
    next: ServiceRecord,
    cause: Cause,
    why: string,
  ): Promise<boolean>;
  /** Commits, with the audit entry of who carried it out, a stop that nobody has told of yet; once, however often it is told. */
  noteStop(name: string, stop: ServiceStopRecord, actor: string): Promise<void>;
  /** Commits what changed of the core since the last look. */
  updateCore(cause: Cause): Promise<void>;
}

export async function createServices(options: {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly observeCore: MadreOptions['observeCore'];
}): Promise<Services> {
  const { db, journal, clock, catalog, observeCore } = options;
  const records = new Map<string, ServiceRecord>();
  const coreNames = Object.keys(coreServices).filter(isCoreService);
  const names: readonly string[] = [...coreNames, ...catalog.keys()];
  const stored = await db.selectFrom('services').selectAll().execute();
  for (const name of names) records.set(name, unknownService(name, clock.now()));
  for (const { name, record } of stored) {
    if (records.has(name)) records.set(name, parseServiceRecord(record));
  }

  function lookAtCore(name: CoreService, previous: ServiceRecord): ServiceRecord {
    const { state, reason } = observeCore()[name];
    return { ...previous, state, reason: reason ?? null, observedAt: clock.now() };
  }

  function get(name: string): ServiceRecord | undefined {
    const record = records.get(name);
    return record !== undefined && isCoreService(name) ? lookAtCore(name, record) : record;
  }

  async function update(next: ServiceRecord, cause: Cause, why: string): Promise<void> {
    const previous = records.get(next.name);
    if (previous !== undefined && !differs(previous, next)) {
      records.set(next.name, next);
      return;
    }
    await updateIf(async () => true, next, cause, why);
  }

  async function updateIf(
    holds: (db: Kysely<MadreTables>) => Promise<boolean>,
    next: ServiceRecord,
    cause: Cause,
    why: string,
  ): Promise<boolean> {
    const previous = records.get(next.name);
    try {
      return await journal.change(cause, async (change) => {
        if (!(await holds(change.db))) return false;
        // One more try of what failed before is no news.
        if (previous === undefined || differs(previous, next)) await write(change, next, previous, why);
        else records.set(next.name, next);
        return true;
      });
    } catch (error) {
      if (previous !== undefined) records.set(next.name, previous);
      throw error;
    }
  }

  async function write(
    change: Change,
    next: ServiceRecord,
    previous: ServiceRecord | undefined,
    why: string,
  ): Promise<void> {
    // A stop that was noted since the look is not forgotten again.
    const isSame = next.lastStop === (previous?.lastStop ?? null);
    const { lastStop } = (isSame ? records.get(next.name) : undefined) ?? next;
    const stored = await store(change, { ...next, lastStop }, previous);
    await change.audit({
      action: `service.${next.state.toLowerCase().replaceAll('_', '-')}`,
      target: next.name,
      outcome: isTrouble(next) ? 'FAILED' : 'OK',
      detail: { from: previous?.state ?? null, to: next.state, reason: next.reason, why },
    });
    // Before the commit: who then reads the outbox's head and after it this record never sees a head that is newer.
    records.set(next.name, stored);
  }

  async function store(
    change: Change,
    next: ServiceRecord,
    previous: ServiceRecord | undefined,
  ): Promise<ServiceRecord> {
    const seq = await change.emit('service', next.name, 'CHANGED', {
      record: next,
      previous: previous?.state ?? null,
    });
    const stored = { ...next, seq };
    const record = JSON.stringify(stored);
    await change.db
      .insertInto('services')
      .values({ name: next.name, record })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ record }))
      .execute();
    return stored;
  }

  async function noteStop(name: string, stop: ServiceStopRecord, actor: string): Promise<void> {
    const before = records.get(name);
    if (before === undefined) return;
    const cause = { actor, correlationId: stop.correlationId };
    const detail = { why: stop.rule, at: new Date(stop.at).toISOString() };
    try {
      await journal.change(cause, async (change) => {
        if (await isAudited(change.db, { name, cause, detail: JSON.stringify(detail) })) return;
        const previous = records.get(name) ?? before;
        const isNewest = previous.lastStop === null || previous.lastStop.at < stop.at;
        const next = isNewest ? await store(change, { ...previous, lastStop: stop }, previous) : previous;
        await change.audit({ action: 'service.stopped', target: name, outcome: 'OK', detail });
        records.set(name, next);
      });
    } catch (error) {
      records.set(name, before);
      throw error;
    }
  }

  return {
    names,
    get,
    all: () => names.flatMap((name) => get(name) ?? []),
    update,
    updateIf,
    noteStop,
    async updateCore(cause) {
      for (const name of coreNames) {
        const previous = records.get(name);
        if (previous !== undefined) await update(lookAtCore(name, previous), cause, 'observed');
      }
    },
  };
}

function unknownService(name: string, observedAt: number): ServiceRecord {
  return recordWithoutRun({ name, state: 'UNKNOWN', reason: 'RUNTIME_UNAVAILABLE', observedAt });
}

async function isAudited(
  db: Kysely<MadreTables>,
  { name, cause, detail }: { readonly name: string; readonly cause: Cause; readonly detail: string },
): Promise<boolean> {
  const { actor, correlationId } = cause;
  const entry = db.selectFrom('audit').select('seq').where('correlationId', '=', correlationId);
  const same = entry.where('target', '=', name).where('actor', '=', actor).where('detail', '=', detail);
  return (await same.executeTakeFirst()) !== undefined;
}

/** A later look at the same state is no change, whether or not an earlier madre wrote its fields in another order, or none. */
function differs(previous: ServiceRecord, next: ServiceRecord): boolean {
  const same = { observedAt: 0, seq: 0, runsAs: null };
  return !isDeepStrictEqual({ ...previous, ...same }, { ...next, ...same });
}

function isTrouble({ state, failure }: ServiceRecord): boolean {
  return (
    failure?.code === 'STOP_FAILED' ||
    state === 'CRASHED' ||
    state === 'CRASH_LOOP' ||
    state === 'START_FAILED' ||
    state === 'OUT_OF_MEMORY' ||
    state === 'UNHEALTHY'
  );
}
