import { describe, expect, test } from 'vitest';
import {
  LONGEST_CONTENT_CHARACTERS,
  type CompletionEvent,
  type CompletionRequest,
} from '../../../schema/completion.ts';
import { startOperator, type TestOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import { answering, delta, finished, startScriptedSwitch } from '../../support/scripted-switch.ts';

interface Message {
  readonly id: string;
  readonly content: string;
  readonly status: string;
  readonly proposals: readonly {
    readonly mutation: string;
    readonly allowed: boolean;
    readonly reason: string;
  }[];
  readonly toolCalls: readonly {
    readonly tool: string;
    readonly status: string;
    readonly arguments: unknown;
    readonly error: string | null;
  }[];
  readonly session: { readonly id: string };
}

const CHAT = `mutation ($input: ChatInput!) { chat(input: $input) { message { id content status session { id }
  attempts { order engine { id } } route { strategy reason candidates { engine { id } eligible } } usage { totalTokens }
  proposals { mutation variables summary allowed reason } toolCalls { tool status arguments result error } } } }`;

async function ask(
  operator: TestOperator,
  input: Readonly<Record<string, unknown>>,
  scopes: readonly string[] = ['*'],
): Promise<Message> {
  const context = { ...operator.context, actor: { name: 'tester', scopes } };
  const { data, errors } = await operator.executor.execute({ query: CHAT, variables: { input }, context });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return (data as { chat: { message: Message } }).chat.message;
}

const call = (name: string, args: unknown = {}, id = 'call-1') => ({
  id,
  name,
  arguments: JSON.stringify(args),
});
const wants = (calls: ReturnType<typeof call>[], content = ''): CompletionEvent =>
  finished(content, { finishReason: 'TOOL_CALLS', toolCalls: calls, reasoning: 'I should look' });

/** An operator whose switch answers each round with the next of these. */
async function startWith(...rounds: readonly (readonly CompletionEvent[])[]) {
  const scripted = await startScriptedSwitch();
  let round = 0;
  scripted.answer = (response) => {
    answering(...(rounds[Math.min(round, rounds.length - 1)] ?? []))(response);
    round += 1;
  };
  const madre = createScriptedMadre(
    { name: 'switch', state: 'READY', windows: ['w1'] },
    { name: 'hermes', state: 'STOPPED' },
  );
  const operator = await startOperator({ askMadre: madre.ask, switchUrl: scripted.url });
  const requests = (): CompletionRequest[] => scripted.requests.map(({ body }) => body as CompletionRequest);
  return { operator, madre, requests };
}

describe('an engine that asks for a tool', () => {
  test('is told what it read and answers with it; the call is kept with its arguments and result', async () => {
    const { operator, requests } = await startWith(
      [delta('Let me look. '), wants([call('get_service', { name: 'hermes' })], 'Let me look. ')],
      [delta('hermes is stopped'), finished('hermes is stopped')],
    );
    const message = await ask(operator, { message: 'what about hermes' });
    expect(message.content).toBe('Let me look. hermes is stopped');
    expect(message.toolCalls).toMatchObject([
      { tool: 'get_service', status: 'OK', arguments: { name: 'hermes' }, result: { state: 'STOPPED' } },
    ]);
    const [first, second] = requests();
    expect(first?.tools?.map(({ name }) => name)).toContain('get_service');
    expect(second?.messages.slice(1)).toMatchObject([
      { role: 'assistant', reasoning: 'I should look', toolCalls: [{ id: 'call-1' }] },
      { role: 'tool', toolCallId: 'call-1', content: expect.stringContaining('STOPPED') as string },
    ]);
    expect(second?.messageId).not.toBe(first?.messageId);
  });

  test('goes on with the engine that began, and all rounds are one answer', async () => {
    const { operator, requests } = await startWith(
      [wants([call('list_windows')])],
      [finished('done', { engine: 'local' })],
    );
    const message = await ask(operator, { message: 'hi' });
    expect(requests()[1]?.engine).toBe('local');
    expect(message).toMatchObject({
      attempts: [{ order: 1 }, { order: 2 }],
      route: { strategy: 'ORDERED', candidates: [{ engine: { id: 'local' }, eligible: true }] },
    });
  });

  test('finds its calls, their results and its thoughts in the history of the next question', async () => {
    const { operator, requests } = await startWith(
      [wants([call('get_status')])],
      [finished('all well', { reasoning: 'it looks well' })],
      [finished('again')],
    );
    const { session } = await ask(operator, { message: 'first' });
    await ask(operator, { message: 'second', sessionId: session.id });
    expect(requests()[2]?.messages).toMatchObject([
      { role: 'user', content: 'first' },
      { role: 'assistant', toolCalls: [{ name: 'get_status' }], reasoning: 'I should look' },
      { role: 'tool', toolCallId: 'call-1' },
      { role: 'assistant', content: 'all well', reasoning: 'it looks well' },
      { role: 'user', content: 'second' },
    ]);
  });

  test.each([
    ['what each round said once', 'hermes is stopped', ['Let me look. ', '', 'hermes is stopped']],
    ['no empty message where the last round said nothing', '', ['Let me look. ', '']],
  ])('finds in its history %s', async (_title, last, told) => {
    const { operator, requests } = await startWith(
      [wants([call('list_windows')], 'Let me look. ')],
      [finished(last)],
      [finished('again')],
    );
    const { session, content } = await ask(operator, { message: 'first' });
    expect(content).toBe(`Let me look. ${last}`);
    await ask(operator, { message: 'second', sessionId: session.id });
    const between = requests()[2]?.messages.slice(1, -1) ?? [];
    expect(between.map((message) => (message.role === 'tool' ? '' : message.content))).toEqual(told);
  });

  test('is told no more of its old thoughts than fits', async () => {
    const { operator, requests } = await startWith(
      [wants([call('get_status')])],
      [finished('all well', { reasoning: 'hm '.repeat(20_000) })],
      [finished('again')],
    );
    const { session } = await ask(operator, { message: 'first' });
    await ask(operator, { message: 'second', sessionId: session.id });
    expect(requests()[2]?.messages.at(-1)).toEqual({ role: 'user', content: 'second' });
    expect(JSON.stringify(requests()[2]?.messages)).not.toContain('hm hm');
  });

  test('gets its rounds bounded: after four it is offered no tool, and no call runs beyond the eighth', async () => {
    const three = [1, 2, 3].map((index) => call('list_services', {}, `c${index}`));
    const { operator, requests } = await startWith([wants(three)]);
    const message = await ask(operator, { message: 'loop' });
    expect(requests().map(({ tools }) => tools !== undefined)).toEqual([true, true, true, false]);
    expect(message.toolCalls).toHaveLength(8);
    expect(JSON.stringify(requests()[3]?.messages)).toContain('no more than 8 calls');
  });

  test('may write as much in each of its rounds as in one', async () => {
    const long = 'x'.repeat(LONGEST_CONTENT_CHARACTERS);
    const round = [delta(long), wants([call('list_services')], long)];
    const { operator } = await startWith(...[round, round, round, round], [delta(long), finished(long)]);
    const message = await ask(operator, { message: 'tell me all' });
    expect([message.status, message.content.length]).toEqual(['COMPLETE', 5 * LONGEST_CONTENT_CHARACTERS]);
  });

  test.each([
    ['a tool that is not there', call('run_shell', { command: 'ls' }), 'there is no such tool'],
    ['wrong arguments', call('read_logs', { service: 'hermes', tail: 1e9 }), 'tail'],
    ['a field that is not known', call('get_status', { sudo: true }), 'sudo'],
    ['text that is no JSON', { id: 'c', name: 'get_status', arguments: '{"a"' }, 'not JSON'],
  ])('that names %s is told so, and the answer goes on', async (_name, wrong, error) => {
    const { operator } = await startWith([wants([wrong])], [finished('fine')]);
    const message = await ask(operator, { message: 'hi' });
    expect(message).toMatchObject({ content: 'fine', status: 'COMPLETE' });
    expect(message.toolCalls[0]?.status).toBe('ERROR');
    expect(message.toolCalls[0]?.error).toContain(error);
  });

  test.each([
    ['read_audit_log', {}, 'audit:read', 'auditLog'],
    ['read_logs', { service: 'hermes' }, 'logs:read', 'logs('],
  ])('reads with %s no more than the one who asked may', async (tool, args, scope, field) => {
    const { operator, madre } = await startWith([wants([call(tool, args)])], [finished('ok')]);
    const denied = await ask(operator, { message: 'hi' }, ['chat:write']);
    expect(denied.toolCalls).toMatchObject([{ tool, status: 'DENIED', result: null }]);
    expect(denied.toolCalls[0]?.error).toContain(scope);
    expect(madre.queries.some((query) => query.includes(field))).toBe(false);
    const { operator: other } = await startWith([wants([call(tool, args)])], [finished('ok')]);
    expect((await ask(other, { message: 'hi' }, ['chat:write', scope])).toolCalls[0]?.status).toBe('OK');
  });
});

describe('an engine that wants to change power', () => {
  const proposal = call('propose_open_window', { services: ['hermes'], ttlSec: 600 });

  test('makes a proposal that is checked and shown, and nothing else', async () => {
    const { operator, madre } = await startWith([wants([proposal])], [finished('shall I?')]);
    const message = await ask(operator, { message: 'start hermes' });
    expect(message.proposals).toEqual([
      {
        mutation: 'openWindow',
        variables: { input: { services: ['hermes'], ttlSec: 600, reason: 'chat' } },
        summary: 'Open a window for hermes of 600 s',
        allowed: true,
        reason: null,
      },
    ]);
    expect(madre.queries.filter((query) => query.includes('mutation'))).toEqual([]);
  });

  test('is told that it would be refused, by the plan or for the scopes of who asked', async () => {
    const refused = await startWith([wants([proposal])], [finished('no')]);
    refused.madre.plan = { allowed: false, code: 'BUDGET_EXCEEDED', message: 'no memory is left' };
    expect((await ask(refused.operator, { message: 'hi' })).proposals).toMatchObject([
      { allowed: false, reason: 'no memory is left' },
    ]);
    const { operator } = await startWith([wants([proposal])], [finished('no')]);
    expect((await ask(operator, { message: 'hi' }, ['chat:write'])).proposals).toMatchObject([
      { allowed: false, reason: expect.stringContaining('power:write') as string },
    ]);
  });
});
