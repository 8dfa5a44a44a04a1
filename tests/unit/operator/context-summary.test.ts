import { describe, expect, test } from 'vitest';
import { startOperator, type TestOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import { answering, finished, startScriptedSwitch } from '../../support/scripted-switch.ts';

const LONGEST = 8_000;
const CHAT = `mutation ($input: ChatInput!) { chat(input: $input) { ok session { id } error { code message retryable } } }`;
const CONTEXT = `query ($id: ID!) { session(id: $id) {
  context { keptMessages droppedMessages summary estimatedTokens hints } } }`;

interface Chat {
  readonly ok: boolean;
  readonly session: { readonly id: string };
  readonly error: object | null;
}
const ask = async (operator: TestOperator, input: object): Promise<Chat> =>
  (await operator.data<{ chat: Chat }>(CHAT, { input: { message: 'status?', ...input } })).chat;
const contextOf = async (operator: TestOperator, id: string): Promise<Readonly<Record<string, unknown>>> =>
  (await operator.data<{ session: { context: Record<string, unknown> } }>(CONTEXT, { id })).session.context;

const asleep = { name: 'switch', state: 'STOPPED' };

describe('contextSummary', () => {
  test('that is too long is refused with its limit and its length, and stores nothing', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(asleep).ask });
    const { ok, error } = await ask(operator, { contextSummary: 'é'.repeat(LONGEST + 1) });
    expect({ ok, error }).toEqual({
      ok: false,
      error: {
        code: 'MESSAGE_TOO_LONG',
        message: 'contextSummary must hold at most 8000 characters, got 8001',
        retryable: false,
      },
    });
    expect(await operator.data('{ sessions { totalCount } }')).toEqual({ sessions: { totalCount: 0 } });
  });

  test('may have as many characters as the limit, an emoji being one', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(asleep).ask });
    expect((await ask(operator, { contextSummary: '😀'.repeat(LONGEST) })).ok).toBe(true);
  });

  test('takes the room of the oldest messages, for it is sent with them', async () => {
    const scripted = await startScriptedSwitch();
    scripted.answer = answering(finished('ok'));
    const askMadre = createScriptedMadre({ name: 'switch', state: 'READY' }).ask;
    const operator = await startOperator({ askMadre, switchUrl: scripted.url });
    const { session } = await ask(operator, { message: `1 ${'a'.repeat(8_000)}` });
    const sessionId = session.id;
    await ask(operator, { sessionId, message: `2 ${'b'.repeat(8_000)}` });
    await ask(operator, { sessionId, message: 'short' });
    expect(await contextOf(operator, sessionId)).toMatchObject({ keptMessages: 6, droppedMessages: 0 });

    await ask(operator, { sessionId, message: 'last', contextSummary: 'c'.repeat(LONGEST) });
    const sent = scripted.requests.at(-1)?.body as { readonly messages: { readonly content: string }[] };
    expect(sent.messages.map(({ content }) => content[0])).toEqual(['c', '2', 'o', 's', 'o', 'l']);
    const context = await contextOf(operator, sessionId);
    expect(context['estimatedTokens']).toBeLessThan(6_100);
    expect(context['hints']).toContain('the contextSummary given last is sent before the messages');
  });

  test('that is empty takes back the one before it', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(asleep).ask });
    const { session } = await ask(operator, { contextSummary: 'they greet' });
    expect(await contextOf(operator, session.id)).toMatchObject({ summary: 'they greet' });
    await ask(operator, { sessionId: session.id, contextSummary: ' ' });
    expect(await contextOf(operator, session.id)).toMatchObject({ summary: null, hints: [] });
  });
});
