import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '../../../platform/manual-clock.ts';
import type { CompletionAttempt, CompletionEvent } from '../../../schema/completion.ts';
import { startOperator, type TestOperator } from '../../support/operator.ts';
import { createScriptedMadre, type ScriptedMadre } from '../../support/scripted-madre.ts';
import {
  answering,
  delta,
  failed,
  finished,
  line,
  startScriptedSwitch,
  type ScriptedSwitch,
} from '../../support/scripted-switch.ts';

const HEARTBEAT_MS = 5_000;
const SILENCE_LIMIT_MS = 30_000;
const switchAwake = { name: 'switch', state: 'READY', windows: ['w1'] };

interface Message {
  readonly id: string;
  readonly status: string;
  readonly content: string;
}

const FIELDS = `id status content answeredBy engine { id } degradedReason finishReason firstTokenMs totalMs
  error { code message retryable } attempts { engine { id } outcome errorCode charactersDiscarded } route { strategy }`;

interface World {
  readonly operator: TestOperator;
  readonly scripted: ScriptedSwitch;
  readonly madre: ScriptedMadre;
  readonly clock: ManualClock;
}

async function startWorld(answer: (response: ServerResponse) => void): Promise<World> {
  const scripted = await startScriptedSwitch();
  scripted.answer = answer;
  const [madre, clock] = [createScriptedMadre(switchAwake), createManualClock()];
  const operator = await startOperator({ askMadre: madre.ask, switchUrl: scripted.url, clock });
  return { operator, scripted, madre, clock };
}

async function ask({ operator }: World, more: object = {}): Promise<{ ok: boolean; message: Message }> {
  const { chat } = await operator.data<{ chat: { ok: boolean; message: Message } }>(
    `mutation ($input: ChatInput!) { chat(input: $input) { ok message { ${FIELDS} } } }`,
    { input: { message: 'status?', ...more } },
  );
  return chat;
}

/** Begins an answer, and follows it. */
async function begin(world: World, more: object = {}) {
  const arrived = world.scripted.arrived();
  const { message } = await ask(world, { wait: false, ...more });
  await arrived;
  const stream = await world.operator.executor.subscribe({
    query: `subscription ($id: ID!) { chatStream(messageId: $id, afterSeq: 0) { __typename
      ... on ChatDelta { text } ... on ChatRestarted { discardedCharacters from { id } to { id } }
      ... on ChatFinished { message { ${FIELDS} } } } }`,
    variables: { id: message.id },
    context: world.operator.context,
  });
  const next = async (): Promise<unknown> => {
    const told = await stream.next();
    return told.done === true ? undefined : told.value.data?.['chatStream'];
  };
  return { id: message.id, next };
}

const attempt = (engine: string, more: Partial<CompletionAttempt>): CompletionAttempt => ({
  engine,
  order: 1,
  outcome: 'TIMED_OUT',
  errorCode: 'TOTAL_TIMEOUT',
  firstTokenMs: 1,
  totalMs: 2,
  charactersDiscarded: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

const routing = (engine: string, ...attempts: CompletionAttempt[]): CompletionEvent => ({
  type: 'routing',
  engine,
  attempt: attempts.length + 1,
  why: 'because',
  decision: { strategy: 'ORDERED', reason: 'the first', candidates: [] },
  attempts,
});

const restarted = (from: string, to: string, discardedCharacters: number): CompletionEvent => ({
  type: 'restarted',
  from,
  to,
  discardedCharacters,
  reason: 'it took too long',
});

const failedWith = (...attempts: CompletionAttempt[]): CompletionEvent => ({
  ...(failed('one: it took too long') as Extract<CompletionEvent, { type: 'failed' }>),
  code: 'TOTAL_TIMEOUT',
  attempts,
});

describe('an answer', () => {
  test('takes as long as its engines may, while switch says that it is at work', async () => {
    let response: ServerResponse | undefined;
    const world = await startWorld((opened) => {
      response = opened;
      opened.writeHead(200).write(line(delta('once ')));
    });
    const { next } = await begin(world);
    expect(await next()).toMatchObject({ text: 'once ' });
    for (let beat = 0; beat < 3_600_000 / HEARTBEAT_MS; beat += 1) {
      await new Promise((resolve) => response?.write('\n', resolve));
      await world.clock.advance(HEARTBEAT_MS);
    }
    response?.end(line(delta('upon a time')) + line(finished('once upon a time')));
    expect(await next()).toMatchObject({ text: 'upon a time' });
    expect(await next()).toMatchObject({ message: { status: 'COMPLETE', content: 'once upon a time' } });
  });

  test('of a switch that fell silent keeps what was shown, as PARTIAL', async () => {
    const world = await startWorld((response) =>
      response.writeHead(200).write(line(routing('one')) + line(delta('half an answer'))),
    );
    const { next } = await begin(world);
    expect(await next()).toMatchObject({ __typename: 'ChatRouting' });
    expect(await next()).toMatchObject({ text: 'half an answer' });
    await world.clock.advance(SILENCE_LIMIT_MS);
    expect(await next()).toMatchObject({
      message: {
        status: 'PARTIAL',
        content: 'half an answer',
        answeredBy: 'ENGINE',
        engine: { id: 'one' },
        finishReason: 'ERROR',
        firstTokenMs: 0,
        totalMs: SILENCE_LIMIT_MS,
        error: { code: 'IDLE_TIMEOUT', message: 'switch sent nothing for 30000 ms', retryable: true },
        attempts: [{ engine: { id: 'one' }, outcome: 'INTERRUPTED', charactersDiscarded: null }],
        route: { strategy: 'ORDERED' },
      },
    });
    await world.scripted.requests[0]?.closed;
  });

  test('of a switch that is silent from the start is made by madre', async () => {
    const world = await startWorld(() => undefined);
    const { next } = await begin(world);
    await world.clock.advance(SILENCE_LIMIT_MS);
    expect(await next()).toMatchObject({ __typename: 'ChatDelta' });
    expect(await next()).toMatchObject({
      message: { answeredBy: 'MADRE', degradedReason: 'switch sent nothing for 30000 ms' },
    });
  });

  test.each([true, false])(
    'whose only engine was cut by a limit keeps what was shown (allowFallback: %s)',
    async (allowFallback) => {
      const cut = failedWith(attempt('one', { charactersDiscarded: 14 }));
      const world = await startWorld(answering(routing('one'), delta('half an answer'), cut));
      expect(await ask(world, { allowFallback })).toMatchObject({
        ok: false,
        message: {
          status: 'PARTIAL',
          content: 'half an answer',
          engine: { id: 'one' },
          error: { code: 'TOTAL_TIMEOUT', message: 'one: it took too long' },
          attempts: [{ outcome: 'TIMED_OUT', errorCode: 'TOTAL_TIMEOUT', charactersDiscarded: null }],
        },
      });
    },
  );

  test('that the next engine did not begin is what the engine before it wrote', async () => {
    const first = attempt('one', { charactersDiscarded: 14 });
    const second = attempt('two', { outcome: 'FAILED_BEFORE_FIRST_TOKEN', errorCode: 'ENGINE_UNAVAILABLE' });
    const world = await startWorld(
      answering(
        ...[routing('one'), delta('half an answer'), restarted('one', 'two', 14), routing('two', first)],
        failedWith(first, second),
      ),
    );
    expect((await ask(world)).message).toMatchObject({
      status: 'PARTIAL',
      content: 'half an answer',
      engine: { id: 'one' },
      error: { code: 'TOTAL_TIMEOUT' },
      attempts: [{ charactersDiscarded: null }, { outcome: 'FAILED_BEFORE_FIRST_TOKEN' }],
    });
  });

  test('keeps the longer text of two engines that were cut, and says what is void', async () => {
    const first = attempt('one', { charactersDiscarded: 14 });
    const second = attempt('two', { charactersDiscarded: 3, errorCode: 'IDLE_TIMEOUT' });
    let response: ServerResponse | undefined;
    const world = await startWorld((opened) => {
      response = opened;
      opened.writeHead(200).write(line(routing('one')) + line(delta('half an answer')));
    });
    const { next } = await begin(world);
    await next();
    expect(await next()).toMatchObject({ text: 'half an answer' });
    const rest = [
      restarted('one', 'two', 14),
      routing('two', first),
      delta('hm…'),
      failedWith(first, second),
    ];
    response?.end(rest.map(line).join(''));
    const told = [await next(), await next(), await next(), await next(), await next(), await next()];
    expect(told).toMatchObject([
      { __typename: 'ChatRestarted', from: { id: 'one' }, to: { id: 'two' }, discardedCharacters: 14 },
      { __typename: 'ChatRouting' },
      { text: 'hm…' },
      { __typename: 'ChatRestarted', from: { id: 'two' }, to: null, discardedCharacters: 3 },
      { text: 'half an answer' },
      { message: { status: 'PARTIAL', content: 'half an answer', engine: { id: 'one' } } },
    ]);
    expect(told.at(-1)).toMatchObject({
      message: { attempts: [{ charactersDiscarded: null }, { charactersDiscarded: 3 }] },
    });
  });

  test('that was to start over with an engine that was never named is what was written before', async () => {
    const world = await startWorld((response) => {
      const events = [routing('one'), delta('half an answer'), restarted('one', 'two', 14)];
      response.writeHead(200).write(events.map(line).join(''));
    });
    const { next } = await begin(world);
    for (const type of ['ChatRouting', 'ChatDelta', 'ChatRestarted'])
      expect(await next()).toMatchObject({ __typename: type });
    await world.clock.advance(SILENCE_LIMIT_MS);
    expect(await next()).toMatchObject({ text: 'half an answer' });
    expect(await next()).toMatchObject({
      message: { status: 'PARTIAL', content: 'half an answer', engine: { id: 'one' } },
    });
  });

  test('that ends with the window of switch keeps what was shown', async () => {
    let response: ServerResponse | undefined;
    const world = await startWorld((opened) => {
      response = opened;
      opened.writeHead(200).write(line(routing('one')) + line(delta('half an answer')));
    });
    const { next } = await begin(world);
    await next();
    await next();
    world.madre.services = [{ name: 'switch', state: 'STOPPING' }];
    response?.destroy();
    expect(await next()).toMatchObject({
      message: {
        status: 'PARTIAL',
        content: 'half an answer',
        error: {
          code: 'ENGINE_UNAVAILABLE',
          message: 'switch is not ready (STOPPING), and no power window holds it',
        },
        attempts: [{ outcome: 'INTERRUPTED' }],
      },
    });
  });
});

test('who waits for an answer that takes long is told how far it is, and that it goes on', async () => {
  let response: ServerResponse | undefined;
  const world = await startWorld((opened) => {
    response = opened;
    opened.writeHead(200).write(line(routing('one')) + line(delta('so far')));
  });
  const { clock } = world;
  const { next } = await begin(world, { idempotencyKey: 'k1' });
  await next();
  await next();
  const timers = clock.pendingTimers;
  const early = ask(world, { idempotencyKey: 'k1' });
  await expect.poll(() => clock.pendingTimers).toBeGreaterThan(timers);
  for (let beat = 0; beat < 120_000 / HEARTBEAT_MS; beat += 1) {
    await new Promise((resolve) => response?.write('\n', resolve));
    await clock.advance(HEARTBEAT_MS);
  }
  expect(await early).toMatchObject({
    ok: true,
    message: { status: 'STREAMING', content: 'so far', error: null },
  });
  const late = ask(world, { idempotencyKey: 'k1' });
  response?.end(line(finished('so far, so good')));
  expect(await late).toMatchObject({ ok: true, message: { status: 'COMPLETE', content: 'so far, so good' } });
});
