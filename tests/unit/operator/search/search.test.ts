import { expect, test } from 'vitest';
import { writeOldConversations, type OldConversation } from '../../../support/old-conversations.ts';
import { startOperator, type TestOperator } from '../../../support/operator.ts';
import { createScriptedMadre } from '../../../support/scripted-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

interface Found {
  readonly ids: readonly string[];
  readonly totalCount: number;
  readonly endCursor: string;
}

async function start(conversations: readonly OldConversation[]): Promise<TestOperator> {
  const dataDir = tempDir();
  await writeOldConversations(dataDir, conversations);
  return startOperator({ askMadre: createScriptedMadre().ask, dataDir });
}

const QUERY = `query ($first: Int! = 20, $after: String, $search: String) {
  sessions(first: $first, after: $after, search: $search) { edges { node { id } } pageInfo { endCursor } totalCount }
}`;

interface Wanted {
  readonly search: string;
  readonly first?: number;
  readonly after?: string;
}

async function search(operator: TestOperator, variables: Wanted): Promise<Found> {
  const { sessions } = await operator.data<{
    sessions: {
      readonly edges: readonly { readonly node: { readonly id: string } }[];
      readonly pageInfo: { readonly endCursor: string };
      readonly totalCount: number;
    };
  }>(QUERY, { ...variables });
  return {
    ids: sessions.edges.map(({ node }) => node.id),
    totalCount: sessions.totalCount,
    endCursor: sessions.pageInfo.endCursor,
  };
}

const SCRIPTS: readonly OldConversation[] = [
  { id: 'hindi', title: 'हिन्दी', messages: ['की'] },
  { id: 'japanese', title: 'がっこう', messages: ['ぱん'] },
  { id: 'french', title: 'café', messages: ['crème'] },
  { id: 'mark', title: 'how to type \u0301 alone', messages: ['a space, and \u0301'] },
];

test.each([
  ['हिन्दी', ['hindi']],
  ['हनद', []],
  ['कि', []],
  ['がっこう'.normalize('NFD'), ['japanese']],
  ['かっこう', []],
  ['はん', []],
  ['CAFE', ['french']],
  ['creme', ['french']],
  ['\u0301', ['mark']],
])('a search for %j finds the sessions %j', async (text, found) => {
  const operator = await start(SCRIPTS);
  expect((await search(operator, { search: text })).ids).toEqual(found);
});

test.each([
  [' ', 'search must hold more than white space, got " "'],
  ['\n\t', 'search must hold more than white space, got "\\n\\t"'],
  ['\u00A0', 'search must hold more than white space, got "\u00A0"'],
  ['\uFE0F', 'search must hold more than white space, got "\uFE0F"'],
  ['\u0301'.repeat(1_001), 'search must hold at most 1000 characters, got 1001'],
  ['é'.repeat(257), 'search must hold at most 256 characters as it is searched, got 257'],
  ['⁗'.repeat(65), 'search must hold at most 256 characters as it is searched, got 260'],
  ['ﷺ'.repeat(15), 'search must hold at most 256 characters as it is searched, got 270'],
])('a search is refused: %#', async (text, message) => {
  const operator = await start(SCRIPTS);
  const { errors } = await operator.executor.execute({
    query: QUERY,
    variables: { search: text },
    context: operator.context,
  });
  expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
});

test.each([
  'é'.repeat(256),
  'é'.repeat(256).normalize('NFD'),
  '⁗'.repeat(64),
  'ﷺ'.repeat(14),
  '👩'.repeat(256),
])('a search holds up to 256 characters as it is searched: %#', async (text) => {
  const operator = await start([...SCRIPTS, { id: 'long', title: 'long', messages: [`so ${text} it is`] }]);
  expect((await search(operator, { search: text })).ids).toEqual(['long']);
});

test('a search for nothing gives all sessions', async () => {
  const operator = await start(SCRIPTS);
  expect((await search(operator, { search: '' })).totalCount).toBe(SCRIPTS.length);
});

test('each session that was found is given once, page by page, the newest first', async () => {
  const conversations = Array.from({ length: 700 }, (_none, index) => ({
    id: `session-${(index * 9) % 700}`,
    title: index % 3 === 0 ? 'The Needle' : 'hay',
    messages: index % 2 === 0 ? ['hay', 'two needles', 'a needle more'] : ['hay'],
  }));
  const operator = await start(conversations);
  const expected = conversations
    .filter((_conversation, index) => index % 3 === 0 || index % 2 === 0)
    .map(({ id }) => id)
    .reverse();
  const pages: Found[] = [];
  for (const first of [200, 200, 200]) {
    const after = pages.at(-1)?.endCursor;
    pages.push(
      await search(operator, { first, search: 'NÉEDLE', ...(after === undefined ? {} : { after }) }),
    );
  }
  expect(pages.flatMap(({ ids }) => ids)).toEqual(expected);
  expect(pages.map(({ totalCount }) => totalCount)).toEqual(pages.map(() => expected.length));
});

test('a search through much gives the event loop turns all the time', async () => {
  const MEGABYTES = 8;
  const long = 'una canción que nadie canta, '.repeat(1_000);
  const ids = Array.from({ length: 40 * MEGABYTES }, (_none, index) => `session-${index}`);
  const operator = await start(ids.map((id) => ({ id, title: 'hay', messages: [long] })));
  let turns = 0;
  let searching = true;
  const count = (): void => {
    turns += 1;
    if (searching) setImmediate(count);
  };
  setImmediate(count);
  expect((await search(operator, { search: 'CANCION' })).totalCount).toBe(ids.length);
  searching = false;
  expect(turns).toBeGreaterThan(2 * MEGABYTES);
});
