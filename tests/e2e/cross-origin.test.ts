import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { startStack, type Stack } from '../support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({
    env: { VX11_ALLOWED_ORIGINS: 'https://console.example,http://localhost:5173' },
  });
});
afterAll(() => stack.close());

function ask(origin: string, method: 'OPTIONS' | 'POST') {
  return request(`${stack.url}/graphql`, {
    method,
    headers: {
      origin,
      ...(method === 'OPTIONS'
        ? {
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type,x-vx11-token',
          }
        : { 'content-type': 'application/json', 'x-vx11-token': LOCAL_TOKEN }),
    },
    ...(method === 'POST' ? { body: '{"query":"{ __typename }"}' } : {}),
  });
}

it.each(['https://console.example', 'http://localhost:5173'])(
  'lets pages of %s ask and read',
  async (origin) => {
    const question = await ask(origin, 'OPTIONS');
    await question.body.dump();
    expect(question.statusCode).toBe(204);
    expect(question.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('x-vx11-token') as unknown,
      vary: expect.stringMatching(/origin/i) as unknown,
    });
    expect(question.headers).not.toHaveProperty('access-control-allow-credentials');
    const answer = await ask(origin, 'POST');
    expect(await answer.body.json()).toEqual({ data: { __typename: 'Query' } });
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
  },
);

it.each([
  'http://console.example',
  'https://console.example:8443',
  'https://console.example.evil.example',
  'http://localhost:8011',
  'null',
])('lets no page of %s ask or read', async (origin) => {
  const question = await ask(origin, 'OPTIONS');
  await question.body.dump();
  expect(question.headers).not.toHaveProperty('access-control-allow-origin');
  const answer = await ask(origin, 'POST');
  await answer.body.dump();
  expect(answer.statusCode).toBe(403);
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
});
