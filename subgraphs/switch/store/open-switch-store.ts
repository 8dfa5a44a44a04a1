import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Lifecycle } from '../../../platform/lifecycle.ts';
import { StartError } from '../../../platform/start-error.ts';
import { takeLock } from '../../../platform/store/exclusive-lock.ts';
import { openStore } from '../../../platform/store/store.ts';
import type { SwitchOptions } from '../../options.ts';
import type { UsageLog } from '../usage/usage-log.ts';
import { openUsageLog } from '../usage/usage-rows.ts';
import { openEngineMemory, type EngineMemory } from './engine-memory.ts';
import { forgetHourly, forgetOld } from './forget-old.ts';
import { createSettings, type Settings } from './settings.ts';
import { switchMigrations, type SwitchTables } from './tables.ts';
import { createWriteBehind, type WriteBehind } from './write-behind.ts';

/** All that switch keeps over its sleep. */
export interface SwitchStore {
  readonly db: Kysely<SwitchTables>;
  readonly writes: WriteBehind;
  readonly settings: Settings;
  readonly usage: UsageLog;
  readonly memory: EngineMemory;
}

/** Opens switch.db for this process alone. Rejects with a StartError where another switch has it. */
export async function openSwitchStore(options: SwitchOptions, lifecycle: Lifecycle): Promise<SwitchStore> {
  const { clock, log, dataDir } = options;
  const lock = await takeLock(join(dataDir, 'switch.lock'));
  if (lock === undefined) throw new StartError(`another switch uses ${dataDir}`);
  lifecycle.add('lock', () => lock.release());
  const file = join(dataDir, 'switch.db');
  const store = await openStore<SwitchTables>({ file, migrations: switchMigrations });
  lifecycle.add('store', () => store.close());
  const { db } = store;

  await forgetOld(db, clock.now());
  const forgetting = forgetHourly({
    db,
    clock,
    onError: (error) => log.error({ err: error }, 'switch cannot forget what is old'),
  });
  lifecycle.add('forgetting', () => forgetting.close());
  const writes = createWriteBehind(db, clock, (error) =>
    log.error({ err: error }, 'switch cannot write its store'),
  );
  lifecycle.add('writes', () => writes.close());
  return {
    db,
    writes,
    settings: createSettings(db),
    usage: await openUsageLog(db, writes),
    memory: await openEngineMemory(db, writes),
  };
}
