import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStack, type Stack } from '../support/stack.ts';

/** Takes the port where switch would listen: whoever knocks is counted. */
let stack: Stack;
let knocks = 0;
let trap: Server;

beforeAll(async () => {
  stack = await startStack();
  trap = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  trap.listen(stack.switchPort, '127.0.0.1');
  await once(trap, 'listening');
});
afterAll(async () => {
  await stack.close();
  trap.close();
});

const asleep = (path: readonly (string | number)[]) => ({
  path,
  extensions: {
    code: 'SERVICE_ASLEEP',
    service: 'switch',
    wake: { mutation: 'openWindow', variables: { input: { services: ['switch'], ttlSec: 300 } } },
    correlationId: expect.any(String) as unknown,
  },
});

test('a field of a sleeping subgraph is null, with SERVICE_ASLEEP and how to wake it', async () => {
  const result = await stack.send('{ engines { id } }');
  expect(result).toMatchObject({ status: 200, data: { engines: null }, errors: [asleep(['engines'])] });
  expect(result.extensions).toEqual({
    asleep: [
      {
        service: 'switch',
        paths: [['engines']],
        wake: { mutation: 'openWindow', variables: { input: { services: ['switch'], ttlSec: 300 } } },
      },
    ],
  });
});

test('the rest of the operation is answered, and each missing field is named', async () => {
  const result = await stack.send<{
    readonly services: readonly { readonly name: string; readonly engines: unknown }[];
  }>('{ queue: switchQueue { size } services { name engines { id } } }');
  const names = result.data?.services.map(({ name }) => name) ?? [];
  expect(names).toContain('madre');
  expect(result.data).toEqual({ queue: null, services: names.map((name) => ({ name, engines: null })) });
  const paths = result.errors?.map(
    ({ path, extensions }) => `${String(extensions?.['code'])} ${(path ?? []).join('.')}`,
  );
  expect(paths?.sort()).toEqual(
    ['queue', ...names.map((_name, index) => `services.${index}.engines`)]
      .map((path) => `SERVICE_ASLEEP ${path}`)
      .sort(),
  );
});

test('a subscription of a sleeping subgraph is refused with the same words', async () => {
  const stream = stack.subscribe('subscription { engineChanged { id } }');
  await expect(stream.next()).rejects.toMatchObject([
    { extensions: { code: 'SERVICE_ASLEEP', service: 'switch' } },
  ]);
  await stream.close();
});

test('nothing was started and nobody knocked at its port', async () => {
  const { service } = await stack.data<{ readonly service: unknown }>(
    '{ service(name: "switch") { state startedAt restartCount holders { by } } }',
  );
  expect(service).toEqual({ state: 'STOPPED', startedAt: null, restartCount: 0, holders: [] });
  expect(knocks).toBe(0);
});
