import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../../platform/store/store.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import { createOutbox } from '../../../../subgraphs/madre/journal/outbox.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { follow, openWindowOn, startMadre } from '../../../support/follow-changes.ts';
import { createMemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const WINDOWS =
  'subscription ($id: ID, $afterSeq: Int) { windowChanged(id: $id, afterSeq: $afterSeq) { seq type window { id state } } }';
interface WindowChange {
  readonly seq: number;
  readonly type: string;
  readonly window: { readonly id: string; readonly state: string };
}
describe('a subscriber whose cursor is not kept any more', () => {
  it('is told the state of now again, and then what follows', async () => {
    const dataDir = tempDir();
    const first = await createMemoryMadre({ dataDir });
    const id = await openWindowOn(first, 'alone', 600);
    await first.crash();
    const store = await openStore<MadreTables>({ file: join(dataDir, 'madre.db'), migrations });
    await createOutbox(store.db).trim(1);
    await store.close();
    const madre = await startMadre({ dataDir, clock: first.clock, world: first.world });
    const windows = await follow<WindowChange>(madre, WINDOWS, { afterSeq: 1 });
    expect(await windows.next()).toMatchObject({ type: 'SNAPSHOT', window: { id, state: 'OPEN' } });
    await madre.ask(`mutation { closeWindow(input: { id: "${id}" }) { ok } }`);
    expect(await windows.next()).toMatchObject({ type: 'CLOSING', window: { id } });
  });
});

describe('auditEntryAdded', () => {
  it('tells entries after the cursor and then new ones', async () => {
    const madre = await startMadre();
    await openWindowOn(madre, 'alone');
    const entries = await follow<{ seq: number; action: string }>(
      madre,
      'subscription { auditEntryAdded(afterSeq: 0) { seq action } }',
    );
    const { auditLog } = await madre.ask<{ auditLog: { totalCount: number } }>('{ auditLog { totalCount } }');
    const past = await entries.take(auditLog.totalCount);
    expect(past.map(({ seq }) => seq)).toEqual(past.map((_entry, index) => index + 1));
    await madre.ask('mutation { stopService(name: "redis") { ok } }');
    expect(await entries.next()).toEqual({ seq: past.length + 1, action: 'stopService' });
  });
});
