import { afterEach, expect, test } from 'vitest';
import { writeEngines } from '../support/engines-file.ts';
import {
  DEFAULT_ANSWER,
  answers,
  respondsWith,
  startScriptedEngine,
  type ScriptedEngine,
} from '../support/scripted-engine.ts';
import { spawnStack, startStack, type Stack, type StackOptions } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Answer {
  readonly chat: {
    readonly ok: boolean;
    readonly session: { readonly id: string };
    readonly message: {
      readonly id: string;
      readonly content: string;
      readonly answeredBy: string;
      readonly engine: { readonly id: string; readonly provider: string | null } | null;
      readonly degraded: boolean;
      readonly degradedReason: string | null;
      readonly grounded: readonly { readonly field: string; readonly value: unknown }[];
    };
  };
}

const CHAT = `mutation ($message: String!) { chat(input: { message: $message }) { ok session { id }
  message { id content answeredBy engine { id provider } degraded degradedReason grounded { field value } } } }`;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function engine(): Promise<ScriptedEngine> {
  const started = await startScriptedEngine();
  open.push(started);
  return started;
}

async function stack(options: StackOptions = {}): Promise<Stack> {
  const started = await startStack(options);
  open.push(started);
  return started;
}

async function openSwitch(on: Stack): Promise<string> {
  const { openWindow } = await on.data<{
    openWindow: { ok: boolean; message: string | null; window: { id: string; state: string } };
  }>(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 120, waitUntilReady: true }) { ok message window { id state } } }',
  );
  expect(openWindow).toMatchObject({ ok: true, window: { state: 'OPEN' } });
  return openWindow.window.id;
}

test('while switch sleeps madre answers from live state, says why, and wakes nothing', async () => {
  const scripted = await engine();
  const on = await stack({ env: { VX11_ENGINES: writeEngines(tempDir(), { local: scripted }) } });
  const { chat } = await on.data<Answer>(CHAT, { message: 'what is running?' });
  expect(chat).toMatchObject({ ok: true, message: { answeredBy: 'MADRE', engine: null, degraded: true } });
  expect(chat.message.degradedReason).toBe('switch is asleep (STOPPED), and no power window holds it');
  expect(chat.message.content).toContain('switch is asleep');
  expect(chat.message.grounded).toContainEqual({ field: 'services.switch.state', value: 'STOPPED' });
  expect(scripted.requests).toEqual([]);
  expect(await on.data('{ service(name: "switch") { state } powerState { activeWindows { id } } }')).toEqual({
    service: { state: 'STOPPED' },
    powerState: { activeWindows: [] },
  });
});

test('while a window holds switch the engine answers, and the conversation survives kill -9', async () => {
  const scripted = await engine();
  scripted.script(answers('Hello ', 'from afar.'));
  const dataDir = tempDir();
  const first = await spawnStack({
    dataDir,
    env: { VX11_ENGINES: writeEngines(dataDir, { local: scripted }) },
  });
  open.push(first);
  const windowId = await openSwitch(first);
  const { chat } = await first.data<Answer>(CHAT, { message: 'hello' });
  expect(chat.message).toMatchObject({
    content: 'Hello from afar.',
    answeredBy: 'ENGINE',
    engine: { id: 'local', provider: 'OPENAI_COMPATIBLE' },
    degraded: false,
    degradedReason: null,
  });

  const second = await spawnStack(await first.crash());
  open.push(second);
  expect(
    await second.data(
      `query ($id: ID!, $window: ID!) { session(id: $id) { title messages { edges { node { role content } } } } window(id: $window) { sessions { id } } }`,
      { id: chat.session.id, window: windowId },
    ),
  ).toEqual({
    session: {
      title: 'hello',
      messages: {
        edges: [
          { node: { role: 'USER', content: 'hello' } },
          { node: { role: 'ASSISTANT', content: 'Hello from afar.' } },
        ],
      },
    },
    window: { sessions: [{ id: chat.session.id }] },
  });
});

test('after a crash the engine still answers within the same window', async () => {
  const scripted = await engine();
  const dataDir = tempDir();
  const first = await spawnStack({
    dataDir,
    env: { VX11_ENGINES: writeEngines(dataDir, { local: scripted }) },
  });
  open.push(first);
  await openSwitch(first);
  const second = await spawnStack(await first.crash());
  open.push(second);
  const { chat } = await second.data<Answer>(CHAT, { message: 'still there?' });
  expect(chat.message).toMatchObject({ answeredBy: 'ENGINE', content: DEFAULT_ANSWER, degradedReason: null });
});

test('when every engine fails madre answers and names the failure', async () => {
  const scripted = await engine();
  scripted.script(...Array.from({ length: 5 }, () => respondsWith(500)));
  const on = await stack({ env: { VX11_ENGINES: writeEngines(tempDir(), { local: scripted }) } });
  await openSwitch(on);
  const { chat } = await on.data<Answer>(CHAT, { message: 'hello' });
  expect(chat).toMatchObject({ ok: true, message: { answeredBy: 'MADRE', degraded: true, engine: null } });
  expect(chat.message.degradedReason).toContain('local');
  expect(scripted.requests.length).toBeGreaterThan(0);
});
