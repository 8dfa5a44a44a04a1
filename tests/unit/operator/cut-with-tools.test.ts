import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { CompletionAttempt, CompletionEvent, CompletionRequest } from '../../../schema/completion.ts';
import { startOperator, type TestOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import {
  answering,
  delta,
  failed,
  finished,
  line,
  startScriptedSwitch,
  type ScriptedSwitch,
} from '../../support/scripted-switch.ts';
import { tempDir } from '../../support/temp-dir.ts';

type Round = (response: ServerResponse) => void;

const SAID = 'I propose to open hermes. ';
const USAGE = {
  ...{ promptTokens: 5, completionTokens: 5, reasoningTokens: null, totalTokens: 10 },
  ...{ estimated: false, costUsd: null },
};

const routing = (engine: string, ...attempts: CompletionAttempt[]): CompletionEvent => ({
  type: 'routing',
  engine,
  attempt: attempts.length + 1,
  why: 'because',
  attempts,
});

const proposes = (content: string, id = 't1'): CompletionEvent =>
  finished(content, {
    finishReason: 'TOOL_CALLS',
    toolCalls: [{ id, name: 'propose_open_window', arguments: '{"services":["hermes"],"ttlSec":600}' }],
    usage: USAGE,
  });

const attempt = (engine: string, more: Partial<CompletionAttempt>): CompletionAttempt => ({
  engine,
  order: 1,
  outcome: 'TIMED_OUT',
  errorCode: 'FIRST_TOKEN_TIMEOUT',
  firstTokenMs: null,
  totalMs: 2,
  charactersDiscarded: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

const failedWith = (
  code: Extract<CompletionEvent, { type: 'failed' }>['code'],
  ...attempts: CompletionAttempt[]
): CompletionEvent => ({
  ...(failed('local: it took too long') as Extract<CompletionEvent, { type: 'failed' }>),
  code,
  attempts,
});

/** A round that was served before the cut. */
const served = answering(routing('local'), delta(SAID), proposes(SAID));

const begins =
  (...events: readonly CompletionEvent[]): Round =>
  (response) =>
    void response.writeHead(200).write(events.map(line).join(''));

async function startWith(
  ...rounds: readonly Round[]
): Promise<{ operator: TestOperator; scripted: ScriptedSwitch }> {
  const scripted = await startScriptedSwitch();
  let round = 0;
  scripted.answer = (response) => rounds[round++]?.(response);
  const madre = createScriptedMadre(
    { name: 'switch', state: 'READY', windows: ['w1'] },
    { name: 'hermes', state: 'STOPPED' },
  );
  const operator = await startOperator({ askMadre: madre.ask, switchUrl: scripted.url });
  return { operator, scripted };
}

const FIELDS = `id status content answeredBy engine { id } firstTokenMs error { code } session { id }
  attempts { outcome charactersDiscarded } proposals { summary } toolCalls { tool } usage { totalTokens estimated }`;

interface Message {
  readonly id: string;
  readonly status: string;
  readonly content: string;
  readonly session: { readonly id: string };
}

async function ask(operator: TestOperator, more: object = {}): Promise<Message> {
  const { chat } = await operator.data<{ chat: { message: Message } }>(
    `mutation ($input: ChatInput!) { chat(input: $input) { message { ${FIELDS} } } }`,
    { input: { message: 'open it', ...more } },
  );
  return chat.message;
}

/** Where switch and its window are asked for what was said with them. */
async function readHosts(operator: TestOperator): Promise<unknown> {
  const { _entities } = await operator.data<{ _entities: unknown }>(
    `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Service { recentMessages { content } } ... on PowerWindow { sessions { id } } } }`,
    {
      of: [
        { __typename: 'Service', name: 'switch' },
        { __typename: 'PowerWindow', id: 'w1' },
      ],
    },
  );
  return _entities;
}

describe('an answer whose second round of tools', () => {
  test.each([true, false])(
    'is cut before its first text keeps the round before it (allowFallback: %s)',
    async (allowFallback) => {
      const cut = failedWith('FIRST_TOKEN_TIMEOUT', attempt('local', {}));
      const { operator } = await startWith(served, answering(routing('local'), cut));
      expect(await ask(operator, { allowFallback })).toMatchObject({
        status: 'PARTIAL',
        content: SAID,
        answeredBy: 'ENGINE',
        engine: { id: 'local' },
        error: { code: 'FIRST_TOKEN_TIMEOUT' },
      });
    },
  );

  test('is cut for one engine and refused by the next keeps the round before it, of the engine that wrote it', async () => {
    const cut = attempt('local', {});
    const broken = attempt('two', { outcome: 'FAILED_BEFORE_FIRST_TOKEN', errorCode: 'ENGINE_UNAVAILABLE' });
    const { operator } = await startWith(
      served,
      answering(routing('local'), routing('two', cut), failedWith('ENGINE_UNAVAILABLE', cut, broken)),
    );
    expect(await ask(operator)).toMatchObject({
      status: 'PARTIAL',
      content: SAID,
      engine: { id: 'local' },
      error: { code: 'ENGINE_UNAVAILABLE' },
    });
  });

  test('breaks off by itself is made by madre, as any other', async () => {
    const broken = attempt('local', { outcome: 'FAILED_MID_STREAM', errorCode: 'ENGINE_UNAVAILABLE' });
    const { operator } = await startWith(
      served,
      answering(routing('local'), delta('Press'), failedWith('ENGINE_UNAVAILABLE', broken)),
    );
    expect(await ask(operator)).toMatchObject({ status: 'COMPLETE', answeredBy: 'MADRE' });
  });
});

describe('an answer that is cut in its second round of tools', () => {
  const cutInText = answering(
    routing('local'),
    delta('Press confirm'),
    failedWith(
      'TOTAL_TIMEOUT',
      attempt('local', { errorCode: 'TOTAL_TIMEOUT', firstTokenMs: 7, charactersDiscarded: 13 }),
    ),
  );

  test('keeps its proposals and what the served round used, and is found by its service and window', async () => {
    const { operator } = await startWith(served, cutInText);
    const message = await ask(operator);
    expect(message).toMatchObject({
      status: 'PARTIAL',
      content: `${SAID}Press confirm`,
      error: { code: 'TOTAL_TIMEOUT' },
      firstTokenMs: 1,
      proposals: [{ summary: 'Open a window for hermes of 600 s' }],
      toolCalls: [{ tool: 'propose_open_window' }],
      usage: { totalTokens: 10, estimated: true },
      attempts: [{ outcome: 'SERVED' }, { outcome: 'TIMED_OUT', charactersDiscarded: null }],
    });
    expect(await readHosts(operator)).toEqual([
      { recentMessages: [{ content: message.content }] },
      { sessions: [{ id: message.session.id }] },
    ]);
  });

  test('tells the next question what its tools said', async () => {
    const { operator, scripted } = await startWith(served, cutInText, answering(finished('again')));
    const { session } = await ask(operator);
    await ask(operator, { sessionId: session.id });
    expect((scripted.requests[2]?.body as CompletionRequest).messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: SAID, toolCalls: [{ id: 't1' }] },
      { role: 'tool', toolCallId: 't1' },
      { role: 'assistant', content: 'Press confirm' },
      { role: 'user' },
    ]);
  });
});

describe('an answer that is ended in its second round of tools', () => {
  /** An answer of which the second round has been shown. */
  async function reachSecond(operator: TestOperator): Promise<Message> {
    const message = await ask(operator, { wait: false });
    const stream = await operator.executor.subscribe({
      query:
        'subscription ($id: ID!) { chatStream(messageId: $id, afterSeq: 0) { ... on ChatDelta { text } } }',
      variables: { id: message.id },
      context: operator.context,
    });
    for await (const told of stream) if (JSON.stringify(told).includes('Press')) return message;
    throw new Error('the second round was not shown');
  }
  const kept = {
    content: `${SAID}Press`,
    proposals: [{ summary: 'Open a window for hermes of 600 s' }],
    usage: { totalTokens: 10, estimated: true },
  };

  test('by cancelling keeps its proposals, and is found by its service and window', async () => {
    const { operator } = await startWith(served, begins(routing('local'), delta('Press')));
    const { id, session } = await reachSecond(operator);
    const cancel = `mutation ($id: ID!) { cancelChat(messageId: $id) { message { ${FIELDS} } } }`;
    expect(await operator.data(cancel, { id })).toMatchObject({
      cancelChat: { message: { status: 'CANCELLED', ...kept } },
    });
    expect(await readHosts(operator)).toEqual([
      { recentMessages: [{ content: kept.content }] },
      { sessions: [{ id: session.id }] },
    ]);
  });

  test('by a stop of the server keeps its proposals', async () => {
    const scripted = await startScriptedSwitch();
    let round = 0;
    scripted.answer = (response) => [served, begins(routing('local'), delta('Press'))][round++]?.(response);
    const madre = createScriptedMadre({ name: 'switch', state: 'READY', windows: ['w1'] });
    const dataDir = tempDir();
    const first = await startOperator({ askMadre: madre.ask, switchUrl: scripted.url, dataDir });
    const { id } = await reachSecond(first);
    await first.close();
    const second = await startOperator({ askMadre: madre.ask, switchUrl: scripted.url, dataDir });
    expect(
      await second.data(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Message { ${FIELDS} } } }`,
        { of: [{ __typename: 'Message', id }] },
      ),
    ).toMatchObject({ _entities: [{ status: 'PARTIAL', ...kept }] });
  });
});
