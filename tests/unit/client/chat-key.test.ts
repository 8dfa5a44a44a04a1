import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../../client/node.ts';

test.each([
  ['no key', {}, undefined],
  ['an undefined key', { idempotencyKey: undefined }, undefined],
  ['null as the key', { idempotencyKey: null }, undefined],
  ['a key', { idempotencyKey: 'mine' }, 'mine'],
])('a question with %s that is sent twice is the same question', async (_what, given, expected) => {
  const keys: unknown[] = [];
  // Breaks the connection once it has heard the question, and refuses it the second time.
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const sent = JSON.parse(body) as { variables: { input: { idempotencyKey?: unknown } } };
      keys.push(sent.variables.input.idempotencyKey);
      if (keys.length === 1) return request.socket.destroy();
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify({ errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'token',
  });
  onTestFinished(() => {
    client.close();
    server.close();
  });

  await expect(client.chat({ message: 'hello', ...given }).next()).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(keys).toHaveLength(2);
  expect(keys[0]).toEqual(expected ?? expect.stringMatching(/^[0-9a-f-]{36}$/));
  expect(keys[1]).toBe(keys[0]);
});
