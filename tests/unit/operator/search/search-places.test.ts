import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../../../../platform/log.ts';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { foldOldMessages } from '../../../../subgraphs/operator/sessions/search/fold-old-messages.ts';
import { foldText } from '../../../../subgraphs/operator/sessions/search/fold-text.ts';
import { createSessions } from '../../../../subgraphs/operator/sessions/sessions.ts';
import { operatorMigrations, type OperatorTables } from '../../../../subgraphs/operator/tables.ts';
import { givenTurns } from '../../../support/given-turns.ts';
import { writeOldConversations } from '../../../support/old-conversations.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const long = 'Ünwichtiges, '.repeat(10_000);

/** Searches through three messages; of the long ones, one is looked through in a turn. */
async function start(text = long) {
  const dataDir = tempDir();
  await writeOldConversations(dataDir, [{ id: 'one', title: 'one', messages: [text, text, text] }]);
  const store = await openStore<OperatorTables>({
    file: join(dataDir, 'operator.db'),
    migrations: operatorMigrations,
    functions: { folded: foldText },
  });
  onTestFinished(() => store.close());
  const { db } = store;
  const turns = givenTurns();
  const sessions = createSessions(db, { clock: createManualClock(), takeTurn: turns.takeTurn });
  /** Whose searches are over, in this order, and how. */
  const over: string[] = [];
  const request = { direction: 'forward', limit: 10, cursor: undefined } as const;
  return {
    db,
    turns,
    over,
    search(name: string, signal = new AbortController().signal): void {
      sessions.search(request, 'unwichtig', { actor: { name, scopes: [] }, signal }).then(
        ({ totalCount }) => over.push(`${name} found ${totalCount}`),
        (error: Error) => over.push(`${name}: ${error.message}`),
      );
    },
  };
}

async function giveAll({ turns }: Awaited<ReturnType<typeof start>>): Promise<void> {
  do await turns.give();
  while (turns.waiting > 0);
}

async function turnsUntil(
  { turns, over }: Awaited<ReturnType<typeof start>>,
  wanted: string,
): Promise<number> {
  let given = 0;
  for (; !over.includes(wanted) && given < 1_000; given += 1) await turns.give();
  return given;
}

test('thirty searches of one actor hold up that of another no more than one does', async () => {
  const alone = await start();
  alone.search('ana');
  const turns = await turnsUntil(alone, 'ana found 1');
  const beside = await start();
  for (let count = 0; count < 30; count += 1) beside.search('greedy');
  beside.search('ana');
  expect(await turnsUntil(beside, 'ana found 1')).toBeLessThanOrEqual(2 * turns);
  await giveAll(beside);
  expect(beside.over.filter((one) => one === 'greedy found 1')).toHaveLength(30);
});

test('three actors search at once, and those that wait come by turns', async () => {
  const operator = await start();
  for (const name of ['ana', 'ana', 'ana', 'bo', 'cy', 'dan', 'dan', 'eve']) operator.search(name);
  await operator.turns.give();
  expect(operator.turns.waiting).toBe(3);
  await giveAll(operator);
  expect(operator.over.map((one) => one.split(' ')[0])).toEqual(
    // The second of ana was asked for before dan's and eve's.
    ['ana', 'bo', 'cy', 'ana', 'dan', 'eve', 'ana', 'dan'],
  );
});

test.each([
  [
    'of one actor',
    33,
    () => 'greedy',
    'at most 32 searches of one actor wait for others to end; ask again shortly',
  ],
  [
    'in all',
    259,
    (index: number) => `actor ${index}`,
    'at most 256 searches in all wait for others to end; ask again shortly',
  ],
])(
  'more searches than may wait are refused, and the others found: %s',
  async (_whose, most, who, problem) => {
    const operator = await start('unwichtig');
    for (let index = 0; index < most; index += 1) operator.search(who(index));
    await operator.turns.give();
    expect(operator.over).toEqual([]);
    operator.search(who(most));
    await operator.turns.give();
    expect(operator.over).toEqual([`${who(most)}: ${problem}`]);
    await giveAll(operator);
    expect(operator.over.filter((one) => one.endsWith(' found 1'))).toHaveLength(most);
  },
);

test('who is gone leaves its place, and the line', async () => {
  const operator = await start();
  const [searching, waiting] = [new AbortController(), new AbortController()];
  operator.search('ana', searching.signal);
  operator.search('ana', waiting.signal);
  operator.search('ana');
  await operator.turns.give();
  waiting.abort(new Error('gone from the line'));
  searching.abort(new Error('gone from its place'));
  await giveAll(operator);
  expect(operator.over.toSorted()).toEqual([
    'ana found 1',
    'ana: gone from its place',
    'ana: gone from the line',
  ]);
});

test('however many search, every fourth turn at least folds old messages', async () => {
  const operator = await start();
  for (let index = 0; index < 20; index += 1) operator.search(`actor ${index}`);
  const log = createLogger('silent', 'operator');
  const folding = foldOldMessages(operator.db, { takeTurn: operator.turns.takeTurn, log });
  // One for each of the three messages, and one that finds no more.
  for (let turn = 0; turn < 4 * 4; turn += 1) await operator.turns.give();
  expect(await operator.db.selectFrom('folding').selectAll().execute()).toEqual([{ unfolded_up_to: 0 }]);
  await giveAll(operator);
  await folding.close();
});
