import { expect, onTestFinished, test } from 'vitest';
import { writeEngines } from '../support/engines-file.ts';
import { gate } from '../support/gate.ts';
import { answersThroughGates, startScriptedEngine } from '../support/scripted-engine.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';
import { closeWindow, openReadyWindow } from '../support/windows.ts';

interface Event {
  readonly chatStream: { readonly __typename: string; readonly text?: string; readonly message?: object };
}

/** The window ends in the midst of an answer: by its deadline, or because somebody closes it. */
test.each<[string, (stack: Stack, id: string) => Promise<unknown>, string]>([
  ['whose window reaches its deadline', () => Promise.resolve(), 'TTL_EXPIRED'],
  ['whose window is closed early', (stack, id) => closeWindow(stack, id), 'MANUAL'],
])('an answer %s is finished before switch stops', async (_title, end, closeReason) => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  const stack = await startStack({ env: { VX11_ENGINES: writeEngines(tempDir(), { local: engine }) } });
  onTestFinished(() => stack.close());
  const rest = gate();
  engine.script(
    answersThroughGates(
      { gate: Promise.resolve(), text: 'before ' },
      { gate: rest.promise, text: 'and after the end.' },
    ),
  );
  const { id: windowId } = await openReadyWindow(stack, { services: ['switch'], ttlSec: 15 });
  const { chat } = await stack.data<{ chat: { message: { id: string } } }>(
    'mutation { chat(input: { message: "hi", wait: false }) { message { id } } }',
  );
  const { id } = chat.message;
  const stream = stack.subscribe<Event>(
    `subscription { chatStream(messageId: "${id}", afterSeq: 0) { __typename ... on ChatDelta { text }
      ... on ChatFinished { message { status content engine { id } } } } }`,
  );
  await stream.until(({ data }) => data?.chatStream.text === 'before ');

  await end(stack, windowId);
  const stateOf = async (): Promise<string> =>
    (await stack.data<{ service: { state: string } }>('{ service(name: "switch") { state } }')).service.state;
  await expect.poll(stateOf, { timeout: 25_000, interval: 20 }).toBe('STOPPING');
  rest.open();
  const told = await stream.until(({ data }) => data?.chatStream.__typename === 'ChatFinished');
  expect(told.data?.chatStream.message).toMatchObject({
    status: 'COMPLETE',
    content: 'before and after the end.',
  });
  await stream.close();

  await expect.poll(stateOf).toBe('STOPPED');
  const { window } = await stack.data<{ window: object }>(
    `{ window(id: "${windowId}") { state closeReason } }`,
  );
  expect(window).toMatchObject({ state: 'CLOSED', closeReason });
});
