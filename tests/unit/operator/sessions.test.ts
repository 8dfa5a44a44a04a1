import { describe, expect, test } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { startOperator, type TestOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import { tempDir } from '../../support/temp-dir.ts';

interface Page {
  readonly edges: readonly {
    readonly node: { readonly id: string; readonly title: string; readonly content: string };
  }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string;
    readonly endCursor: string;
  };
  readonly totalCount: number;
}

async function startWithClock() {
  const clock = createManualClock();
  const operator = await startOperator({
    askMadre: createScriptedMadre({ name: 'switch', state: 'STOPPED' }).ask,
    clock,
  });
  return { clock, operator };
}

async function say(
  operator: TestOperator,
  message: string,
  sessionId?: string,
): Promise<{ sessionId: string; messageId: string }> {
  const { chat } = await operator.data<{ chat: { session: { id: string }; message: { id: string } } }>(
    'mutation ($input: ChatInput!) { chat(input: $input) { session { id } message { id } } }',
    { input: { message, ...(sessionId === undefined ? {} : { sessionId }) } },
  );
  return { sessionId: chat.session.id, messageId: chat.message.id };
}

const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';

async function sessions(operator: TestOperator, args: string): Promise<Page & { titles: string[] }> {
  const data = await operator.data<{ sessions: Page }>(
    `{ sessions(${args}) { edges { node { id title } } ${PAGE} } }`,
  );
  return { ...data.sessions, titles: data.sessions.edges.map(({ node }) => node.title) };
}

describe('the list of sessions', () => {
  test('is paged, the one with the newest activity first', async () => {
    const { operator, clock } = await startWithClock();
    const first = await say(operator, 'one');
    for (const message of ['two', 'three']) {
      await clock.advance(1_000);
      await say(operator, message);
    }
    await clock.advance(1_000);
    await say(operator, 'again', first.sessionId);
    const page = await sessions(operator, 'first: 2');
    expect(page).toMatchObject({
      titles: ['one', 'three'],
      totalCount: 3,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const next = await sessions(operator, `first: 2, after: "${page.pageInfo.endCursor}"`);
    expect(next).toMatchObject({ titles: ['two'], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  });

  test.each([
    ['MÚSICA', ['la música de ayer']],
    ['musica', ['la música de ayer']],
    ['MÚSICA'.normalize('NFD'), ['la música de ayer']],
    ['strasse', ['HAUPTSTRAßE 5']],
    ['ΣΊΣΥΦΟΣ', ['ο σίσυφος']],
    ['ПРИВЕТ', ['привет, мир']],
    ['música%', []],
    ['m_sica', []],
    ['\\', ['a\\b']],
  ])(
    'is found by %j as people would find it, in rows that were there before the server started',
    async (search, found) => {
      const dataDir = tempDir();
      const before = await startOperator({ askMadre: createScriptedMadre().ask, dataDir });
      for (const title of ['la música de ayer', 'HAUPTSTRAßE 5', 'ο σίσυφος', 'привет, мир', 'a\\b', 'else'])
        await before.data('mutation ($message: String!) { chat(input: { message: $message }) { ok } }', {
          message: title,
        });
      await before.close();
      const operator = await startOperator({ askMadre: createScriptedMadre().ask, dataDir });
      expect((await sessions(operator, `search: ${JSON.stringify(search)}`)).titles).toEqual(found);
    },
  );

  test('is searched in titles and messages, signs of the query language being plain text', async () => {
    const { operator } = await startWithClock();
    const { sessionId } = await say(operator, 'plain');
    await say(operator, 'a needle in it', sessionId);
    await say(operator, '100% sure');
    expect((await sessions(operator, 'search: "needle"')).titles).toEqual(['plain']);
    expect((await sessions(operator, 'search: "0%"')).titles).toEqual(['100% sure']);
    expect((await sessions(operator, 'search: "_lain%"')).titles).toEqual([]);
  });

  test.each(['first: -1', 'first: 201', 'after: "bm9uc2Vuc2U"'])(
    '(%s) is refused as BAD_USER_INPUT',
    async (args) => {
      const { operator } = await startWithClock();
      const { errors } = await operator.executor.execute({
        query: `{ sessions(${args}) { totalCount } }`,
        context: operator.context,
      });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    },
  );

  test('holds a title cut from a long first message', async () => {
    const { operator } = await startWithClock();
    await say(operator, `  many\n words ${'x'.repeat(200)}`);
    const [title] = (await sessions(operator, 'first: 1')).titles;
    expect(title).toMatch(/^many words x+…$/);
    expect(title).toHaveLength(80);
  });
});

describe('a session', () => {
  test('is null where nobody knows it', async () => {
    const { operator } = await startWithClock();
    expect(await operator.data('{ session(id: "nobody") { id } message(id: "nothing") { id } }')).toEqual({
      session: null,
      message: null,
    });
  });

  test('gives its messages from both ends', async () => {
    const { operator } = await startWithClock();
    const { sessionId } = await say(operator, 'q1');
    for (const message of ['q2', 'q3']) await say(operator, message, sessionId);
    const messages = async (args: string): Promise<Page> => {
      const query = `{ session(id: "${sessionId}") { messages(${args}) { edges { node { content } } ${PAGE} } } }`;
      return (await operator.data<{ session: { messages: Page } }>(query)).session.messages;
    };
    const head = await messages('first: 1');
    expect(head).toMatchObject({
      edges: [{ node: { content: 'q1' } }],
      totalCount: 6,
      pageInfo: { hasNextPage: true },
    });
    const tail = await messages('last: 2');
    expect(tail).toMatchObject({
      edges: [{ node: { content: 'q3' } }, {}],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    const before = await messages(`last: 2, before: "${tail.pageInfo.startCursor}"`);
    expect(before.edges[0]?.node.content).toBe('q2');
    const after = await messages(`first: 3, after: "${head.pageInfo.endCursor}"`);
    expect(after.edges[1]?.node.content).toBe('q2');
  });

  test('tells what of it an engine would be sent', async () => {
    const { operator } = await startWithClock();
    const { sessionId } = await say(operator, 'four');
    const read = await operator.data<{ session: { context: { estimatedTokens: number } } }>(
      `{ session(id: "${sessionId}") { context { strategy keptMessages droppedMessages maxMessages summary topic hints estimatedTokens } } }`,
    );
    expect(read.session.context).toMatchObject({
      strategy: 'FULL',
      keptMessages: 2,
      droppedMessages: 0,
      maxMessages: 50,
      topic: null,
      hints: [],
    });
    expect(read.session.context.estimatedTokens).toBeGreaterThan(1);
  });

  test('is renamed, and its followers are told', async () => {
    const { operator } = await startWithClock();
    const { sessionId } = await say(operator, 'old name');
    const stream = await operator.executor.subscribe({
      query: 'subscription ($id: ID) { sessionChanged(id: $id) { title } }',
      variables: { id: sessionId },
      context: operator.context,
    });
    expect(await stream.next()).toMatchObject({ value: { data: { sessionChanged: { title: 'old name' } } } });
    const rename = (title: string) =>
      operator.data(
        'mutation ($id: ID!, $title: String!) { renameSession(id: $id, title: $title) { ok message session { title } } }',
        { id: sessionId, title },
      );
    expect(await rename(' ')).toEqual({
      renameSession: { ok: false, message: 'title must hold 1 to 200 characters, got 0', session: null },
    });
    expect(await rename(' new ')).toEqual({
      renameSession: { ok: true, message: null, session: { title: 'new' } },
    });
    expect(await stream.next()).toMatchObject({ value: { data: { sessionChanged: { title: 'new' } } } });
    await stream.return?.();
  });

  test('is deleted with all that belongs to it', async () => {
    const { operator } = await startWithClock();
    const { sessionId, messageId } = await say(operator, 'bye');
    const remove = `mutation { deleteSession(id: "${sessionId}") { ok message session { id } } }`;
    expect(await operator.data(remove)).toEqual({
      deleteSession: { ok: true, message: null, session: { id: sessionId } },
    });
    expect(
      await operator.data(`{ message(id: "${messageId}") { id } session(id: "${sessionId}") { id } }`),
    ).toEqual({ message: null, session: null });
    expect(await operator.data(remove)).toMatchObject({
      deleteSession: { ok: false, message: `there is no session ${sessionId}` },
    });
  });
});

describe('records beside the messages', () => {
  test('a tool call is kept with its message; one of an unknown message is refused', async () => {
    const { operator } = await startWithClock();
    const { sessionId, messageId } = await say(operator, 'x');
    const record = (id: string) =>
      operator.data<{ recordToolCall: unknown }>(
        `mutation ($id: ID!) { recordToolCall(input: { messageId: $id, tool: "status", status: OK, result: { up: 3 } }) { ok message toolCall { tool } } }`,
        { id },
      );
    expect(await record('nothing')).toEqual({
      recordToolCall: { ok: false, message: 'there is no message nothing', toolCall: null },
    });
    expect(await record(messageId)).toEqual({
      recordToolCall: { ok: true, message: null, toolCall: { tool: 'status' } },
    });
    const call = { tool: 'status', status: 'OK', result: { up: 3 }, messageId };
    expect(
      await operator.data(
        `{ toolCalls(sessionId: "${sessionId}") { tool status result messageId } message(id: "${messageId}") { toolCalls { tool status result messageId } } }`,
      ),
    ).toEqual({ toolCalls: [call], message: { toolCalls: [call] } });
  });

  test('a switch adjustment is recorded as not applied, and says so where applying was asked for', async () => {
    const { operator } = await startWithClock();
    const { sessionId } = await say(operator, 'x');
    const record = (apply: boolean) =>
      operator.data(
        `mutation ($id: ID!, $apply: Boolean!) { recordSwitchAdjustment(input: { sessionId: $id, before: { w: 1 }, after: { w: 2 }, reason: "r", apply: $apply }) {
          ok message adjustment { before after applied appliedAt session { id } } } }`,
        { id: sessionId, apply },
      );
    const adjustment = {
      before: { w: 1 },
      after: { w: 2 },
      applied: false,
      appliedAt: null,
      session: { id: sessionId },
    };
    expect(await record(false)).toEqual({ recordSwitchAdjustment: { ok: true, message: null, adjustment } });
    expect(await record(true)).toEqual({
      recordSwitchAdjustment: {
        ok: false,
        message: expect.stringContaining('not carried out') as string,
        adjustment,
      },
    });
  });

  test('a rating is between 1 and 5', async () => {
    const { operator } = await startWithClock();
    const { messageId } = await say(operator, 'x');
    const rate = (id: string, rating: number) =>
      operator.executor.execute({
        query: `mutation { rateMessage(messageId: "${id}", rating: ${rating}) { ok error { code } } }`,
        context: operator.context,
      });
    expect((await rate(messageId, 6)).errors?.[0]?.message).toBe('rating must be between 1 and 5, got 6');
    expect((await rate(messageId, 5)).data).toEqual({ rateMessage: { ok: true, error: null } });
    expect((await rate('nothing', 5)).data).toEqual({
      rateMessage: { ok: false, error: { code: 'MESSAGE_NOT_FOUND' } },
    });
  });
});
