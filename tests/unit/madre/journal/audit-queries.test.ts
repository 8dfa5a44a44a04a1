import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../../platform/store/store.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { createMemoryMadre, requestOf, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const VERIFY = '{ verifyAuditLog { ok checked firstBrokenSeq } }';

/** As `who`, in a request of its own. */
async function mutate(madre: MemoryMadre, who: string, mutation: string): Promise<void> {
  const { errors } = await madre.executor.execute({
    query: `mutation { ${mutation} { ok } }`,
    context: requestOf(who),
  });
  expect(errors).toBeUndefined();
}

async function edit(dataDir: string, statement: string): Promise<void> {
  const store = await openStore<MadreTables>({ file: join(dataDir, 'madre.db'), migrations });
  await sql.raw(statement).execute(store.db);
  await store.close();
}

describe('verifyAuditLog', () => {
  it.each([
    ['a changed row', "UPDATE audit SET actor = 'mallory' WHERE seq = 2", 2],
    ['a removed row', 'DELETE FROM audit WHERE seq = 2', 2],
    ['rows removed from the end', 'DELETE FROM audit WHERE seq >= 2', 2],
  ])(
    'finds %s in the file, after a restart and with entries written since',
    async (_title, statement, seq) => {
      const dataDir = tempDir();
      const first = await createMemoryMadre({ dataDir });
      for (const name of ['redis', 'madre', 'nope'])
        await mutate(first, 'ana', `stopService(name: "${name}")`);
      expect(await first.ask(VERIFY)).toMatchObject({ verifyAuditLog: { ok: true, firstBrokenSeq: null } });
      await first.crash();
      await edit(dataDir, statement);
      const second = await createMemoryMadre({ dataDir, clock: first.clock, world: first.world });
      onTestFinished(() => second.subgraph.close());
      await mutate(second, 'ana', 'stopService(name: "redis")');
      expect(await second.ask(VERIFY)).toMatchObject({
        verifyAuditLog: { ok: false, checked: seq - 1, firstBrokenSeq: seq },
      });
    },
  );

  it('refuses to begin behind the last entry, where it would check nothing', async () => {
    const madre = await createMemoryMadre({ dataDir: tempDir() });
    onTestFinished(() => madre.subgraph.close());
    await mutate(madre, 'ana', 'stopService(name: "redis")');
    const { auditLog } = await madre.ask<{ auditLog: { totalCount: number } }>('{ auditLog { totalCount } }');
    const last = auditLog.totalCount;
    const from = (seq: number) =>
      madre.executor.execute({
        query: `{ verifyAuditLog(fromSeq: ${seq}) { ok checked } }`,
        context: requestOf('ana'),
      });
    expect(await from(last)).toEqual({ data: { verifyAuditLog: { ok: true, checked: 1 } } });
    for (const seq of [last + 1, last + 2]) {
      const { errors } = await from(seq);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(errors?.[0]?.message).toContain(`at most ${last},`);
    }
  });
});

describe('auditLog', () => {
  it('filters by actor, action, component and correlation id, alone and together, in pages', async () => {
    const madre = await createMemoryMadre({ dataDir: tempDir() });
    onTestFinished(() => madre.subgraph.close());
    for (const who of ['ana', 'bob', 'ana']) await mutate(madre, who, 'stopService(name: "redis")');
    await mutate(madre, 'ana', 'startService(name: "madre")');
    const found = async (filter: string) => {
      const { auditLog } = await madre.ask<{
        auditLog: { totalCount: number; edges: { node: { actor: string; action: string } }[] };
      }>(`{ auditLog(${filter}) { totalCount edges { node { actor action } } } }`);
      return [auditLog.totalCount, ...auditLog.edges.map(({ node }) => `${node.actor} ${node.action}`)];
    };
    expect(await found('actor: "bob"')).toEqual([1, 'bob stopService']);
    expect(await found('action: "stopService", first: 2')).toEqual([3, 'ana stopService', 'bob stopService']);
    expect(await found('actor: "ana", action: "stopService"')).toEqual([
      2,
      'ana stopService',
      'ana stopService',
    ]);
    expect(await found('correlationId: "of-ana", action: "startService"')).toEqual([1, 'ana startService']);
    expect(await found('component: "madre", actor: "bob"')).toEqual([1, 'bob stopService']);
    expect(await found('component: "switch"')).toEqual([0]);
    expect(await found('actor: "bob", correlationId: "of-ana"')).toEqual([0]);
  });
});
