import { join } from 'node:path';
import { takeLock, type ExclusiveLock } from '../../platform/store/exclusive-lock.ts';
import { closeOrThrow, createLifecycle } from '../../platform/lifecycle.ts';
import { StartError } from '../../platform/start-error.ts';
import { openStore } from '../../platform/store/store.ts';
import { buildSchema, SUBGRAPH_CLOSE_LIMIT_MS, type Subgraph } from '../../platform/graphql/subgraph.ts';
import { readSubgraphSdl } from '../../schema/sdl.ts';
import type { MadreOptions } from '../options.ts';
import { readCatalog, type Catalog } from './catalog.ts';
import { createContext } from './context.ts';
import { createAuditLog } from './journal/audit-log.ts';
import { createJournal } from './journal/journal.ts';
import { migrations } from './journal/migrations.ts';
import { createOutbox } from './journal/outbox.ts';
import { startRelay } from './journal/relay.ts';
import type { MadreTables } from './journal/tables.ts';
import { startReconciler } from './reconciler/reconciler.ts';
import { resolvers } from './resolvers/resolvers.ts';
import type { Runtime } from './runtimes/runtime.ts';
import { selectRuntime } from './runtimes/select.ts';
import { createServices } from './services/services.ts';
import { createStartups } from './services/startups.ts';

/**
 * Owns power. Resolves once every service was looked at, what no window holds is being stopped, and live windows are resumed.
 * Rejects with a StartError, before it touches any service, while another madre runs on the same data folder.
 */
export async function createMadre(options: MadreOptions): Promise<Subgraph> {
  const catalog = readCatalog(options.catalogFile);
  const lock = await lockData(options.dataDir);
  try {
    const limit = AbortSignal.timeout(RUNTIME_LIMIT_MS);
    const runtime = await selectRuntime({ hostEnv: {}, ...options, catalog }, limit);
    const madre = await createMadreOn(runtime, catalog, options);
    return { ...madre, close: () => madre.close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
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

type MadreParts = Pick<MadreOptions, 'clock' | 'log' | 'bus' | 'dataDir' | 'memoryBudgetMb' | 'observeCore'>;

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
    const startups = createStartups(db, clock);
    const reconciler = await startReconciler({
      db,
      journal,
      services,
      startups,
      catalog,
      runtime,
      clock,
      log,
    });
    lifecycle.add('reconciler', () => reconciler.close());
    const closing = new AbortController();
    lifecycle.add('streams', () => closing.abort(new Error('madre closes')));
    const power = { db, journal, clock, catalog, services, reconciler, memoryBudgetMb };
    const madre = {
      power,
      auditLog: createAuditLog(db),
      outbox,
      startups,
      runtime,
      bus,
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
    throw error;
  }
}

const RUNTIME_LIMIT_MS = 10_000;
/** Of the store, the relay, the reconciler and the streams. */
const PART_LIMIT_MS = 1_500;
/** Stopping all children takes the runtime's own bound, of 10 s; whatever hangs before it must not take that from it. */
const RUNTIME_CLOSE_LIMIT_MS = SUBGRAPH_CLOSE_LIMIT_MS - 5 * PART_LIMIT_MS;
