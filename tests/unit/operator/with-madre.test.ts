import { expect, onTestFinished, test } from 'vitest';
import { catalogService, createMemoryMadre } from '../../support/memory-madre.ts';
import { startOperator } from '../../support/operator.ts';
import { answering, finished, startScriptedSwitch } from '../../support/scripted-switch.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** operator and madre as they run in one process: operator's questions go to madre's executor. */
async function start() {
  const catalog = new Map(['switch', 'hermes'].map((name) => [name, catalogService(name)] as const));
  const madre = await createMemoryMadre({ dataDir: tempDir(), catalog });
  onTestFinished(() => madre.subgraph.close());
  const scripted = await startScriptedSwitch();
  scripted.answer = answering(finished('from an engine'));
  const operator = await startOperator({
    askMadre: (request) => madre.executor.execute(request),
    switchUrl: scripted.url,
    clock: madre.clock,
  });
  return { madre, operator, scripted };
}

const CHAT =
  'mutation { chat(input: { message: "how long is left?" }) { session { id } message { answeredBy content degradedReason } } }';
const STATUS =
  '{ status { status policy activeWindowCount wokeServices features { key } components { service { name } state reason } } }';

interface Chat {
  readonly chat: {
    readonly session: { readonly id: string };
    readonly message: { readonly answeredBy: string; readonly content: string };
  };
}

test('chat and status read what madre really says, and start nothing', async () => {
  const { madre, operator, scripted } = await start();
  const { status } = await operator.data<{ status: unknown }>(STATUS);
  expect(status).toMatchObject({
    status: 'OK',
    policy: 'SOLO_MADRE',
    activeWindowCount: 0,
    wokeServices: false,
    components: expect.arrayContaining([
      { service: { name: 'tentaculo_link' }, state: 'ON', reason: null },
      { service: { name: 'madre' }, state: 'ON', reason: null },
      { service: { name: 'redis' }, state: 'OFF', reason: 'MISSING: NOT_INSTALLED' },
      { service: { name: 'switch' }, state: 'OFF', reason: 'STOPPED' },
    ]) as unknown,
  });
  expect(await operator.data<Chat>(CHAT)).toMatchObject({
    chat: {
      message: {
        answeredBy: 'MADRE',
        degradedReason: 'switch is asleep (STOPPED), and no power window holds it',
      },
    },
  });
  expect(scripted.requests).toEqual([]);
  expect(madre.world.running()).toEqual([]);
});

test("madre's answer tells the remaining time of a live window", async () => {
  const { madre, operator } = await start();
  await madre.ask('mutation { openWindow(input: { services: ["hermes"], ttlSec: 60 }) { ok } }');
  await madre.clock.advance(18_000);
  const { chat } = await operator.data<Chat>(CHAT);
  expect(chat.message.content).toMatch(
    /Window \S+ \(OPEN\) holds hermes for another 42 s; opened by tester\./,
  );
});

test('while a window holds switch its engine answers, and the window lists the session', async () => {
  const { madre, operator } = await start();
  const { openWindow } = await madre.ask<{ openWindow: { window: { id: string } } }>(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 60 }) { ok window { id } } }',
  );
  await madre.clock.advance(1_000);
  const { chat } = await operator.data<Chat>(CHAT);
  expect(chat.message).toMatchObject({ answeredBy: 'ENGINE', content: 'from an engine' });
  expect(
    await operator.data(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on PowerWindow { sessions { id } } } }',
      { of: [{ __typename: 'PowerWindow', id: openWindow.window.id }] },
    ),
  ).toEqual({ _entities: [{ sessions: [{ id: chat.session.id }] }] });
});
