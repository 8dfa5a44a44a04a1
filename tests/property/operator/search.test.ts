import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogger } from '../../../platform/log.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { openStore, type Store } from '../../../platform/store/store.ts';
import { NO_ANSWER } from '../../../subgraphs/operator/answers/answer.ts';
import { createConversationStore } from '../../../subgraphs/operator/chat/conversation-store.ts';
import { EventLog } from '../../../subgraphs/operator/events/event-log.ts';
import { foldOldMessages } from '../../../subgraphs/operator/sessions/search/fold-old-messages.ts';
import { foldText } from '../../../subgraphs/operator/sessions/search/fold-text.ts';
import { createTurns } from '../../../subgraphs/operator/sessions/search/turns.ts';
import { createSessions, type Sessions } from '../../../subgraphs/operator/sessions/sessions.ts';
import { operatorMigrations, type OperatorTables } from '../../../subgraphs/operator/tables.ts';
import { writeOldConversations } from '../../support/old-conversations.ts';
import { tempDir } from '../../support/temp-dir.ts';

const searcher = { actor: { name: 'tester', scopes: [] }, signal: new AbortController().signal };

const SIGNS =
  'a B z é Ñ n\u0303 ß ẞ ss İ ı ﬁ Ａ σ Σ ς ή й Й ё שָׁ مُ हि न्दी की がか か\u3099 ｶﾞ 日本 한 각 가 ม้า 🧡 ❤\uFE0F 👩‍🚀 % _ \\ \' " \n \0'.split(
    ' ',
  );
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SIGNS, ' '), maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

/** What somebody types for what stands there. */
const VARIATIONS: readonly ((part: string) => string)[] = [
  (part) => part,
  (part) => part.toLowerCase(),
  // In capitals the iota below a letter is a letter of its own.
  (part) => (part.normalize('NFD').includes('\u0345') ? part : part.toUpperCase()),
  (part) => part.normalize('NFC'),
  (part) => part.normalize('NFD'),
  (part) => part.normalize('NFD').replace(/(\p{sc=Latin})\p{Mn}+/gu, '$1'),
  (part) => part.replace(/[a-z]/giu, '$&\u0301'),
];

const place = fc.nat();
const step = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), place, text }),
  fc.record({ kind: fc.constant('begin' as const), text }),
  fc.record({ kind: fc.constant('partial' as const), place, text }),
  fc.record({ kind: fc.constant('finish' as const), place, text }),
  fc.record({ kind: fc.constant('rename' as const), place, text }),
  fc.record({ kind: fc.constant('remove' as const), place }),
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

const part = fc.record({
  from: fc.nat({ max: 30 }),
  length: fc.integer({ min: 1, max: 30 }),
  variation: fc.constantFrom(...VARIATIONS),
});

test('whatever was written, changed and deleted: its fold is kept, and its session found by each part of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 4 }),
      fc.array(step, { maxLength: 12 }),
      fc.array(part, { minLength: 3, maxLength: 3 }),
      fc.boolean(),
      async (old, steps, parts, closedEarly) => {
        const dataDir = tempDir();
        await writeOldConversations(dataDir, [{ id: 'old', title: 'old', messages: old }]);
        const store = await openStore<OperatorTables>({
          file: join(dataDir, 'operator.db'),
          migrations: operatorMigrations,
          functions: { folded: foldText },
        });
        const takeTurn = createTurns();
        const sessions = createSessions(store.db, { clock: createManualClock(), takeTurn });
        const folding = foldOldMessages(store.db, { takeTurn, log: createLogger('silent', 'operator') });
        if (closedEarly) await folding.close();
        for (const one of steps) await carryOut(one, store, sessions);
        await keepsFolds(store);
        for (const one of parts) await findsAll(store, sessions, one);
        await folding.close();
        await store.close();
      },
    ),
    { numRuns: 60 },
  );
});

async function carryOut(one: Step, { db }: Store<OperatorTables>, sessions: Sessions): Promise<void> {
  const clock = createManualClock();
  const chat = createConversationStore(db, clock, new EventLog(db, clock));
  const pick = async (table: 'sessions' | 'messages', at: number): Promise<string> => {
    const rows = await db.selectFrom(table).select('id').orderBy('id').execute();
    return rows[at % Math.max(rows.length, 1)]?.id ?? 'nothing';
  };
  switch (one.kind) {
    case 'ask':
      await chat.begin(question(one.text, await pick('sessions', one.place)));
      return;
    case 'begin':
      await chat.begin(question(one.text, null));
      return;
    case 'partial':
      await chat.savePartial(await pick('messages', one.place), { ...NO_ANSWER, content: one.text });
      return;
    case 'finish':
      await chat.finish(await pick('messages', one.place), { ...NO_ANSWER, content: one.text }, 1);
      return;
    case 'rename':
      await sessions.rename(await pick('sessions', one.place), one.text);
      return;
    case 'remove':
      await sessions.remove(await pick('sessions', one.place));
  }
}

function question(message: string, sessionId: string | null) {
  const asked = { actor: 'tester', correlationId: 'c', userId: 'local', summary: null, metadata: null };
  return { ...asked, message, sessionId, key: null };
}

async function keepsFolds({ db }: Store<OperatorTables>): Promise<void> {
  const { unfolded_up_to: unfolded } = await db.selectFrom('folding').selectAll().executeTakeFirstOrThrow();
  const messages = await db.selectFrom('messages').select(['seq', 'session_id', 'content']).execute();
  const folds = await db.selectFrom('folded_messages').selectAll().orderBy('seq').execute();
  const stored = new Set(folds.map(({ seq }) => seq));
  const due = messages.filter(({ seq }) => seq > unfolded || stored.has(seq));
  expect(folds).toEqual(
    due
      .map(({ content, ...message }) => ({ ...message, folded: foldText(content) }))
      .toSorted((one, other) => one.seq - other.seq),
  );
}

async function findsAll(
  { db }: Store<OperatorTables>,
  sessions: Sessions,
  { from, length, variation }: typeof part extends fc.Arbitrary<infer Made> ? Made : never,
): Promise<void> {
  const messages = await db.selectFrom('messages').select(['session_id as id', 'content as text']).execute();
  const titles = await db.selectFrom('sessions').select(['id', 'title as text']).execute();
  for (const { id, text: whole } of [...messages, ...titles]) {
    const written = graphemes(whole ?? '')
      .slice(from, from + length)
      .join('');
    const typed = variation(written);
    if (foldText(typed).trim() === '') continue;
    const request = { direction: 'forward', limit: 100, cursor: undefined } as const;
    const { edges } = await sessions.search(request, typed, searcher);
    expect(
      edges.map(({ node }) => node.id),
      JSON.stringify({ whole, typed }),
    ).toContain(id);
  }
}

function graphemes(whole: string): readonly string[] {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(whole)].map(
    ({ segment }) => segment,
  );
}
