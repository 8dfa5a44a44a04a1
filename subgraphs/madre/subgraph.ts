import { join } from 'node:path';
import { takeLock, type ExclusiveLock } from '../../platform/store/exclusive-lock.ts';
import { closeOrThrow, createLifecycle } from '../../platform/lifecycle.ts';
import { StartError } from '../../platform/start-error.ts';
import { openStore } from '../../platform/store/store.ts';
import { writeFailureOf } from '../../platform/store/write-failure.ts';
import { buildSchema, SUBGRAPH_CLOSE_LIMIT_MS, type Subgraph } from '../../platform/graphql/subgraph.ts';
import { readSubgraphSdl } from '../../schema/sdl.ts';
import type { MadreOptions } from '../options.ts';
import { readCatalog, type Catalog } from './catalog.ts';
import { createContext } from './context.ts';
import { startCarryingOut } from './intents/carry-out.ts';
import { createAuditLog } from './journal/audit-log.ts';
import { createJournal } from './journal/journal.ts';
import { migrations } from './journal/migrations.ts';
import { createOutbox } from './journal/outbox.ts';
import { startRelay } from './journal/relay.ts';
import type { MadreTables } from './journal/tables.ts';
import { createServiceLogs } from './logs/service-logs.ts';
import { startReconciler } from './reconciler/reconciler.ts';
import { defaultRules, type ReconcilerRules } from './reconciler/rules.ts';
import { resolvers } from './resolvers/resolvers.ts';
import type { Runtime, RuntimeStats } from './runtimes/runtime.ts';
import { selectRuntime } from './runtimes/select.ts';
import { createMemoryPeaks } from './services/memory-peaks.ts';
import { startGuard, type Guard } from './sentinel/guard.ts';
import { guardedPower } from './sentinel/guarded-power.ts';
import { noSentinel } from './sentinel/sentinel-status.ts';
import { keepTellingStops, tellStops } from './sentinel/stops/tell-stops.ts';
import { createServices } from './services/services.ts';
import { createStartups } from './services/startups.ts';
import { measureOwnProcess } from './stats/own-process.ts';
import { createSamplers } from './stats/samplers.ts';

/**
 * Owns power. Resolves once every service was looked at, what no window holds is being stopped, and live windows are resumed.
 * Rejects with a StartError, before it touches any service, while another madre runs on the same data folder.
 */
export async function createMadre(options: MadreOptions): Promise<Subgraph> {
  const catalog = readCatalog(options.catalogFile);
  const lock = await lockData(options.dataDir);
  let guard: Guard | undefined;
  try {
    if (options.sentinel !== undefined) guard = await startGuard({ ...options, sentinel: options.sentinel });
    const limit = AbortSignal.timeout(RUNTIME_LIMIT_MS);
    const runtime = await selectRuntime({ hostEnv: {}, ...options, catalog }, limit);
    guard?.tell(guardedPower(runtime.kind, options, catalog));
    const madre = await createMadreOn(runtime, catalog, { ...options, ...(guard && { guard }) });
    return { ...madre, close: () => closeGuarded(madre, guard).finally(() => lock.release()) };
  } catch (error) {
    await guard?.close({ inOrder: false });
    lock.release();
    throw startErrorOf(error, options.dataDir);
  }
}

/** The guard goes last: until then a madre that is killed while she closes leaves nothing behind for ever. */
async function closeGuarded(madre: Subgraph, guard: Guard | undefined): Promise<void> {
  try {
    await madre.close();
  } catch (error) {
    await guard?.close({ inOrder: false });
    throw error;
  }
  await guard?.close({ inOrder: true });
}

async function lockData(dataDir: string): Promise<ExclusiveLock> {
  const lock = await takeLock(join(dataDir, 'madre.lock'));
  if (lock === undefined) {
    throw new StartError(
      `another madre runs on the data folder ${dataDir}: stop it, or set VX11_DATA_DIR to another`,
    );
  }
  return lock;
}

type MadreParts = Pick<
  MadreOptions,
  'clock' | 'log' | 'bus' | 'dataDir' | 'memoryBudgetMb' | 'observeCore'
> & { readonly rules?: Partial<ReconcilerRules>; readonly guard?: Guard };

/** The same on a given runtime, which it owns from here on. */
export async function createMadreOn(
  runtime: Runtime,
  catalog: Catalog,
  options: MadreParts,
): Promise<Subgraph> {
  const { clock, log, bus, memoryBudgetMb, observeCore } = options;
  const lifecycle = createLifecycle({ clock, log, limitMs: PART_LIMIT_MS });
  lifecycle.add('runtime', () => runtime.close({ stopAll: true }), RUNTIME_CLOSE_LIMIT_MS);
  try {
    const store = await openStore<MadreTables>({ file: join(options.dataDir, 'madre.db'), migrations });
    lifecycle.add('store', () => store.close());
    const { db } = store;
    const outbox = createOutbox(db);
    const journal = createJournal({ db, clock });
    const relay = startRelay({ journal, outbox, bus, clock, log });
    lifecycle.add('relay', () => relay.close());
    const services = await createServices({ db, journal, clock, catalog, observeCore });
    const told = { dataDir: options.dataDir, services, clock, log };
    // Before the first look, which would not know who stopped what.
    if (options.guard !== undefined) await tellStops(told);
    const startups = await createStartups({ db, journal, clock });
    const memoryPeaks = await createMemoryPeaks({ db, clock, catalog, memoryBudgetMb });
    const reconciler = await startReconciler(
      { db, journal, services, startups, memoryPeaks, catalog, runtime, clock, log, memoryBudgetMb },
      { ...defaultRules, ...options.rules },
    );
    lifecycle.add('reconciler', () => reconciler.close());
    if (options.guard !== undefined) {
      const unwatch = options.guard.watch({ db, journal });
      const telling = keepTellingStops(told);
      lifecycle.add('guard', async () => {
        await unwatch();
        await telling.close();
      });
    }
    const closing = new AbortController();
    lifecycle.add('streams', () => closing.abort(new Error('madre closes')));
    const power = {
      ...{ db, journal, clock, catalog, services, reconciler, memoryBudgetMb },
      ...{ memoryPeaks, startups },
    };
    const carryingOut = startCarryingOut(power, log);
    lifecycle.add('intents', () => carryingOut.close());
    const measure = async (name: string, signal: AbortSignal): Promise<RuntimeStats | null> => {
      const service = catalog.get(name);
      return service === undefined ? measureOwnProcess(clock.now()) : runtime.stats(service, signal);
    };
    const madre = {
      power,
      auditLog: createAuditLog(db),
      outbox,
      memoryPeaks,
      runtime,
      bus,
      samplers: createSamplers({ measure, clock, log }),
      logs: createServiceLogs({ db, runtime, clock }),
      sentinel: () => options.guard?.status() ?? noSentinel,
      closing: closing.signal,
    };
    return {
      name: 'madre',
      schema: buildSchema(readSubgraphSdl('madre'), resolvers),
      contextFor: (request) => createContext(madre, request),
      readiness: () => (closing.signal.aborted ? { ready: false, reason: 'madre closes' } : { ready: true }),
      close: () => closeOrThrow(lifecycle),
    };
  } catch (error) {
    await lifecycle.close();
    throw startErrorOf(error, options.dataDir);
  }
}

function startErrorOf(error: unknown, dataDir: string): unknown {
  const why = error instanceof StartError ? undefined : writeFailureOf(error);
  if (why === undefined) return error;
  return new StartError(`madre's data folder ${dataDir} cannot be written: ${why}`, { cause: error });
}

const RUNTIME_LIMIT_MS = 10_000;
/** Of the store, the relay, the reconciler, the guard, the streams and the intents. */
const PART_LIMIT_MS = 1_500;
/** Stopping all children takes the runtime's own bound, of 10 s; whatever hangs before it must not take that from it. */
const RUNTIME_CLOSE_LIMIT_MS = SUBGRAPH_CLOSE_LIMIT_MS - 6 * PART_LIMIT_MS;
