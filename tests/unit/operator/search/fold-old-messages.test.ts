import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { createLogger } from '../../../../platform/log.ts';
import { openStore, type Store } from '../../../../platform/store/store.ts';
import { foldOldMessages } from '../../../../subgraphs/operator/sessions/search/fold-old-messages.ts';
import { foldText } from '../../../../subgraphs/operator/sessions/search/fold-text.ts';
import { createTurns } from '../../../../subgraphs/operator/sessions/search/turns.ts';
import { createSessions } from '../../../../subgraphs/operator/sessions/sessions.ts';
import { operatorMigrations, type OperatorTables } from '../../../../subgraphs/operator/tables.ts';
import { givenTurns } from '../../../support/given-turns.ts';
import { writeOldConversations } from '../../../support/old-conversations.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const searcher = { actor: { name: 'tester', scopes: [] }, signal: new AbortController().signal };
const log = createLogger('silent', 'operator');
const long = 'Ünwichtiges, '.repeat(10_000);

/** Three messages, each as much as is folded in one turn. */
async function oldStore(): Promise<{ dataDir: string; store: Store<OperatorTables> }> {
  const dataDir = tempDir();
  await writeOldConversations(dataDir, [
    { id: 'first', title: 'one', messages: [`${long} Ärger`] },
    { id: 'second', title: 'two', messages: [`${long} ärgern`, `${long} Ruhe`] },
  ]);
  return { dataDir, store: await open(dataDir) };
}

async function open(dataDir: string): Promise<Store<OperatorTables>> {
  const store = await openStore<OperatorTables>({
    file: join(dataDir, 'operator.db'),
    migrations: operatorMigrations,
    functions: { folded: foldText },
  });
  onTestFinished(() => store.close());
  return store;
}

async function find({ db }: Store<OperatorTables>, text: string): Promise<readonly string[]> {
  const sessions = createSessions(db, { clock: createManualClock(), takeTurn: createTurns() });
  const request = { direction: 'forward', limit: 10, cursor: undefined } as const;
  const { edges } = await sessions.search(request, text, searcher);
  return edges.map(({ node }) => node.id).sort();
}

async function foldedSeqs({ db }: Store<OperatorTables>): Promise<readonly number[]> {
  const rows = await db.selectFrom('folded_messages').selectAll().orderBy('seq').execute();
  const messages = await db.selectFrom('messages').select(['seq', 'content']).execute();
  const contents = new Map(messages.map(({ seq, content }) => [seq, content]));
  for (const { seq, folded } of rows) expect(folded).toBe(foldText(contents.get(seq) ?? ''));
  return rows.map(({ seq }) => seq);
}

test('old messages are folded a few in each turn, the newest first, and found all the time', async () => {
  const { store } = await oldStore();
  const turns = givenTurns();
  const folding = foldOldMessages(store.db, { takeTurn: turns.takeTurn, log });
  const folded: (readonly number[])[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    folded.push(await foldedSeqs(store));
    expect(await find(store, 'ARGER')).toEqual(['first', 'second']);
    expect(await find(store, 'ruhe')).toEqual(['second']);
    await turns.give();
  }
  expect(folded).toEqual([[], [3], [2, 3], [1, 2, 3]]);
  await folding.close();
});

test('folding goes on at the next start where it was stopped', async () => {
  const { dataDir, store } = await oldStore();
  const turns = givenTurns();
  const folding = foldOldMessages(store.db, { takeTurn: turns.takeTurn, log });
  await turns.give();
  await folding.close();
  await store.close();
  const again = await open(dataDir);
  expect(await foldedSeqs(again)).toEqual([3]);
  const rest = foldOldMessages(again.db, { takeTurn: createTurns(), log });
  await expect.poll(() => foldedSeqs(again)).toEqual([1, 2, 3]);
  await rest.close();
});

test('what is written again, or goes, before its turn comes stays as it is', async () => {
  const { store } = await oldStore();
  const turns = givenTurns();
  const folding = foldOldMessages(store.db, { takeTurn: turns.takeTurn, log });
  await store.db.updateTable('messages').set({ content: 'Neuigkeit' }).where('seq', '=', 1).execute();
  await store.db.deleteFrom('sessions').where('id', '=', 'second').execute();
  expect(await find(store, 'NEUIGKEIT')).toEqual(['first']);
  for (let turn = 0; turn < 2; turn += 1) await turns.give();
  expect(await foldedSeqs(store)).toEqual([1]);
  expect(await find(store, 'NEUIGKEIT')).toEqual(['first']);
  expect(await find(store, 'ARGER')).toEqual([]);
  await folding.close();
});

test('a message that is folded between two turns of a search is found', async () => {
  const { store } = await oldStore();
  const turns = givenTurns();
  const folding = foldOldMessages(store.db, { takeTurn: turns.takeTurn, log });
  // One queue of turns for both: what folds takes every second one.
  const sessions = createSessions(store.db, { clock: createManualClock(), takeTurn: turns.takeTurn });
  const request = { direction: 'forward', limit: 10, cursor: undefined } as const;
  const found = sessions.search(request, 'ARGER', searcher);
  let over = false;
  void found.then(() => (over = true));
  while (!over) await turns.give();
  expect((await found).totalCount).toBe(2);
  await folding.close();
});
