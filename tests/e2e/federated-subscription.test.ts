import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { request } from 'undici';
import { LOCAL_TOKEN, type GraphqlResult } from '../support/graphql-client.ts';
import { writeEngines } from '../support/engines-file.ts';
import { startScriptedEngine } from '../support/scripted-engine.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';
import { closeWindow, openReadyWindow, openWindow } from '../support/windows.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

interface Change {
  readonly windowChanged: {
    readonly seq: number;
    readonly type: string;
    readonly window: {
      readonly id: string;
      readonly state: string;
      readonly deadline: string | null;
      readonly sessions: readonly { readonly id: string }[];
      readonly services: readonly {
        readonly name: string;
        readonly state: string;
        readonly engines: readonly { readonly id: string }[] | null;
      }[];
    };
  };
}

const CHANGES = `subscription ($id: ID) { windowChanged(id: $id) {
  seq type window { id state deadline sessions { id } services { name state engines { id state } } } } }`;

const typeOf = (result: GraphqlResult<Change>): string | undefined => result.data?.windowChanged.type;
const isType = (type: string) => (result: GraphqlResult<Change>) => typeOf(result) === type;
const codesOf = (result: GraphqlResult<Change>) =>
  result.errors?.map(({ extensions }) => extensions?.['code']) ?? [];

test('delivers a snapshot first, then each change, joined from madre, operator and switch while it is awake', async () => {
  const opened = await openWindow(stack, { services: ['switch'], ttlSec: 60 });
  const id = opened.window?.id;
  const changes = stack.subscribe<Change>(CHANGES, { id });
  expect(typeOf(await changes.next())).toBe('SNAPSHOT');

  const open = await changes.until((result) => result.data?.windowChanged.window.state === 'OPEN');
  expect(open.errors).toBeUndefined();
  expect(open.data?.windowChanged.window).toMatchObject({
    id,
    state: 'OPEN',
    deadline: expect.any(String) as unknown,
    sessions: [],
    services: [{ name: 'switch', state: 'READY', engines: [] }],
  });

  await closeWindow(stack, id ?? '');
  const closed = await changes.until(isType('CLOSED'));
  expect(closed.data?.windowChanged.window).toMatchObject({
    state: 'CLOSED',
    services: [{ name: 'switch', engines: null }],
  });
  expect(codesOf(closed)).toEqual(['SERVICE_ASLEEP']);
  expect(closed.extensions).toMatchObject({ asleep: [{ service: 'switch' }] });

  const seqs = changes.received.map(({ data }) => data?.windowChanged.seq ?? 0);
  expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
  await changes.close();
});

test('one event carries rows of all three subgraphs: the window, the conversation it answered, and the engine that did', async () => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  const own = await startStack({ env: { VX11_ENGINES: writeEngines(tempDir(), { local: engine }) } });
  onTestFinished(() => own.close());
  const { id } = await openReadyWindow(own, { services: ['switch'], ttlSec: 60 });
  const changes = own.subscribe<Change>(CHANGES, { id });
  expect((await changes.next()).data?.windowChanged.window.sessions).toEqual([]);

  const { chat } = await own.data<{ chat: { session: { id: string } } }>(
    'mutation { chat(input: { message: "hello" }) { session { id } } }',
  );
  await own.data('mutation ($id: ID!) { extendWindow(input: { id: $id, addSec: 30 }) { ok } }', { id });
  const extended = await changes.until(isType('EXTENDED'));
  expect(extended.errors).toBeUndefined();
  expect(extended.data?.windowChanged.window).toMatchObject({
    id,
    sessions: [{ id: chat.session.id }],
    services: [{ name: 'switch', engines: [{ id: 'local', state: 'AVAILABLE' }] }],
  });
  await changes.close();
});

test('what slept in one event is there again in the next, once it is awake', async () => {
  const first = await openReadyWindow(stack, { services: ['switch'], ttlSec: 60 });
  const changes = stack.subscribe<Change>(CHANGES, { id: first.id });
  expect(codesOf(await changes.next())).toEqual([]);
  await stack.data('mutation ($id: ID!) { extendWindow(input: { id: $id, addSec: 30 }) { ok } }', {
    id: first.id,
  });
  const extended = await changes.until(isType('EXTENDED'));
  expect(codesOf(extended)).toEqual([]);
  expect(extended.data?.windowChanged.window.services).toMatchObject([
    { name: 'switch', state: 'READY', engines: [] },
  ]);
  await closeWindow(stack, first.id);
  await changes.until(isType('CLOSED'));
  await changes.close();
});

test('a subscriber that comes back with its last seq sees what it missed, once', async () => {
  const { id } = await openReadyWindow(stack, { services: ['switch'], ttlSec: 60 });
  const before = stack.subscribe<Change>(CHANGES, { id });
  const lastSeq = (await before.next()).data?.windowChanged.seq;
  await before.close();
  await closeWindow(stack, id);

  const after = stack.subscribe<Change>(
    'subscription ($id: ID, $afterSeq: Int) { windowChanged(id: $id, afterSeq: $afterSeq) { seq type window { id state } } }',
    { id, afterSeq: lastSeq },
  );
  await after.until(isType('CLOSED'));
  const types = after.received.map(typeOf);
  expect(types).not.toContain('SNAPSHOT');
  expect(new Set(after.received.map(({ data }) => data?.windowChanged.seq)).size).toBe(types.length);
  await after.close();
});

test('over HTTP a condition at the root is refused as the fault of the client', async () => {
  for (const operationName of [undefined, 'Q', undefined]) {
    const query = 'subscription S($x: Boolean!) { windowChanged @include(if: $x) { seq } }';
    const text = operationName === undefined ? query : `${query} query Q { __typename }`;
    const response = await request(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vx11-token': LOCAL_TOKEN },
      body: JSON.stringify({ query: text, operationName, variables: { x: true } }),
    });
    expect(response.statusCode).toBe(400);
    expect(await response.body.json()).toMatchObject({
      errors: [{ extensions: { code: expect.any(String) as unknown } }],
    });
  }
});

test('comes as an event stream over HTTP too, snapshot first', async () => {
  const response = await request(`${stack.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-vx11-token': LOCAL_TOKEN,
    },
    body: JSON.stringify({
      query: 'subscription { serviceChanged(names: ["madre"]) { type service { name } } }',
    }),
  });
  let text = '';
  for await (const chunk of response.body) {
    text += String(chunk);
    if (text.includes('"madre"')) break;
  }
  expect(text).toBe(
    ':\n\nevent: next\ndata: {"data":{"serviceChanged":{"type":"SNAPSHOT","service":{"name":"madre"}}}}\n\n',
  );
});

test('who comes later to the flags is told each of them as well', async () => {
  const FLAGS = 'subscription { featureFlagChanged { key } }';
  const { featureFlags } = await stack.data<{ featureFlags: { key: string }[] }>('{ featureFlags { key } }');
  expect(featureFlags.length).toBeGreaterThan(1);
  for (const changes of [stack.subscribe(FLAGS), stack.subscribe(FLAGS)]) {
    onTestFinished(() => changes.close());
    for (const { key } of featureFlags)
      expect((await changes.next()).data).toEqual({ featureFlagChanged: { key } });
  }
});

test('@include at the root chooses the stream', async () => {
  const query = `subscription ($windows: Boolean!) {
    windowChanged @include(if: $windows) { type }
    serviceChanged(names: ["madre"]) @skip(if: $windows) { type service { name } } }`;
  const services = stack.subscribe(query, { windows: false });
  expect((await services.next()).data).toEqual({
    serviceChanged: { type: 'SNAPSHOT', service: { name: 'madre' } },
  });
  await services.close();
});
