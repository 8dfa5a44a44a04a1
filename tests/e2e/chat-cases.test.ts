import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import {
  answers,
  answersThroughGates,
  asksForTools,
  breaksAfter,
  DEFAULT_ANSWER,
  onlyKeepsAlive,
  respondsWith,
  stallsAfter,
  startScriptedEngine,
  type ScriptedEngine,
} from '../support/scripted-engine.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

/** The built server with switch as its own process, and engines of which each case pins the one that it hurts. */
const IDS = ['first', 'second', 'keyed', 'limited', 'fragile', 'budgeted', 'narrow'] as const;
const KEY = 'sk-this-must-not-be-seen';
const limits = { firstTokenTimeoutMs: 400, idleTimeoutMs: 400, maxConcurrent: 200 };
const special: Readonly<Record<string, object>> = {
  first: { limits, breaker: { threshold: 100 }, capabilities: { tools: true, reasoning: true } },
  second: { limits: { maxConcurrent: 200 } },
  keyed: { apiKeyEnv: 'OPENAI_API_KEY' },
  limited: {},
  fragile: { breaker: { threshold: 1, coolDownMs: 300 } },
  narrow: { limits: { maxConcurrent: 1, queueTimeoutMs: 60_000 } },
  budgeted: { maxOutputTokens: 5_000, budget: { period: 'month', tokens: 20_000 } },
};

let engines: Readonly<Record<string, ScriptedEngine>>;
let stack: SpawnedStack;
let folder: string;

beforeAll(async () => {
  const started = await Promise.all(IDS.map(async (id) => [id, await startScriptedEngine()] as const));
  engines = Object.fromEntries(started);
  folder = mkdtempSync(join(tmpdir(), 'vx11-chat-'));
  const file = join(folder, 'engines.yaml');
  const entries = started.map(([id, { url }]) => ({
    ...{ id, provider: 'openai-compatible', baseUrl: url, model: 'any' },
    ...special[id],
  }));
  writeFileSync(file, stringify({ strategy: 'ordered', engines: entries }));
  const key = join(folder, 'key');
  writeFileSync(key, `${KEY}\n`);
  stack = await spawnStack({ env: { VX11_ENGINES: file, OPENAI_API_KEY_FILE: key, LOG_LEVEL: 'debug' } });
  await stack.data(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 600, waitUntilReady: true }) { ok } }',
  );
});

afterAll(async () => {
  await stack.close();
  await Promise.all(Object.values(engines).map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

const engine = (id: (typeof IDS)[number]): ScriptedEngine => {
  const found = engines[id];
  if (found === undefined) throw new Error(`no engine ${id}`);
  return found;
};

interface Message {
  readonly id: string;
  readonly content: string;
  readonly status: string;
  readonly engine: { readonly id: string } | null;
  readonly attempts: readonly {
    readonly engine: { readonly id: string };
    readonly outcome: string;
    readonly errorCode: string | null;
    readonly totalMs: number | null;
    readonly charactersDiscarded: number | null;
  }[];
  readonly route: { readonly strategy: string; readonly candidates: readonly unknown[] } | null;
}

const FIELDS = `id content status engine { id } finishReason error { code } toolCalls { tool status }
  attempts { engine { id } outcome errorCode totalMs charactersDiscarded }
  route { strategy reason candidates { engine { id } eligible why } }`;

async function chat(input: Readonly<Record<string, unknown>>): Promise<{
  readonly ok: boolean;
  readonly deduplicated: boolean;
  readonly session: { readonly id: string };
  readonly message: Message;
}> {
  const asked = { message: 'hello', ...input };
  const query = `mutation ($input: ChatInput!) { chat(input: $input) { ok deduplicated session { id } message { ${FIELDS} } } }`;
  return (await stack.data<{ chat: Awaited<ReturnType<typeof chat>> }>(query, { input: asked })).chat;
}

const STREAM = `subscription ($id: ID!, $afterSeq: Int) { chatStream(messageId: $id, afterSeq: $afterSeq) { __typename
  ... on ChatSnapshot { seq content } ... on ChatDelta { seq text } ... on ChatRouting { seq }
  ... on ChatRestarted { seq discardedCharacters from { id } to { id } }
  ... on ChatToolCall { seq toolCall { tool status } } ... on ChatFinished { seq message { status content } } } }`;
interface Event {
  readonly chatStream: {
    readonly __typename: string;
    readonly seq: number;
    readonly text?: string;
    readonly content?: string;
    readonly discardedCharacters?: number;
  };
}

async function eventsOf(id: string): Promise<Event['chatStream'][]> {
  const stream = stack.subscribe<Event>(STREAM, { id, afterSeq: 0 });
  await stream.until(({ data }) => data?.chatStream.__typename === 'ChatFinished');
  await stream.close();
  return stream.received.flatMap(({ data }) => data?.chatStream ?? []);
}

describe('an engine that fails', () => {
  test.each([
    ['stalls before its first word', stallsAfter()],
    ['only keeps its connection alive', onlyKeepsAlive()],
  ])('because it %s is left for the next one after its own time-out', async (_name, script) => {
    engine('first').script(script);
    const { message } = await chat({ engine: 'first' });
    expect(message).toMatchObject({ content: DEFAULT_ANSWER, engine: { id: 'second' } });
    expect(message.attempts.map(({ engine: of, outcome }) => [of.id, outcome])).toEqual([
      ['first', 'TIMED_OUT'],
      ['second', 'SERVED'],
    ]);
    // Kept alive for ever it would never have ended; how soon it does is for the bench.
    expect(message.attempts[0]?.totalMs).toBeGreaterThanOrEqual(390);
    expect(message.route).toMatchObject({ strategy: 'PINNED' });
  });

  test('after five words is started over by the next one, and both attempts are kept', async () => {
    engine('first').script(breaksAfter('one ', 'two ', 'three ', 'four ', 'five'));
    // An answer that has ended is told by its snapshot alone: this one goes on until the restart was seen.
    const seen = gate();
    engine('second').script(answersThroughGates({ gate: seen.opened, text: DEFAULT_ANSWER }));
    const { message } = await chat({ engine: 'first', wait: false });
    const stream = stack.subscribe<Event>(STREAM, { id: message.id, afterSeq: 0 });
    const { data } = await stream.until((result) => result.data?.chatStream.__typename === 'ChatRestarted');
    expect(data?.chatStream).toMatchObject({
      from: { id: 'first' },
      to: { id: 'second' },
      discardedCharacters: 'one two three four five'.length,
    });
    seen.open();
    await stream.until((result) => result.data?.chatStream.__typename === 'ChatFinished');
    await stream.close();
    const read = await stack.data<{ message: Message }>(`{ message(id: "${message.id}") { ${FIELDS} } }`);
    expect(read.message).toMatchObject({ content: DEFAULT_ANSWER, engine: { id: 'second' } });
    expect(read.message.attempts.map(({ outcome }) => outcome)).toEqual(['FAILED_MID_STREAM', 'SERVED']);
  });

  test('with 429 and a minute to wait is not waited for', async () => {
    engine('limited').script(respondsWith(429, { 'retry-after': '60' }));
    const { message } = await chat({ engine: 'limited' });
    expect(message).toMatchObject({ status: 'COMPLETE', content: DEFAULT_ANSWER });
    expect(message.attempts[0]).toMatchObject({ engine: { id: 'limited' }, errorCode: 'RATE_LIMITED' });
    expect(message.attempts[0]?.totalMs).toBeLessThan(10_000);
    expect(engine('limited').requests).toHaveLength(1);
  });

  test('with 401 is asked once and is in ERROR, and its key is nowhere to be read', async () => {
    engine('keyed').script(respondsWith(401, {}, `{"error":{"message":"wrong key ${KEY}"}}`));
    const { message } = await chat({ engine: 'keyed' });
    expect(message.content).toBe(DEFAULT_ANSWER);
    expect(engine('keyed').requests).toHaveLength(1);
    expect(engine('keyed').requests[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
    const read = await stack.data<{ engine: { state: string } }>(
      '{ engine(id: "keyed") { state reason circuit { lastError } lastObservation { errorCode } } }',
    );
    expect(read.engine.state).toBe('ERROR');
    const logs = await stack.data('{ service(name: "switch") { logs(tail: 500) { text } } }');
    expect(JSON.stringify([message, read, logs]) + stack.output()).not.toContain(KEY);
  });
});

test('twenty chats on a half-open breaker make one call there, and nineteen are answered elsewhere', async () => {
  const fragile = engine('fragile');
  fragile.script(respondsWith(500));
  await chat({ engine: 'fragile' });
  const isEligible = async (): Promise<boolean> => {
    const { routePreview } = await stack.data<{
      routePreview: { candidates: readonly { engine: { id: string }; eligible: boolean }[] };
    }>('{ routePreview(message: "x", engine: "fragile") { candidates { engine { id } eligible } } }');
    return routePreview.candidates.some(({ engine: of, eligible }) => of.id === 'fragile' && eligible);
  };
  await expect.poll(isEligible, { timeout: 10_000 }).toBe(true);
  const before = fragile.requests.length;
  const probe = gate();
  fragile.script(answersThroughGates({ gate: probe.opened, text: 'probed' }));
  const asked = Array.from({ length: 20 }, () => chat({ engine: 'fragile' }));
  let elsewhere = 0;
  for (const answer of asked)
    void answer.then(({ message }) => (elsewhere += message.engine?.id === 'fragile' ? 0 : 1));
  await expect.poll(() => elsewhere, { timeout: 15_000 }).toBe(19);
  probe.open();
  const answered = await Promise.all(asked);
  expect(answered.filter(({ message }) => message.content === 'probed')).toHaveLength(1);
  expect(fragile.requests.length - before).toBe(1);
});

test('ten chats at once never go beyond the budget of their engine', async () => {
  const hold = gate();
  engine('budgeted').script(
    ...Array.from({ length: 10 }, () => answersThroughGates({ gate: hold.opened, text: 'paid' })),
  );
  const asked = Array.from({ length: 10 }, () => chat({ engine: 'budgeted' }));
  let elsewhere = 0;
  for (const answer of asked) void answer.then(() => (elsewhere += 1));
  await expect.poll(() => elsewhere, { timeout: 15_000 }).toBeGreaterThanOrEqual(6);
  expect(engine('budgeted').requests.length * 5_000).toBeLessThanOrEqual(20_000);
  expect(engine('budgeted').requests.length).toBeGreaterThan(0);
  hold.open();
  const answered = await Promise.all(asked);
  expect(answered.every(({ message }) => message.status === 'COMPLETE')).toBe(true);
});

test('who waits for an engine sees each of their places in its queue, and so does who follows the queue', async () => {
  interface Queue {
    readonly switchQueue: { readonly items: readonly { position: number; engine: { id: string } }[] };
  }
  const turns = [gate(), gate(), gate()];
  engine('narrow').script(
    ...turns.map(({ opened }, index) => answersThroughGates({ gate: opened, text: `turn ${index}` })),
  );
  const items = 'items { position engine { id } }';
  const queue = stack.subscribe<{ queueChanged: Queue['switchQueue'] }>(
    `subscription { queueChanged { ${items} } }`,
  );
  const untilPlaces = (places: readonly number[]): Promise<unknown> =>
    queue.until(
      ({ data }) =>
        JSON.stringify(data?.queueChanged.items.map(({ position }) => position)) === JSON.stringify(places),
    );
  await untilPlaces([]);
  const asked: string[] = [];
  for (const places of [[], [1], [1, 2]]) {
    asked.push((await chat({ engine: 'narrow', wait: false })).message.id);
    if (places.length === 0) await engine('narrow').request(0);
    else await untilPlaces(places);
  }
  const read = await stack.data<Queue>(`{ switchQueue { ${items} } }`);
  expect(read.switchQueue.items.map(({ engine: of }) => of.id)).toEqual(['narrow', 'narrow']);

  const last = stack.subscribe<{ chatStream: { why?: string; message?: { content: string } } }>(
    `subscription { chatStream(messageId: "${asked[2]}", afterSeq: 0) { ... on ChatRouting { why } ... on ChatFinished { message { content } } } }`,
  );
  await last.until(({ data }) => data?.chatStream.why?.includes('place 2') === true);
  turns[0]?.open();
  await last.until(({ data }) => data?.chatStream.why?.includes('place 1') === true);
  await untilPlaces([1]);
  turns[1]?.open();
  turns[2]?.open();
  const end = await last.until(({ data }) => data?.chatStream.message !== undefined);
  expect(end.data?.chatStream.message?.content).toBe('turn 2');
  await untilPlaces([]);
  await last.close();
  await queue.close();
});

describe('a running answer', () => {
  test("that is cancelled ends at the engine's socket, keeps its text and says which engine was at it", async () => {
    const before = engine('second').requests.length;
    const never = new Promise<void>(() => undefined);
    engine('second').script(
      answersThroughGates({ gate: Promise.resolve(), text: 'so far' }, { gate: never, text: '' }),
    );
    const { message } = await chat({ engine: 'second', wait: false });
    const stream = stack.subscribe<Event>(STREAM, { id: message.id, afterSeq: 0 });
    await stream.until(({ data }) => data?.chatStream.text === 'so far');
    const upstream = await engine('second').request(before);
    const { cancelChat } = await stack.data<{ cancelChat: { message: Message } }>(
      `mutation { cancelChat(messageId: "${message.id}") { ok message { ${FIELDS} } } }`,
    );
    expect(cancelChat.message).toMatchObject({
      status: 'CANCELLED',
      content: 'so far',
      finishReason: 'CANCELLED',
      attempts: [{ engine: { id: 'second' }, outcome: 'CANCELLED' }],
    });
    expect(await upstream.closed).toBe(true);
    await stream.close();
  });

  test('goes on while nobody listens, and who comes back misses and repeats nothing', async () => {
    const second = gate();
    engine('second').script(
      answersThroughGates(
        { gate: Promise.resolve(), text: 'before ' },
        { gate: second.opened, text: 'meanwhile ' },
        { gate: second.opened, text: 'after' },
      ),
    );
    const { message } = await chat({ engine: 'second', wait: false });
    const first = stack.subscribe<Event>(STREAM, { id: message.id, afterSeq: 0 });
    const seen = await first.until(({ data }) => data?.chatStream.text === 'before ');
    await first.close();
    second.open();
    const afterSeq = seen.data?.chatStream.seq;
    const back = stack.subscribe<Event>(STREAM, { id: message.id, afterSeq });
    await back.until(({ data }) => data?.chatStream.__typename === 'ChatFinished');
    const later = back.received.flatMap(({ data }) => data?.chatStream ?? []);
    await back.close();
    const snapshot = later.find(({ __typename }) => __typename === 'ChatSnapshot');
    // Where it had ended meanwhile its whole text is told, else what followed.
    const text = later.map((event) => event.text ?? '').join('');
    expect(snapshot?.content ?? `before ${text}`).toBe('before meanwhile after');
    expect(later.every(({ seq }) => seq > (afterSeq ?? 0))).toBe(true);
  });

  test('of one key is one call and one message, however many ask at once', async () => {
    const before = engine('second').requests.length;
    const asked = { engine: 'second', idempotencyKey: 'same', message: 'once' };
    const answered = await Promise.all([chat(asked), chat(asked), chat(asked)]);
    expect(new Set(answered.map(({ message }) => message.id)).size).toBe(1);
    expect(answered.filter(({ deduplicated }) => deduplicated)).toHaveLength(2);
    expect(engine('second').requests.length - before).toBe(1);
  });
});

test('an engine with tools reads the stack, and its history keeps its thoughts', async () => {
  const before = engine('first').requests.length;
  engine('first').script(
    asksForTools(
      [{ index: 0, id: 'c1', type: 'function', function: { name: 'list_services', arguments: '{}' } }],
      {
        thought: 'I should look',
      },
    ),
    answers('All is well.'),
    answers('Still.'),
  );
  const { message, session } = await chat({ engine: 'first', message: 'how is the stack?' });
  expect(message).toMatchObject({
    content: 'All is well.',
    toolCalls: [{ tool: 'list_services', status: 'OK' }],
  });
  await chat({ engine: 'first', sessionId: session.id, message: 'and now?' });
  const [, second, third] = engine('first')
    .requests.slice(before)
    .map(({ body }) => (body as { messages: readonly Record<string, unknown>[] }).messages);
  for (const history of [second, third])
    expect(history).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ role: 'assistant', reasoning_content: 'I should look' }),
        expect.objectContaining({ role: 'tool', tool_call_id: 'c1' }),
      ]) as unknown[],
    );
});

test('a hundred answers stream at once, each whole', async () => {
  const words = ['one ', 'two ', 'three ', 'four ', 'five'];
  engine('second').script(...Array.from({ length: 100 }, () => answers(...words)));
  const started = await Promise.all(
    Array.from({ length: 100 }, () => chat({ engine: 'second', wait: false })),
  );
  const all = await Promise.all(started.map(({ message }) => eventsOf(message.id)));
  for (const events of all)
    expect(events.at(-1)).toMatchObject({ message: { status: 'COMPLETE', content: words.join('') } });
});

test('a key that its engine was called with and echoed is in no answer, file, log, metric or audit entry', async () => {
  const echo = respondsWith(401, { 'www-authenticate': KEY }, `{"error":{"message":"wrong key ${KEY}"}}`);
  engine('keyed').script(echo, echo);
  await stack.data('mutation { resetCircuit(engine: "keyed") { ok } }');
  const refused = await chat({ engine: 'keyed', allowFallback: false });
  await stack.data('mutation { resetCircuit(engine: "keyed") { ok } }');
  const elsewhere = await chat({ engine: 'keyed', message: 'marked-by-this-question' });
  expect(engine('keyed').requests.at(-1)?.headers['authorization']).toBe(`Bearer ${KEY}`);
  const told = await stack.data(`{
    engines { id state reason circuit { lastError } lastObservation { errorCode } hasCredentials }
    auditLog(first: 100) { edges { node { action target outcome detail } } }
    events(first: 100) { edges { node { type summary data } } }
    usage { engine { id } requests errors }
  }`);
  const headers = { 'x-vx11-token': 'vx11-local-token' };
  const metrics = await (await fetch(`${stack.url}/metrics`, { headers })).text();
  const files = filesIn(stack.dataDir).map((file) => readFileSync(file, 'latin1'));
  // The search would find it: it finds what may be there.
  expect(files.join()).toContain('marked-by-this-question');
  expect(metrics).toContain('tentaculo_link_subscription_deliveries_total');
  expect(JSON.stringify(told)).toContain('"id":"keyed"');
  const everything = [refused, elsewhere, told, metrics, stack.output(), ...files].map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  );
  expect(everything.filter((one) => one.includes(KEY))).toEqual([]);
});

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
