import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOCAL_TOKEN, type GraphqlResult } from '../support/graphql-client.ts';
import { startStack, type Stack } from '../support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { VX11_RATE_LIMITS: 'query=5/3600,chat=1/3600' } });
});
afterAll(() => stack.close());

async function send(query: string) {
  const response = await request(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vx11-token': LOCAL_TOKEN },
    body: JSON.stringify({ query }),
  });
  return {
    status: response.statusCode,
    retryAfter: response.headers['retry-after'],
    ...((await response.body.json()) as GraphqlResult),
  };
}

it('refuses what is one too many of its class, says when to come back, and counts the other classes apart', async () => {
  const invalid = await send('{ nothing }');
  expect(invalid.status).toBe(400);
  const answers = [];
  for (let sent = 0; sent < 6; sent += 1) answers.push(await send('{ __typename }'));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  const refused = answers[5];
  expect(refused?.errors?.[0]?.extensions).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterMs: expect.any(Number) as unknown,
    correlationId: expect.any(String) as unknown,
  });
  expect(Number(refused?.retryAfter)).toBeGreaterThan(3_500);
  expect(refused).not.toHaveProperty('data');

  const mutation = 'mutation { closeWindow(input: {}) { code } }';
  expect((await send(mutation)).data).toEqual({ closeWindow: { code: 'NOT_ACTIVE' } });
  const chat = 'mutation { chat(input: { message: "status" }) { ok } }';
  expect((await send(chat)).status).toBe(200);
  expect((await send(chat)).status).toBe(429);
});
