import { describe, expect, it, onTestFinished } from 'vitest';
import { systemContext } from '../../../platform/request-context.ts';
import { serveSubgraph } from '../../../platform/graphql/serve-subgraph.ts';
import { createLogger } from '../../../platform/log.ts';
import { freePort } from '../../support/free-port.ts';
import { gate } from '../../support/gate.ts';
import {
  answers,
  answersThroughGates,
  respondsWith,
  stallsAfter,
  startScriptedEngine,
  type ScriptedEngine,
} from '../../support/scripted-engine.ts';
import { enginesYaml, startSwitch, type TestSwitch } from '../../support/switch-subgraph.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SUBMIT = `mutation($input: SubmitTaskInput!) { submitTask(input: $input) { ok message task { id taskType status } } }`;
const TASK = `query($id: ID!) { switchTask(id: $id) { status result error decision { strategy servedBy { id } attempts { outcome } candidates { engine { id } } } } }`;
const messages = [{ role: 'user', content: 'Hello?' }];
const completion = { taskType: 'completion', payload: { messages } };

async function server(): Promise<ScriptedEngine> {
  const started = await startScriptedEngine();
  onTestFinished(() => started.close());
  return started;
}

async function submit(
  test: TestSwitch,
  input: object,
): Promise<{ ok: boolean; message: string; task: { id: string } }> {
  return (await test.ask(SUBMIT, { input }))['submitTask'] as Awaited<ReturnType<typeof submit>>;
}

/** Once it has ended. */
async function ended(test: TestSwitch, id: string): Promise<unknown> {
  const stream = await test.executor.subscribe({
    query: `subscription { taskChanged(id: "${id}") { status } }`,
    context: systemContext(new AbortController().signal),
  });
  for await (const event of stream) expect(event.errors).toBeUndefined();
  return (await test.ask(TASK, { id }))['switchTask'];
}

describe('a task', () => {
  it.each([
    ['completion', { messages }, 'A text.', { text: 'A text.' }],
    ['summarize', { text: 'Long.' }, 'Short.', { summary: 'Short.' }],
    ['classify', { text: 'It broke', labels: ['praise', 'bug'] }, '"Bug"', { label: 'bug' }],
    ['classify', { text: 'It broke', labels: ['praise', 'bug'] }, 'praise or bug', { label: null }],
  ])('of type %s asks an engine and keeps what came of it', async (taskType, payload, answer, result) => {
    const one = await server();
    one.script(answers(answer));
    const test = await startSwitch({ engines: enginesYaml({ one }) });
    const { task } = await submit(test, { taskType, payload });
    expect(await ended(test, task.id)).toMatchObject({
      status: 'DONE',
      error: null,
      result: { ...result, engine: 'one', usage: { totalTokens: 18 } },
      decision: { strategy: 'ORDERED', servedBy: { id: 'one' }, attempts: [{ outcome: 'SERVED' }] },
    });
  });

  it.each([
    [
      { taskType: 'paint', payload: {} },
      'taskType must be one of completion, classify, summarize, got "paint"',
    ],
    [
      { taskType: 'constructor', payload: {} },
      'taskType must be one of completion, classify, summarize, got "constructor"',
    ],
    [{ taskType: 'completion', payload: {} }, /^payload\.messages: /],
    [{ taskType: 'classify', payload: { text: 'x', labels: ['one'] } }, /^payload\.labels: /],
    [{ taskType: 'summarize', payload: { text: 'x'.repeat(300_000) } }, /at most 262144 characters/],
  ])('that makes no sense is refused: %o', async (input, message) => {
    const test = await startSwitch({ engines: 'engines: []' });
    const refused = await submit(test, input);
    expect(refused).toMatchObject({ ok: false, task: null });
    expect(refused.message).toMatch(message);
  });

  it('fails with the reason of each engine, and of none', async () => {
    const one = await server();
    one.script(respondsWith(400));
    const test = await startSwitch({ engines: enginesYaml({ one }) });
    const { task } = await submit(test, completion);
    expect(await ended(test, task.id)).toMatchObject({
      status: 'FAILED',
      result: null,
      error: 'one: it refused the request (HTTP 400)',
      decision: { servedBy: null, attempts: [{ outcome: 'FAILED_BEFORE_FIRST_TOKEN' }] },
    });
    const nobody = await submit(test, { ...completion, engine: 'x' });
    expect(await ended(test, nobody.task.id)).toMatchObject({
      status: 'FAILED',
      error: /no engine is named x/,
    });
  });

  it('is one task for equal submissions under one key, and another wish under it is refused', async () => {
    const one = await server();
    const test = await startSwitch({ engines: enginesYaml({ one }) });
    const input = { ...completion, idempotencyKey: 'k1' };
    const [first, second] = await Promise.all([submit(test, input), submit(test, input)]);
    expect(first.task.id).toBe(second.task.id);
    await ended(test, first.task.id);
    expect(one.requests).toHaveLength(1);
    const other = { ...input, payload: { messages: [{ role: 'user', content: 'Another' }] } };
    expect(await submit(test, other)).toMatchObject({ ok: false, message: /k1 was used for another task/ });
  });

  it('is cancelled while it waits and while it runs, but not when it has ended', async () => {
    const one = await server();
    one.script(...Array.from({ length: 4 }, () => stallsAfter('on and on')));
    const test = await startSwitch({ engines: enginesYaml({ one }) });
    const tasks = [];
    for (let count = 0; count < 5; count += 1) tasks.push((await submit(test, completion)).task.id);
    await one.request(3);
    const [running = '', , , , waiting = ''] = tasks;
    const queue = (
      await test.ask(
        '{ switchQueue { size processing waiting oldestWaitMs items { id taskType position } } }',
      )
    )['switchQueue'];
    expect(queue).toMatchObject({
      size: 5,
      processing: 4,
      waiting: 1,
      oldestWaitMs: expect.any(Number) as number,
      items: [{ id: waiting, taskType: 'completion', position: 1 }],
    });
    const cancel = 'mutation($id: ID!) { cancelTask(id: $id) { ok message task { status } } }';
    expect(await test.ask(cancel, { id: waiting })).toMatchObject({
      cancelTask: { ok: true, task: { status: 'CANCELLED' } },
    });
    expect(await test.ask(cancel, { id: running })).toMatchObject({
      cancelTask: { ok: true, task: { status: 'CANCELLED' } },
    });
    expect(await (await one.request(0)).closed).toBe(true);
    expect(await test.ask(cancel, { id: running })).toMatchObject({
      cancelTask: { ok: false, message: 'it had ended already: CANCELLED' },
    });
    expect(await test.ask(cancel, { id: 'x' })).toMatchObject({
      cancelTask: { ok: false, message: 'no task has the id x', task: null },
    });
  });

  it('counts as activity while it runs', async () => {
    const one = await server();
    const open = gate();
    one.script(answersThroughGates({ gate: open.promise, text: 'done' }));
    const test = await startSwitch({ engines: enginesYaml({ one }) });
    const { task } = await submit(test, completion);
    await one.request(0);
    const served = await serveSubgraph(test.subgraph, {
      host: '127.0.0.1',
      port: await freePort(),
      token: 'between-us',
      log: createLogger('silent', 'switch'),
    });
    onTestFinished(() => served.close());
    const activity = async (): Promise<unknown> => (await fetch(`${served.url}/health/activity`)).json();
    expect(await activity()).toEqual({
      active: 1,
      detail: 'requests under way: 0, streams open: 0, in the background: 1',
    });
    open.open();
    await ended(test, task.id);
    await expect.poll(activity).toMatchObject({ active: 0 });
  });

  it('that runs when switch stops has failed and says why; those that wait go on at the next start', async () => {
    const one = await server();
    one.script(...Array.from({ length: 4 }, () => stallsAfter('on and on')));
    const dataDir = tempDir();
    const engines = enginesYaml({ one });
    const first = await startSwitch({ engines, dataDir });
    const tasks = [];
    for (let count = 0; count < 5; count += 1) tasks.push((await submit(first, completion)).task.id);
    await one.request(3);
    await first.subgraph.close();

    const second = await startSwitch({ engines, dataDir });
    const [ran = '', , , , waited = ''] = tasks;
    expect(await ended(second, ran)).toMatchObject({
      status: 'FAILED',
      error: 'switch stopped while it ran; submit it again',
    });
    expect(await ended(second, waited)).toMatchObject({ status: 'DONE' });
  });

  it('that nobody submitted is null, and cannot be followed', async () => {
    const test = await startSwitch({ engines: 'engines: []' });
    expect(await test.ask('{ switchTask(id: "x") { id } }')).toEqual({ switchTask: null });
    const stream = test.executor.subscribe({
      query: 'subscription { taskChanged(id: "x") { id } }',
      context: systemContext(new AbortController().signal),
    });
    await expect(stream).rejects.toThrow('no task has the id x');
  });
});

it('tells who follows the queue how it is, then each change', async () => {
  const one = await server();
  const open = gate();
  one.script(answersThroughGates({ gate: open.promise, text: 'done' }));
  const test = await startSwitch({ engines: enginesYaml({ one }) });
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const stream = await test.executor.subscribe({
    query: 'subscription { queueChanged { processing waiting } }',
    context: systemContext(end.signal),
  });
  expect((await stream.next()).value).toMatchObject({
    data: { queueChanged: { processing: 0, waiting: 0 } },
  });
  await submit(test, completion);
  await one.request(0);
  for (;;) {
    const event = await stream.next();
    if (JSON.stringify(event.value).includes('"processing":1')) break;
  }
  open.open();
  for (;;) {
    const event = await stream.next();
    if (JSON.stringify(event.value).includes('"processing":0,"waiting":0')) break;
  }
});
