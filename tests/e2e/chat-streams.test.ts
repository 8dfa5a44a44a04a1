import { expect, onTestFinished, test } from 'vitest';
import { writeEngines } from '../support/engines-file.ts';
import { answersThroughGates, startScriptedEngine } from '../support/scripted-engine.ts';
import { spawnStack, startStack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';

const STREAM = `subscription ($id: ID!, $afterSeq: Int) { chatStream(messageId: $id, afterSeq: $afterSeq) { __typename
  ... on ChatSnapshot { seq content status } ... on ChatDelta { seq text }
  ... on ChatFinished { seq message { content status engine { id provider } session { title } } } } }`;

interface Event {
  readonly chatStream: {
    readonly __typename: string;
    readonly seq: number;
    readonly text?: string;
    readonly content?: string;
  };
}

test('an answer that nobody waits for is followed over WebSocket, its end joined with the engine', async () => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  const stack = await startStack({ env: { VX11_ENGINES: writeEngines(tempDir(), { local: engine }) } });
  onTestFinished(() => stack.close());
  await stack.data(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 60, waitUntilReady: true }) { ok } }',
  );

  const first = gate();
  const second = gate();
  engine.script(
    answersThroughGates({ gate: first.opened, text: 'Hello ' }, { gate: second.opened, text: 'there.' }),
  );
  const { chat } = await stack.data<{ chat: { message: { id: string; status: string } } }>(
    'mutation { chat(input: { message: "hi", wait: false }) { message { id status } } }',
  );
  expect(chat.message.status).toBe('PENDING');
  const early = stack.subscribe<Event>(STREAM, { id: chat.message.id, afterSeq: 0 });
  first.open();
  const delta = await early.until(({ data }) => data?.chatStream.__typename === 'ChatDelta');
  expect(delta.data?.chatStream.text).toBe('Hello ');

  const late = stack.subscribe<Event>(STREAM, { id: chat.message.id });
  expect((await late.next()).data?.chatStream).toMatchObject({
    __typename: 'ChatSnapshot',
    content: 'Hello ',
    status: 'STREAMING',
  });
  second.open();
  for (const stream of [early, late]) {
    const end = await stream.until(({ data }) => data?.chatStream.__typename === 'ChatFinished');
    expect(end.data?.chatStream).toMatchObject({
      message: {
        content: 'Hello there.',
        status: 'COMPLETE',
        engine: { id: 'local', provider: 'OPENAI_COMPATIBLE' },
        session: { title: 'hi' },
      },
    });
    await stream.close();
  }
});

test('who comes back after a kill -9 in mid-answer learns that it ended there, and with which text', async () => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  const dataDir = tempDir();
  const first = await spawnStack({
    dataDir,
    env: { VX11_ENGINES: writeEngines(dataDir, { local: engine }) },
  });
  onTestFinished(() => first.close());
  await first.data(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 60, waitUntilReady: true }) { ok } }',
  );
  const now = Promise.resolve();
  const words = Array.from({ length: 57 }, (_, index) => ({ gate: now, text: `word${index} ` }));
  engine.script(answersThroughGates(...words, { gate: new Promise(() => undefined), text: 'never' }));
  const { chat } = await first.data<{ chat: { message: { id: string } } }>(
    'mutation { chat(input: { message: "hi", wait: false }) { message { id } } }',
  );
  const { id } = chat.message;
  const seen = first.subscribe<Event>(STREAM, { id, afterSeq: 0 });
  const last = await seen.until(({ data }) => data?.chatStream.text?.endsWith('word56 ') === true);
  const shown = words.map(({ text }) => text).join('');
  const stored = async () =>
    (await first.data<{ message: { content: string } }>(`{ message(id: "${id}") { content } }`)).message
      .content;
  await expect.poll(stored).toBe(shown);

  const second = await spawnStack(await first.crash());
  onTestFinished(() => second.close());
  const back = second.subscribe<Event>(STREAM, { id, afterSeq: last.data?.chatStream.seq });
  expect((await back.next()).data?.chatStream).toMatchObject({ __typename: 'ChatSnapshot', content: shown });
  expect((await back.next()).data?.chatStream).toMatchObject({
    __typename: 'ChatFinished',
    message: { status: 'PARTIAL', content: shown },
  });
  await back.close();
});

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
