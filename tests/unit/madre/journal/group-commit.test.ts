import { join } from 'node:path';
import { CompiledQuery, type Kysely } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../../platform/store/store.ts';
import { createGroupCommit } from '../../../../subgraphs/madre/journal/group-commit.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const insert = (key: string) => async (db: Kysely<MadreTables>) => {
  await db.insertInto('settings').values({ key, value: key }).execute();
};

it('shares one commit among the works that wait at the same time, in the order of their calls', async () => {
  const { commits, keys, count } = await setUp();
  const order: string[] = [];
  const noting = (key: string) =>
    commits.run(async (db) => {
      await insert(key)(db);
      order.push(key);
    });
  await Promise.all(['b', 'a', 'c'].map(noting));
  expect(order).toEqual(['b', 'a', 'c']);
  expect(await keys()).toEqual(['a', 'b', 'c']);
  expect(count()).toBe(1);
  await commits.run(insert('later'));
  expect(count()).toBe(2);
});

it('undoes alone what a work did that throws', async () => {
  const { commits, keys } = await setUp();
  const settled = await Promise.allSettled([
    commits.run(insert('before')),
    commits.run(async (db) => {
      await insert('undone')(db);
      throw new Error('refused');
    }),
    commits.run(insert('after')),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await keys()).toEqual(['after', 'before']);
});

it('resolves no work before the commit', async () => {
  const { commits, count } = await setUp();
  const seen = await Promise.all([
    commits.run(insert('one')).then(count),
    commits.run(insert('other')).then(count),
  ]);
  expect(seen).toEqual([1, 1]);
});

it('rejects every work of a commit that fails, tells nobody of it, and goes on', async () => {
  const { commits, keys, count } = await setUp();
  const breakOff = async (db: Kysely<MadreTables>) => {
    // The transaction is over: neither it nor its commit can succeed.
    await db.insertInto('settings').values({ key: 'two', value: 'two' }).execute();
    await db.executeQuery(CompiledQuery.raw('rollback'));
  };
  const settled = await Promise.allSettled([commits.run(insert('one')), commits.run(breakOff)]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(count()).toBe(0);
  await commits.run(insert('three'));
  expect(await keys()).toEqual(['three']);
});

it('calls nobody where every work threw', async () => {
  const { commits, count } = await setUp();
  await expect(commits.run(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(count()).toBe(0);
});

async function setUp() {
  const store = await openStore<MadreTables>({ file: join(tempDir(), 'madre.db'), migrations });
  onTestFinished(() => store.close());
  let commitsSeen = 0;
  const commits = createGroupCommit(store.db, () => (commitsSeen += 1));
  const keys = async () =>
    (await store.db.selectFrom('settings').select('key').execute()).map(({ key }) => key).sort();
  return { commits, keys, count: () => commitsSeen };
}
