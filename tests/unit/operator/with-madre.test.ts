import { expect, onTestFinished, test } from 'vitest';
import { catalogService, createMemoryMadre } from '../../support/memory-madre.ts';
import { startOperator, type TestOperator } from '../../support/operator.ts';
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
    bus: madre.bus,
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

interface Answer {
  readonly content: string;
  readonly proposals: readonly {
    readonly mutation: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly allowed: boolean;
    readonly reason: string | null;
  }[];
}

async function askOf(operator: TestOperator, message: string): Promise<Answer> {
  const query =
    'mutation ($message: String!) { chat(input: { message: $message }) { message { content proposals { mutation variables allowed reason } } } }';
  return (await operator.data<{ chat: { message: Answer } }>(query, { message })).chat.message;
}

test.each([
  ['why is hermes running', 'holds it until'],
  ['list the windows', '(OPEN) holds hermes'],
  ['what failed', 'No service is in trouble now.'],
  ['audit', 'tester, '],
  ['flags', 'INEE_ENABLED: OFF'],
  ['memory', 'The live windows reserve'],
  ['policy', 'SOLO_MADRE'],
])('asked %j madre answers what she really knows', async (message, told) => {
  const { madre, operator } = await start();
  await madre.ask('mutation { openWindow(input: { services: ["hermes"], ttlSec: 60 }) { ok } }');
  await madre.clock.advance(1_000);
  expect((await askOf(operator, message)).content).toContain(told);
});

test('what is proposed is what madre takes, once a person confirms it, and not before', async () => {
  const { madre, operator } = await start();
  const confirm = async (message: string, input: string): Promise<void> => {
    const { proposals } = await askOf(operator, message);
    const [proposal] = proposals;
    expect(proposal).toMatchObject({ allowed: true, reason: null });
    const { mutation = '', variables = {} } = proposal ?? {};
    const [name] = Object.keys(variables);
    const done = await madre.ask<Record<string, { ok: boolean }>>(
      `mutation ($${name}: ${input}) { ${mutation}(${name}: $${name}) { ok message } }`,
      variables,
    );
    expect(done[mutation]).toMatchObject({ ok: true });
    await madre.clock.advance(1_000);
  };
  await askOf(operator, 'wake hermes for 10 minutes');
  await madre.clock.advance(1_000);
  expect(madre.world.running()).toEqual([]);
  await confirm('wake hermes for 10 minutes', 'OpenWindowInput!');
  expect(madre.world.running()).toEqual(['hermes']);
  await confirm('alarga la ventana 5 minutos', 'ExtendWindowInput!');
  await confirm('reinicia hermes', 'ID!');
  await confirm('cierra la ventana', 'CloseWindowInput!');
  await madre.clock.advance(30_000);
  expect(madre.world.running()).toEqual([]);
});

test("what madre refuses is said to be refused, in her words: the core, a stranger's window", async () => {
  const { operator } = await start();
  expect((await askOf(operator, 'close the window')).proposals[0]).toMatchObject({
    mutation: 'closeWindow',
    allowed: false,
    reason: 'no power window is live',
  });
  expect((await askOf(operator, 'wake redis for 5 minutes')).proposals[0]?.allowed).toBe(false);
});

test('events tell what madre does', async () => {
  const { madre, operator } = await start();
  await madre.ask('mutation { openWindow(input: { services: ["hermes"], ttlSec: 60 }) { ok } }');
  await madre.clock.advance(1_000);
  const types = async (): Promise<string[]> => {
    const { events } = await operator.data<{
      events: { edges: { node: { type: string; summary: string } }[] };
    }>('{ events { edges { node { type summary } } } }');
    return events.edges.map(({ node }) => `${node.type} ${node.summary}`);
  };
  await expect.poll(types).toContain('service.changed service hermes CHANGED: READY');
  expect((await types()).some((told) => told.startsWith('window.opened window '))).toBe(true);
});
