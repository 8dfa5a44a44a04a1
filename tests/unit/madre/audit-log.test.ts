import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { openStore } from '../../../platform/store/store.ts';
import { createAuditLog } from '../../../subgraphs/madre/journal/audit-log.ts';
import { createJournal } from '../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../subgraphs/madre/journal/migrations.ts';
import { createOutbox } from '../../../subgraphs/madre/journal/outbox.ts';
import type { MadreTables } from '../../../subgraphs/madre/journal/tables.ts';

async function start() {
  const store = await openStore<MadreTables>({ file: ':memory:', migrations });
  onTestFinished(() => store.close());
  const journal = createJournal({ db: store.db, clock: createManualClock() });
  const write = (action: string) =>
    journal.change({ actor: 'ana', correlationId: 'c' }, (change) =>
      change.audit({ action, target: 'a', outcome: 'OK', detail: { ttlSec: 60 } }),
    );
  return { db: store.db, journal, write, auditLog: createAuditLog(store.db), outbox: createOutbox(store.db) };
}

describe('the audit log', () => {
  it('is intact as written', async () => {
    const { write, auditLog } = await start();
    for (const action of ['one', 'two', 'three']) await write(action);
    expect(await auditLog.verify()).toEqual({ ok: true, checked: 3, firstBrokenSeq: null });
    expect(await auditLog.verify(3)).toEqual({ ok: true, checked: 1, firstBrokenSeq: null });
  });

  it.each([
    ['a changed actor', "UPDATE audit SET actor = 'bob' WHERE seq = 2"],
    ['a changed detail', 'UPDATE audit SET detail = \'{"ttlSec":61}\' WHERE seq = 2'],
    ['a removed entry', 'DELETE FROM audit WHERE seq = 2'],
    ['a changed hash', "UPDATE audit SET hash = 'x' WHERE seq = 2"],
  ])('shows %s', async (_title, statement) => {
    const { db, write, auditLog } = await start();
    for (const action of ['one', 'two', 'three']) await write(action);
    await sql.raw(statement).execute(db);
    expect(await auditLog.verify()).toEqual({ ok: false, checked: 1, firstBrokenSeq: 2 });
  });

  it('and the events of a change that fails leave no trace', async () => {
    const { journal, write, auditLog, outbox } = await start();
    await write('one');
    const failing = journal.change({ actor: 'ana', correlationId: 'c' }, async (change) => {
      await change.audit({ action: 'two', target: null, outcome: 'OK' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await auditLog.head()).toBe(1);
    expect(await outbox.head()).toBe(1);
  });

  it('grows one entry at a time however many changes are asked for at once', async () => {
    const { write, auditLog, outbox } = await start();
    await Promise.all(Array.from({ length: 20 }, (_each, index) => write(`change ${index}`)));
    expect(await auditLog.verify()).toMatchObject({ ok: true, checked: 20 });
    expect((await outbox.after(0, 100)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_each, index) => index + 1),
    );
  });
});
