import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { auditHash, FIRST_HASH } from '../../../../subgraphs/madre/journal/audit-hash.ts';
import { keepAuditHead } from '../../../../subgraphs/madre/journal/audit-head.ts';
import { createAuditLog } from '../../../../subgraphs/madre/journal/audit-log.ts';
import { createJournal } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import { createOutbox } from '../../../../subgraphs/madre/journal/outbox.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';

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

  it.each([
    ['the last entry', 'DELETE FROM audit WHERE seq = 3', 2],
    ['all entries', 'DELETE FROM audit', 0],
  ])(
    'misses %s when it was removed from the end, also once further ones are written',
    async (_title, statement, left) => {
      const { db, write, auditLog } = await start();
      for (const action of ['one', 'two', 'three']) await write(action);
      await sql.raw(statement).execute(db);
      const broken = { ok: false, checked: left, firstBrokenSeq: left + 1 };
      expect(await auditLog.verify()).toEqual(broken);
      await write('four');
      expect(await auditLog.verify()).toEqual(broken);
    },
  );

  it('shows a chain that was rewritten as a whole', async () => {
    const { db, write, auditLog } = await start();
    for (const action of ['one', 'two']) await write(action);
    const [first, second] = await auditLog.after(0, 2);
    if (first === undefined || second === undefined) throw new Error('two entries were written');
    const forged = { ...second, actor: 'bob' };
    await db
      .updateTable('audit')
      .set({ actor: 'bob', hash: auditHash(forged) })
      .where('seq', '=', 2)
      .execute();
    expect(await auditLog.verify()).toEqual({ ok: false, checked: 1, firstBrokenSeq: 2 });
  });

  it('is checked from the given entry on, which must follow the one before it', async () => {
    const { db, write, auditLog } = await start();
    for (const action of ['one', 'two', 'three', 'four']) await write(action);
    await sql.raw("UPDATE audit SET actor = 'bob' WHERE seq = 2").execute(db);
    expect(await auditLog.verify(3)).toEqual({ ok: true, checked: 2, firstBrokenSeq: null });
    await sql.raw('DELETE FROM audit WHERE seq = 2').execute(db);
    expect(await auditLog.verify(3)).toEqual({ ok: false, checked: 0, firstBrokenSeq: 3 });
    expect(await auditLog.verify(4)).toMatchObject({ ok: true, checked: 1 });
    expect(await auditLog.verify(9)).toEqual({ ok: true, checked: 0, firstBrokenSeq: null });
  });

  it('is broken without its head, until a further entry follows the last one', async () => {
    const { db, write, auditLog } = await start();
    await write('one');
    await sql.raw("DELETE FROM settings WHERE key = 'auditHead'").execute(db);
    expect(await auditLog.verify()).toEqual({ ok: false, checked: 1, firstBrokenSeq: 2 });
    await write('two');
    expect(await auditLog.verify()).toEqual({ ok: true, checked: 2, firstBrokenSeq: null });
  });

  it.each([
    ['with the last entry', 'DELETE FROM audit WHERE seq = 3', 2],
    ['with all entries', 'DELETE FROM audit', 0],
  ])(
    'misses a head that was removed %s, also once further ones are written',
    async (_what, statement, left) => {
      const { db, write, auditLog } = await start();
      for (const action of ['one', 'two', 'three']) await write(action);
      await sql.raw(statement).execute(db);
      await sql.raw("DELETE FROM settings WHERE key = 'auditHead'").execute(db);
      const broken = { ok: false, checked: left, firstBrokenSeq: left + 1 };
      expect(await auditLog.verify()).toEqual(broken);
      await write('four');
      expect(await auditLog.verify()).toEqual(broken);
    },
  );

  it('is broken where entries, head and events were all removed, and intact before the first', async () => {
    const { db, write, auditLog } = await start();
    expect(await auditLog.verify()).toEqual({ ok: true, checked: 0, firstBrokenSeq: null });
    await write('one');
    for (const table of ['audit', 'settings', 'outbox']) await sql.raw(`DELETE FROM ${table}`).execute(db);
    expect(await auditLog.verify()).toEqual({ ok: false, checked: 0, firstBrokenSeq: 1 });
  });

  it('lets others run while it checks 100,000 entries', async () => {
    const { db, auditLog } = await start();
    let previousHash = FIRST_HASH;
    for (let batch = 0; batch < 200; batch += 1) {
      const rows = Array.from({ length: 500 }, (_, at) => {
        const seq = batch * 500 + at + 1;
        const entry = {
          ...{ seq, id: String(seq), at: seq, actor: 'ana', component: 'madre', action: 'a', target: null },
          ...{ outcome: 'OK' as const, detail: null, correlationId: 'c', previousHash },
        };
        previousHash = auditHash(entry);
        return { ...entry, hash: previousHash };
      });
      await db.insertInto('audit').values(rows).execute();
    }
    await keepAuditHead(db, { seq: 100_000, hash: previousHash });
    let turns = 0;
    let running = true;
    const count = (): void => {
      turns += 1;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    expect(await auditLog.verify()).toEqual({ ok: true, checked: 100_000, firstBrokenSeq: null });
    running = false;
    expect(turns).toBeGreaterThanOrEqual(100_000 / 500);
  }, 120_000);

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
