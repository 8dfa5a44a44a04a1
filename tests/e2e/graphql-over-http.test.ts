import { serverAudits } from 'graphql-http';
import { readFileSync } from 'node:fs';
import { fetch, request, type RequestInit } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { LOCAL_TOKEN, type GraphqlResult } from '../support/graphql-client.ts';
import { startStack, type Stack } from '../support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

/** An audit knows nothing of tokens. */
const withToken = (url: string, init: RequestInit = {}) =>
  fetch(url, {
    ...init,
    headers: { ...(init.headers as Record<string, string>), 'x-vx11-token': LOCAL_TOKEN },
  });

const audits = serverAudits({ url: () => `${stack.url}/graphql`, fetchFn: withToken });
const page = readFileSync(new URL('docs/graphql-over-http.md', packageRoot), 'utf8');
/** The audits that the page says are not met, by id. */
const deviations = new Set([...page.matchAll(/^\| `([0-9A-Z]{4})` \|/gm)].map(([, id]) => id ?? ''));

describe('the audit of GraphQL over HTTP', () => {
  it('knows every deviation of the page', () => {
    expect([...deviations].filter((id) => !audits.some((audit) => audit.id === id))).toEqual([]);
  });

  it('lists no MUST among the deviations', () => {
    const names = audits.filter(({ id }) => deviations.has(id)).map(({ name }) => name);
    expect(names.filter((name) => !/^(SHOULD|MAY)/.test(name))).toEqual([]);
  });

  it.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))(
    '%s',
    async (_name, audit) => {
      const result = await audit.fn();
      const expected = deviations.has(audit.id) ? 'warn' : 'ok';
      expect(result.status, 'reason' in result ? String(result.reason) : '').toBe(expected);
    },
  );
});

/** Each answer is without data, so each status is 4xx whatever the client accepts. */
const refused: readonly (readonly [what: string, body: object, code: string])[] = [
  ['a document that does not parse', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
  ['a field that does not exist', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['an argument that is missing', { query: '{ service { name } }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['a literal of the wrong type', { query: '{ service(name: {}) { name } }' }, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a variable that is missing',
    { query: 'query ($name: ID!) { service(name: $name) { name } }' },
    'BAD_USER_INPUT',
  ],
  [
    'a variable of the wrong type',
    { query: 'query ($name: ID!) { service(name: $name) { name } }', variables: { name: [1] } },
    'BAD_USER_INPUT',
  ],
  [
    'an enum value that does not exist',
    { query: 'query ($p: PowerPolicy!) { policyStatus(policy: $p) { active } }', variables: { p: 'LOUD' } },
    'BAD_USER_INPUT',
  ],
  [
    'an input object with a field too many',
    {
      query: 'query ($input: OpenWindowInput!) { planWindow(input: $input) { hash } }',
      variables: { input: { services: ['switch'], colour: 'red' } },
    },
    'BAD_USER_INPUT',
  ],
  [
    'an operation name that the document does not have',
    { query: 'query A { __typename }', operationName: 'B' },
    'BAD_USER_INPUT',
  ],
];

describe.each(['application/json', 'application/graphql-response+json'])('what accepts %s', (accept) => {
  it.each(refused)('gets 400 and no data for %s', async (_what, body, code) => {
    const response = await request(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { accept, 'content-type': 'application/json', 'x-vx11-token': LOCAL_TOKEN },
      body: JSON.stringify(body),
    });
    const answer = (await response.body.json()) as GraphqlResult;
    expect(response.headers['content-type']).toContain(accept);
    expect(response.statusCode).toBe(400);
    expect(answer).not.toHaveProperty('data');
    expect(answer.errors?.map(({ extensions }) => extensions?.['code'])).toEqual([code]);
  });

  it('gets 200 and the rest for a field that fails', async () => {
    const response = await request(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { accept, 'content-type': 'application/json', 'x-vx11-token': LOCAL_TOKEN },
      body: JSON.stringify({ query: '{ powerState { policy } engines { id } }' }),
    });
    const answer = (await response.body.json()) as GraphqlResult;
    expect(response.statusCode).toBe(200);
    expect(answer.data).toEqual({ powerState: { policy: 'SOLO_MADRE' }, engines: null });
    expect(answer.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['SERVICE_ASLEEP']);
  });
});

describe('batches', () => {
  it('are refused', async () => {
    const response = await request(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vx11-token': LOCAL_TOKEN },
      body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
    });
    expect(response.statusCode).toBe(400);
  });
});

describe('GET', () => {
  it.each([
    ['a mutation', 'mutation { closeWindow(input: {}) { ok } }'],
    ['a mutation with a name', 'mutation A { closeWindow(input: {}) { ok } }'],
  ])('refuses %s with 405 and says which method', async (_what, query) => {
    const response = await request(`${stack.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { 'x-vx11-token': LOCAL_TOKEN },
    });
    await response.body.dump();
    expect([response.statusCode, response.headers['allow']]).toEqual([405, 'POST']);
  });
});
