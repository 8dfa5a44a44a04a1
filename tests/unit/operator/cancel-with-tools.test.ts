import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { CompletionEvent, CompletionRequest } from '../../../schema/completion.ts';
import { startOperator, type TestOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import { answering, delta, finished, line, startScriptedSwitch } from '../../support/scripted-switch.ts';

const wantsTool = (content: string): CompletionEvent =>
  finished(content, {
    finishReason: 'TOOL_CALLS',
    toolCalls: [{ id: 'call-1', name: 'list_services', arguments: '{}' }],
  });
const routed: CompletionEvent = {
  type: 'routing',
  engine: 'local',
  attempt: 1,
  why: 'first in order',
  attempts: [],
};

/** A switch that answers each round with the next of these. */
async function startWith(...rounds: readonly ((response: ServerResponse) => void)[]) {
  const scripted = await startScriptedSwitch();
  let round = 0;
  scripted.answer = (response) => rounds[round++]?.(response);
  const madre = createScriptedMadre({ name: 'switch', state: 'READY', windows: ['w1'] });
  const operator = await startOperator({ askMadre: madre.ask, switchUrl: scripted.url });
  return { operator, madre, scripted };
}

const begins =
  (...events: readonly CompletionEvent[]) =>
  (response: ServerResponse): void =>
    void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write(events.map(line).join(''));

async function begin(operator: TestOperator, sessionId?: string) {
  const input = { message: 'how is it?', wait: false, ...(sessionId === undefined ? {} : { sessionId }) };
  const { chat } = await operator.data<{ chat: { message: { id: string }; session: { id: string } } }>(
    'mutation ($input: ChatInput!) { chat(input: $input) { message { id } session { id } } }',
    { input },
  );
  const stream = await operator.executor.subscribe({
    query: `subscription ($id: ID!) { chatStream(messageId: $id, afterSeq: 0) { __typename ... on ChatDelta { text }
      ... on ChatFinished { message { status content } } } }`,
    variables: { id: chat.message.id },
    context: operator.context,
  });
  const until = async (sign: string): Promise<unknown> => {
    for (;;) {
      const next: IteratorResult<unknown, unknown> = await stream.next();
      if (next.done === true) throw new Error(`no ${sign}`);
      if (JSON.stringify(next.value).includes(sign)) return next.value;
    }
  };
  return { id: chat.message.id, sessionId: chat.session.id, until };
}

const CANCEL = `mutation ($id: ID!) { cancelChat(messageId: $id) { ok message { status content finishReason error { code }
  attempts { order outcome } toolCalls { tool status } } } }`;

test('an answer that is cancelled in its second round of tools keeps the text of both, its call and its attempts', async () => {
  const { operator, scripted } = await startWith(
    answering(routed, delta('Let me look. '), wantsTool('Let me look. ')),
    begins(routed, delta('All is ')),
  );
  const { id, until } = await begin(operator);
  await until('All is ');
  expect(await operator.data(CANCEL, { id })).toEqual({
    cancelChat: {
      ok: true,
      message: {
        status: 'CANCELLED',
        content: 'Let me look. All is ',
        finishReason: 'CANCELLED',
        error: { code: 'CANCELLED' },
        attempts: [
          { order: 1, outcome: 'SERVED' },
          { order: 2, outcome: 'CANCELLED' },
        ],
        toolCalls: [{ tool: 'list_services', status: 'OK' }],
      },
    },
  });
  await scripted.requests[1]?.closed;
  expect(await until('ChatFinished')).toMatchObject({
    data: { chatStream: { message: { status: 'CANCELLED', content: 'Let me look. All is ' } } },
  });
  expect(scripted.requests).toHaveLength(2);
});

test('an answer that is cancelled while a tool runs asks the engine no more, and the next question knows its text alone', async () => {
  let asked = 0;
  const { operator, madre, scripted } = await startWith(
    (response) => {
      // The tool reads madre, who does not answer.
      madre.hangs = true;
      asked = madre.asked;
      answering(routed, delta('Let me look.'), wantsTool('Let me look.'))(response);
    },
    answering(finished('again')),
  );
  const { id, sessionId, until } = await begin(operator);
  await until('Let me look.');
  await expect.poll(() => madre.asked).toBe(asked + 1);
  expect(await operator.data(CANCEL, { id })).toMatchObject({
    cancelChat: { message: { status: 'CANCELLED', content: 'Let me look.', toolCalls: [] } },
  });
  expect(scripted.requests).toHaveLength(1);
  madre.hangs = false;
  await (await begin(operator, sessionId)).until('ChatFinished');
  expect((scripted.requests[1]?.body as CompletionRequest).messages).toEqual([
    { role: 'user', content: 'how is it?' },
    { role: 'assistant', content: 'Let me look.' },
    { role: 'user', content: 'how is it?' },
  ]);
});
