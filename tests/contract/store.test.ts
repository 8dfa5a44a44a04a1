import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Generated, Migration } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readRows } from '../../platform/store/read-rows.ts';
import { openStore, type Store } from '../../platform/store/store.ts';
import { packageRoot } from '../../schema/package-root.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Tables {
  note: { id: Generated<number>; text: string; done: number };
}

const createNote: Migration = {
  up: async (db) => {
    await db.schema
      .createTable('note')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('text', 'text', (column) => column.notNull().unique())
      .addColumn('done', 'integer', (column) => column.notNull())
      .execute();
  },
};
const migrations = { '001-note': createNote };

async function opened(
  file: string,
  steps: Readonly<Record<string, Migration>> = migrations,
): Promise<Store<Tables>> {
  const store = await openStore<Tables>({ file, migrations: steps });
  onTestFinished(() => store.close());
  return store;
}

async function textsOf(store: Store<Tables>): Promise<string[]> {
  return (await store.db.selectFrom('note').select('text').orderBy('id').execute()).map((row) => row.text);
}

const places: Record<string, () => string> = {
  file: () => join(tempDir(), 'deeper', 'rows.db'),
  memory: () => ':memory:',
};

describe.each(Object.entries(places))('a store in %s', (_name, place) => {
  it('gives back what was written, with generated ids', async () => {
    const store = await opened(place());
    const row = await store.db
      .insertInto('note')
      .values({ text: 'a', done: 0 })
      .returningAll()
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ id: 1, text: 'a', done: 0 });
    const { numUpdatedRows } = await store.db
      .updateTable('note')
      .set({ done: 1 })
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
    expect(numUpdatedRows).toBe(1n);
    expect(await store.db.selectFrom('note').selectAll().execute()).toEqual([{ id: 1, text: 'a', done: 1 }]);
  });

  it('keeps all of a transaction or nothing', async () => {
    const { db, ...store } = await opened(place());
    const failing = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('note').values({ text: 'a', done: 0 }).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await db.transaction().execute(async (transaction) => {
      await transaction.insertInto('note').values({ text: 'b', done: 0 }).execute();
      await transaction.insertInto('note').values({ text: 'c', done: 0 }).execute();
    });
    expect(await textsOf({ db, ...store })).toEqual(['b', 'c']);
  });

  it('runs transactions that are asked for at the same time one after the other', async () => {
    const store = await opened(place());
    await store.db.insertInto('note').values({ text: 'counter', done: 0 }).execute();
    const increments = Array.from({ length: 20 }, () =>
      store.db.transaction().execute(async (transaction) => {
        const { done } = await transaction.selectFrom('note').select('done').executeTakeFirstOrThrow();
        await transaction
          .updateTable('note')
          .set({ done: done + 1 })
          .execute();
      }),
    );
    await Promise.all(increments);
    expect(await store.db.selectFrom('note').select('done').executeTakeFirst()).toEqual({ done: 20 });
  });

  it('names the statement in the message of an error', async () => {
    const { db } = await opened(place());
    const insert = () => db.insertInto('note').values({ text: 'same', done: 0 }).execute();
    await insert();
    await expect(insert()).rejects.toThrow(/UNIQUE constraint failed: note\.text, in: insert into "note"/);
    await expect(
      db
        .selectFrom('absent' as 'note')
        .selectAll()
        .execute(),
    ).rejects.toThrow(/no such table: absent, in: select/);
  });

  it('refuses booleans: rows hold 0 and 1', async () => {
    const { db } = await opened(place());
    const wrong = db.insertInto('note').values({ text: 'a', done: true as unknown as number });
    await expect(wrong.execute()).rejects.toThrow('parameter 2 must be 0 or 1, got a boolean');
  });

  it('keeps a text whole that holds U+0000, which becomes U+FFFD', async () => {
    const store = await opened(place());
    await store.db.insertInto('note').values({ text: 'a\0b', done: 0 }).execute();
    expect(await textsOf(store)).toEqual(['a\uFFFDb']);
  });

  it('rejects queries after close, which may be called twice', async () => {
    const store = await opened(place());
    await store.close();
    await store.close();
    await expect(textsOf(store)).rejects.toThrow();
  });

  it('undoes a migration that fails half-way', async () => {
    const file = place();
    const broken: Migration = {
      up: async (db) => {
        await createNote.up(db);
        throw new Error('power cut');
      },
    };
    await expect(openStore({ file, migrations: { '001-note': broken } })).rejects.toThrow(
      /cannot be opened: .*power cut/,
    );
    expect(await textsOf(await opened(file))).toEqual([]);
  });
});

describe('a store in a file', () => {
  it('has everything after it was opened again, and runs only the migrations that are new', async () => {
    const file = join(tempDir(), 'rows.db');
    const first = await opened(file);
    await first.db.insertInto('note').values({ text: 'kept', done: 0 }).execute();
    await first.close();

    const addRow: Migration = {
      up: async (db) => void (await db.insertInto('note').values({ text: 'added', done: 1 }).execute()),
    };
    const second = await opened(file, { ...migrations, '002-row': addRow });
    expect(await textsOf(second)).toEqual(['kept', 'added']);
    await second.close();
    expect(await textsOf(await opened(file, { ...migrations, '002-row': addRow }))).toEqual([
      'kept',
      'added',
    ]);
  });

  it('has every row whose write had resolved when its process was killed', async () => {
    const file = join(tempDir(), 'rows.db');
    await (await opened(file)).close();
    const acknowledged = await writeUntilKilled(file, 25);
    expect(acknowledged.length).toBeGreaterThanOrEqual(25);
    const texts = await textsOf(await opened(file));
    expect(texts.slice(0, acknowledged.length)).toEqual(acknowledged);
    expect(texts.length - acknowledged.length).toBeLessThanOrEqual(1);
  });

  it('refuses a file that a newer version has migrated, and leaves it as it is', async () => {
    const file = join(tempDir(), 'rows.db');
    const newer = await opened(file, { ...migrations, '002-future': { up: async () => undefined } });
    await newer.db.insertInto('note').values({ text: 'kept', done: 0 }).execute();
    await newer.close();
    await expect(openStore({ file, migrations })).rejects.toThrow(/cannot be opened: .*002-future/);
    expect(
      await textsOf(await opened(file, { ...migrations, '002-future': { up: async () => undefined } })),
    ).toEqual(['kept']);
  });

  it('is on the disk when a write has resolved: journal WAL, synchronous FULL, foreign keys on', async () => {
    const { db } = await opened(join(tempDir(), 'rows.db'));
    const pragma = async (name: string) =>
      (await db.executeQuery({ sql: `PRAGMA ${name}`, parameters: [] } as never)).rows[0];
    expect([await pragma('journal_mode'), await pragma('synchronous'), await pragma('foreign_keys')]).toEqual(
      [{ journal_mode: 'wal' }, { synchronous: 2 }, { foreign_keys: 1 }],
    );
  });
});

/** The rows that a process said it had written, up to the moment it was killed with -9 in the midst of writing on. */
async function writeUntilKilled(file: string, count: number): Promise<string[]> {
  const script = `
    import { openStore } from './platform/store/store.ts';
    const { db } = await openStore({ file: ${JSON.stringify(file)}, migrations: { '001-note': { up: async () => undefined } } });
    for (let number = 1; ; number += 1) {
      await db.transaction().execute((transaction) => transaction.insertInto('note').values({ text: 'row ' + number, done: 0 }).execute());
      process.stdout.write('row ' + number + '\\n');
    }`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  await exited;
  if (acknowledged.length < count)
    throw new Error(`the writer ended by itself after ${acknowledged.length} rows`);
  return acknowledged;
}

describe('the rows of a store that somebody else has open', () => {
  const file = (): string => join(tempDir(), 'rows.db');
  const TEXTS = 'SELECT text FROM note WHERE done = ? ORDER BY rowid';

  it('are read as committed, without keeping the other from anything', async () => {
    const path = file();
    const writer = await opened(path);
    await writer.db.insertInto('note').values({ text: 'before', done: 0 }).execute();
    expect(await readRows(path, TEXTS, [0])).toEqual([{ text: 'before' }]);
    await writer.db.insertInto('note').values({ text: 'after', done: 0 }).execute();
    expect(await readRows(path, TEXTS, [0])).toEqual([{ text: 'before' }, { text: 'after' }]);
    await expect(readRows(path, 'INSERT INTO note (text, done) VALUES (?, 0)', ['no'])).rejects.toThrow(
      /readonly/,
    );
  });

  it('are in no file where there is none, and none is made', async () => {
    const path = file();
    await expect(readRows(path, TEXTS, [0])).rejects.toThrow(/unable to open/);
    expect(existsSync(path)).toBe(false);
  });
});
