import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../platform/errors.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { freePort } from '../../support/free-port.ts';
import { startOperator, type TestOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import {
  answering,
  delta,
  failed,
  finished,
  line,
  startScriptedSwitch,
} from '../../support/scripted-switch.ts';
import { tempDir } from '../../support/temp-dir.ts';

interface ChatAnswer {
  readonly ok: boolean;
  readonly deduplicated: boolean;
  readonly session: { readonly id: string; readonly title: string; readonly messageCount: number } | null;
  readonly message: Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly status: string;
    readonly content: string;
  };
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
}

const CHAT = `mutation ($input: ChatInput!) { chat(input: $input) {
  ok deduplicated correlationId
  session { id title messageCount }
  error { code message retryable }
  message { id role content status answeredBy engine { id } degraded degradedReason finishReason correlationId
    attempts { engine { id } order outcome } grounded { field value observedAt } error { code message } }
} }`;

async function ask(
  operator: TestOperator,
  input: Readonly<Record<string, unknown>>,
  actor?: string,
): Promise<ChatAnswer> {
  return (await operator.data<{ chat: ChatAnswer }>(CHAT, { input: { message: 'status?', ...input } }, actor))
    .chat;
}

const switchAsleep = { name: 'switch', state: 'STOPPED' };
const switchAwake = { name: 'switch', state: 'READY', windows: ['w1'] };
const HISTORY = `query ($id: ID!) { session(id: $id) { messageCount
  messages { totalCount edges { node { id role content status answeredBy error { code } } } } } }`;

describe('chat while switch sleeps', () => {
  test('is answered by madre from live state, degraded, with the reason', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask });
    const { ok, message, session, error } = await ask(operator, {});
    expect({ ok, error }).toEqual({ ok: true, error: null });
    expect(message).toMatchObject({
      role: 'ASSISTANT',
      status: 'COMPLETE',
      answeredBy: 'MADRE',
      engine: null,
      degraded: true,
      degradedReason: 'switch is asleep (STOPPED), and no power window holds it',
      correlationId: 'corr-test',
    });
    expect(message['grounded']).not.toEqual([]);
    expect(session).toMatchObject({ title: 'status?', messageCount: 2 });
  });

  test('opens no connection to switch', async () => {
    const scripted = await startScriptedSwitch();
    const operator = await startOperator({
      askMadre: createScriptedMadre(switchAsleep).ask,
      switchUrl: scripted.url,
    });
    await ask(operator, {});
    expect(scripted.requests).toEqual([]);
  });

  test('without fallback is refused, and the question is kept', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask });
    const { ok, error, message, session } = await ask(operator, { allowFallback: false });
    expect(ok).toBe(false);
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: 'switch is asleep (STOPPED), and no power window holds it',
      retryable: true,
    });
    expect(message).toMatchObject({ status: 'FAILED', content: '' });
    const read = await operator.data<{ session: { messages: { edges: { node: unknown }[] } } }>(HISTORY, {
      id: session?.id,
    });
    expect(read.session.messages.edges.map(({ node }) => node)).toMatchObject([
      { role: 'USER', content: 'status?', status: 'COMPLETE' },
      { role: 'ASSISTANT', status: 'FAILED', error: { code: 'ENGINE_UNAVAILABLE' } },
    ]);
  });
});

describe('chat while switch is up', () => {
  test("stores the engine's answer under the session and the windows that held switch", async () => {
    const scripted = await startScriptedSwitch();
    scripted.answer = answering(delta('Hi'), finished('Hi there'));
    const operator = await startOperator({
      askMadre: createScriptedMadre(switchAwake).ask,
      switchUrl: scripted.url,
    });
    const { message, session } = await ask(operator, { message: 'hello', contextSummary: 'they greet' });
    expect(message).toMatchObject({
      content: 'Hi there',
      answeredBy: 'ENGINE',
      engine: { id: 'local' },
      degraded: false,
    });
    expect(message['attempts']).toEqual([{ engine: { id: 'local' }, order: 1, outcome: 'SERVED' }]);
    expect(scripted.requests[0]?.body).toMatchObject({
      messages: [
        { role: 'system', content: 'they greet' },
        { role: 'user', content: 'hello' },
      ],
    });
    const joined = await operator.data<{ _entities: unknown[] }>(
      `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on PowerWindow { id sessions { id } } ... on Service { name recentMessages { content } } } }`,
      {
        of: [
          { __typename: 'PowerWindow', id: 'w1' },
          { __typename: 'PowerWindow', id: 'w2' },
          { __typename: 'Service', name: 'switch' },
        ],
      },
    );
    expect(joined._entities).toEqual([
      { id: 'w1', sessions: [{ id: session?.id }] },
      { id: 'w2', sessions: [] },
      { name: 'switch', recentMessages: [{ content: 'Hi there' }] },
    ]);
  });

  test('a failure of every engine is answered by madre with the reason', async () => {
    const scripted = await startScriptedSwitch();
    scripted.answer = answering(delta('half an ans'), failed('local: HTTP 500'));
    const operator = await startOperator({
      askMadre: createScriptedMadre(switchAwake).ask,
      switchUrl: scripted.url,
    });
    const { message } = await ask(operator, {});
    expect(message).toMatchObject({
      answeredBy: 'MADRE',
      degraded: true,
      degradedReason: 'local: HTTP 500',
      status: 'COMPLETE',
    });
    expect(message.content).not.toContain('half an ans');
  });

  test('a switch that does not answer although it is READY is answered by madre with the reason', async () => {
    const switchUrl = `http://127.0.0.1:${await freePort()}`;
    const operator = await startOperator({ askMadre: createScriptedMadre(switchAwake).ask, switchUrl });
    const { message } = await ask(operator, {});
    expect(message).toMatchObject({ answeredBy: 'MADRE', degraded: true });
    expect(message['degradedReason']).toMatch(/^switch gave no answer \(.*ECONNREFUSED.*\)$/);
  });

  test('the history goes with the next question', async () => {
    const scripted = await startScriptedSwitch();
    scripted.answer = answering(finished('one'));
    const operator = await startOperator({
      askMadre: createScriptedMadre(switchAwake).ask,
      switchUrl: scripted.url,
    });
    const { session } = await ask(operator, { message: 'first' });
    await ask(operator, { message: 'second', sessionId: session?.id });
    expect(scripted.requests[1]?.body).toMatchObject({
      messages: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'one' },
        { role: 'user', content: 'second' },
      ],
    });
  });
});

describe('questions asked at once in one session', () => {
  test('are each the last thing that their engine is told', async () => {
    const scripted = await startScriptedSwitch();
    scripted.answer = answering(finished('ok'));
    const operator = await startOperator({
      askMadre: createScriptedMadre(switchAwake).ask,
      switchUrl: scripted.url,
    });
    const { session } = await ask(operator, { message: 'first' });
    const questions = Array.from({ length: 8 }, (_, index) => `question ${index}`);
    await Promise.all(questions.map((message) => ask(operator, { message, sessionId: session?.id })));
    const asked = scripted.requests.slice(1).map(({ body }) => {
      const { messages } = body as { messages: readonly { role: string; content: string }[] };
      return messages.at(-1);
    });
    expect(asked.map((message) => message?.content).sort()).toEqual(questions);
  });
});

describe('chat while madre is away', () => {
  test('still asks switch, which may be up', async () => {
    const scripted = await startScriptedSwitch();
    scripted.answer = answering(finished('from the engine'));
    const madre = createScriptedMadre();
    madre.failure = new CodedError('SERVICE_UNREACHABLE', { service: 'madre', url: 'x', problem: 'refused' });
    const operator = await startOperator({ askMadre: madre.ask, switchUrl: scripted.url });
    expect((await ask(operator, {})).message).toMatchObject({
      content: 'from the engine',
      answeredBy: 'ENGINE',
    });
  });

  test('and switch too, fails with both reasons instead of an invented text', async () => {
    const madre = createScriptedMadre();
    madre.failure = new Error('gone');
    const operator = await startOperator({
      askMadre: madre.ask,
      switchUrl: `http://127.0.0.1:${await freePort()}`,
    });
    const { ok, message, error } = await ask(operator, {});
    expect(ok).toBe(false);
    expect(message).toMatchObject({ status: 'FAILED', content: '', answeredBy: null });
    expect(error?.message).toMatch(/switch gave no answer .*; madre, .* does not answer either/);
  });
});

describe('a refused chat', () => {
  test.each([
    ['no text', { message: ' \n' }, 'MESSAGE_EMPTY'],
    ['too much text', { message: 'é'.repeat(32_001) }, 'MESSAGE_TOO_LONG'],
    ['an unknown session', { sessionId: 'nobody' }, 'SESSION_NOT_FOUND'],
  ])('for %s stores nothing', async (_name, input, code) => {
    const operator = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask });
    expect(await ask(operator, input)).toMatchObject({
      ok: false,
      message: null,
      session: null,
      error: { code, retryable: false },
    });
    expect(await operator.data('{ sessions { totalCount } }')).toEqual({ sessions: { totalCount: 0 } });
  });

  test('32000 characters are accepted, an emoji being one', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask });
    expect((await ask(operator, { message: '😀'.repeat(32_000) })).ok).toBe(true);
  });
});

test('no more answers run at once than there are places, however many are asked for in one moment', async () => {
  const madre = createScriptedMadre(switchAsleep);
  madre.hangs = true;
  const operator = await startOperator({ askMadre: madre.ask, clock: createManualClock() });
  const asked = await Promise.all(Array.from({ length: 300 }, () => ask(operator, { wait: false })));
  expect(asked.filter(({ ok }) => ok)).toHaveLength(256);
  expect(asked.find(({ ok }) => !ok)?.error).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
  expect(await operator.data('{ sessions { totalCount } }')).toEqual({ sessions: { totalCount: 256 } });
});

test('a text with U+0000 is kept whole, with the replacement character in its place', async () => {
  const operator = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask });
  const { session } = await ask(operator, { message: 'before\0after' });
  expect(session?.title).toBe('before\uFFFDafter');
  expect(await operator.data(HISTORY, { id: session?.id })).toMatchObject({
    session: { messages: { edges: [{ node: { content: 'before\uFFFDafter' } }, {}] } },
  });
});

describe('an idempotency key', () => {
  test('used twice at once for the same question makes one call and one message', async () => {
    const scripted = await startScriptedSwitch();
    scripted.answer = answering(finished('once'));
    const operator = await startOperator({
      askMadre: createScriptedMadre(switchAwake).ask,
      switchUrl: scripted.url,
    });
    const input = { idempotencyKey: 'k1', metadata: { a: 1, b: [2] } };
    const [one, two] = await Promise.all([
      ask(operator, input),
      ask(operator, { ...input, metadata: { b: [2], a: 1 } }),
    ]);
    expect(two.message).toEqual(one.message);
    expect([one.deduplicated, two.deduplicated].sort()).toEqual([false, true]);
    expect(scripted.requests).toHaveLength(1);
  });

  test('used for another question is a conflict that changes nothing', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask });
    await ask(operator, { idempotencyKey: 'k1' });
    expect(await ask(operator, { idempotencyKey: 'k1', message: 'other' })).toMatchObject({
      ok: false,
      error: { code: 'IDEMPOTENCY_CONFLICT' },
    });
    expect(await operator.data('{ sessions { totalCount } }')).toEqual({ sessions: { totalCount: 1 } });
  });

  test('belongs to its token: another actor may use the same', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask });
    const one = await ask(operator, { idempotencyKey: 'k1' });
    const two = await ask(operator, { idempotencyKey: 'k1' }, 'somebody-else');
    expect(two.message.id).not.toBe(one.message.id);
  });
});

describe('a running answer', () => {
  async function startSilent() {
    const scripted = await startScriptedSwitch();
    scripted.answer = (response) => response.writeHead(200).write(line(delta('so far')));
    const clock = createManualClock();
    const dataDir = tempDir();
    const operator = await startOperator({
      askMadre: createScriptedMadre(switchAwake).ask,
      switchUrl: scripted.url,
      clock,
      dataDir,
    });
    const arrived = scripted.arrived();
    const { message, session } = await ask(operator, { wait: false });
    expect(message.status).toBe('PENDING');
    const request = await arrived;
    const stream = await operator.executor.subscribe({
      query: `subscription ($id: ID!) { chatStream(messageId: $id, afterSeq: 0) { __typename
        ... on ChatDelta { seq text } ... on ChatFinished { seq message { status content } } } }`,
      variables: { id: message.id },
      context: operator.context,
    });
    expect(await stream.next()).toMatchObject({
      value: { data: { chatStream: { __typename: 'ChatDelta', seq: 1, text: 'so far' } } },
    });
    return { operator, clock, dataDir, message, session, request, stream };
  }

  test('is followed by chatStream, and cancelling it reaches the socket and keeps the text', async () => {
    const { operator, message, request, stream } = await startSilent();
    const cancelled = await operator.data(
      `mutation { cancelChat(messageId: "${message.id}") { ok message { status content } } }`,
    );
    expect(cancelled).toEqual({
      cancelChat: { ok: true, message: { status: 'CANCELLED', content: 'so far' } },
    });
    await request.closed;
    expect(await stream.next()).toMatchObject({
      value: {
        data: { chatStream: { __typename: 'ChatFinished', seq: 2, message: { status: 'CANCELLED' } } },
      },
    });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('is cancelled when its session is deleted', async () => {
    const { operator, session, request, stream } = await startSilent();
    await operator.data(`mutation { deleteSession(id: "${session?.id}") { ok } }`);
    await request.closed;
    expect(await stream.next()).toMatchObject({
      value: { data: { chatStream: { __typename: 'ChatFinished', message: { status: 'CANCELLED' } } } },
    });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('is PARTIAL with its text after a stop of the server, and stays so after the next start', async () => {
    const { operator, message, dataDir } = await startSilent();
    await operator.close();
    const again = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask, dataDir });
    expect(await again.data(`{ message(id: "${message.id}") { status content error { code } } }`)).toEqual({
      message: { status: 'PARTIAL', content: 'so far', error: { code: 'INTERNAL' } },
    });
  });

  test('has its text on the disk while it streams, which a start after a crash finds as PARTIAL', async () => {
    const { operator, clock, dataDir, message, session } = await startSilent();
    await clock.advance(500);
    await expect
      .poll(
        async () =>
          (await operator.data<{ message: unknown }>(`{ message(id: "${message.id}") { status content } }`))
            .message,
      )
      .toEqual({ status: 'STREAMING', content: 'so far' });
    const afterCrash = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask, dataDir });
    expect(await afterCrash.data(HISTORY, { id: session?.id })).toMatchObject({
      session: {
        messages: { edges: [{ node: { role: 'USER' } }, { node: { status: 'PARTIAL', content: 'so far' } }] },
      },
    });
  });

  test('that a crash cut off is told as PARTIAL to who comes back, whatever seq they saw', async () => {
    const { operator, clock, dataDir, message } = await startSilent();
    await clock.advance(500);
    const stored = async () =>
      (await operator.data<{ message: { status: string } }>(`{ message(id: "${message.id}") { status } }`))
        .message.status;
    await expect.poll(stored).toBe('STREAMING');
    const afterCrash = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask, dataDir });
    const comeBack = async (afterSeq: number | null) => {
      const stream = await afterCrash.executor.subscribe({
        query: `subscription ($id: ID!, $afterSeq: Int) { chatStream(messageId: $id, afterSeq: $afterSeq) { __typename
          ... on ChatSnapshot { seq content } ... on ChatFinished { seq message { status content } } } }`,
        variables: { id: message.id, afterSeq },
        context: afterCrash.context,
      });
      const events: { readonly __typename: string; readonly seq: number }[] = [];
      for await (const { data } of stream) events.push(data?.['chatStream'] as (typeof events)[number]);
      return events;
    };
    for (const afterSeq of [null, 0, 1, 2, 57, 100_000]) {
      expect(await comeBack(afterSeq)).toMatchObject([
        { __typename: 'ChatSnapshot', content: 'so far' },
        { __typename: 'ChatFinished', message: { status: 'PARTIAL', content: 'so far' } },
      ]);
    }
    const end = (await comeBack(57)).at(-1);
    expect(await comeBack(end?.seq ?? 0)).toEqual([]);
  });

  test('that has ended repeats its text to nobody who saw all of it', async () => {
    const scripted = await startScriptedSwitch();
    scripted.answer = answering(delta('half an ans'), failed('local: HTTP 500'));
    const askMadre = createScriptedMadre(switchAwake).ask;
    const operator = await startOperator({ askMadre, switchUrl: scripted.url });
    const { message } = await ask(operator, {});
    const told = async (afterSeq: number) => {
      const events: { readonly __typename: string; readonly seq: number }[] = [];
      const stream = await operator.executor.subscribe({
        query: `subscription ($id: ID!, $afterSeq: Int) { chatStream(messageId: $id, afterSeq: $afterSeq) { __typename
          ... on ChatSnapshot { seq content } ... on ChatFinished { seq } } }`,
        variables: { id: message.id, afterSeq },
        context: operator.context,
      });
      for await (const { data } of stream) events.push(data?.['chatStream'] as (typeof events)[number]);
      return events;
    };
    // A delta, that it is void, what madre says instead, and the end.
    expect(await told(0)).toEqual([
      { __typename: 'ChatSnapshot', seq: 3, content: message.content },
      { __typename: 'ChatFinished', seq: 4 },
    ]);
    expect((await told(2)).map(({ seq }) => seq)).toEqual([3, 4]);
    expect(await told(3)).toEqual([{ __typename: 'ChatFinished', seq: 4 }]);
    expect(await told(4)).toEqual([]);
  });

  test('that has ended is told by chatStream as its text and its end', async () => {
    const operator = await startOperator({ askMadre: createScriptedMadre(switchAsleep).ask });
    const { message } = await ask(operator, {});
    const follow = (afterSeq: number | null) =>
      operator.executor.subscribe({
        query: `subscription ($id: ID!, $afterSeq: Int) { chatStream(messageId: $id, afterSeq: $afterSeq) { __typename } }`,
        variables: { id: message.id, afterSeq },
        context: operator.context,
      });
    const names: unknown[] = [];
    for await (const event of await follow(null)) names.push(event.data?.['chatStream']);
    expect(names).toEqual([{ __typename: 'ChatSnapshot' }, { __typename: 'ChatFinished' }]);
    expect(await (await follow(2)).next()).toEqual({ done: true, value: undefined });
  });
});
