import { gzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_TOKEN, type GraphqlResult } from '../support/graphql-client.ts';
import { ODD_TARGETS, rawRequest, UPGRADE } from '../support/raw-request.ts';
import { startStack, type Stack } from '../support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

// Whatever came, the server answers the next one.
afterEach(async () => {
  expect(await stack.data('{ __typename }')).toEqual({ __typename: 'Query' });
});

async function post(body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await request(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { 'x-vx11-token': LOCAL_TOKEN, 'content-type': 'application/json', ...headers },
    body,
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    ...((await response.body.json()) as GraphqlResult),
  };
}

async function get(search: string, headers: Record<string, string> = { 'apollo-require-preflight': '1' }) {
  const response = await request(`${stack.url}/graphql${search}`, {
    headers: { 'x-vx11-token': LOCAL_TOKEN, ...headers },
  });
  return { status: response.statusCode, ...((await response.body.json()) as GraphqlResult) };
}

function codesOf(result: GraphqlResult): readonly unknown[] {
  return (result.errors ?? []).map(({ extensions }) => extensions?.['code']);
}

function codedOnly(answer: GraphqlResult & { readonly status: number }, status: number, code: string): void {
  expect({ status: answer.status, codes: codesOf(answer), data: answer.data }).toEqual({
    status,
    codes: [code],
    data: undefined,
  });
  expect(answer.errors?.[0]?.extensions?.['correlationId']).toEqual(expect.any(String));
  expect(answer.errors?.[0]?.extensions).not.toHaveProperty('stacktrace');
}

describe('bodies that are no GraphQL request', () => {
  it.each(['{', '{"query":', 'query { __typename }', '{"query":"{ __typename }"', '\u0000'])(
    'malformed JSON: %j',
    async (body) => {
      codedOnly(await post(body), 400, 'BAD_USER_INPUT');
    },
  );

  it.each([
    '',
    '{}',
    '[]',
    'null',
    '"text"',
    '7',
    '{"variables":{}}',
    '{"query":""}',
    '{"query":7}',
    '{"query":{"kind":"Document"}}',
  ])('JSON without a query: %j', async (body) => {
    codedOnly(await post(body), 400, 'BAD_USER_INPUT');
  });

  it.each([
    ['', 'query must be the text of a GraphQL operation, got nothing'],
    ['null', 'the body must be a JSON object, got null'],
    ['[]', 'the body must be a JSON object, got a list'],
    ['"text"', 'the body must be a JSON object, got a text'],
    ['{}', 'query must be the text of a GraphQL operation, got nothing'],
    ['{"query":""}', 'query must be the text of a GraphQL operation, got an empty text'],
    ['{"query":7}', 'query must be the text of a GraphQL operation, got 7'],
  ])('%j is told what was expected and what came', async (body, message) => {
    expect((await post(body)).errors?.[0]?.message).toBe(message);
  });

  it('a body that is not packed as its header says', async () => {
    const answer = await post('{"query":"{ __typename }"}', { 'content-encoding': 'gzip' });
    codedOnly(answer, 400, 'BAD_USER_INPUT');
    expect(answer.errors?.[0]?.message).toMatch(/^the body must be packed as its content-encoding says: /);
  });

  it.each([
    '{"query":"{ __typename }","variables":"text"}',
    '{"query":"{ __typename }","variables":[1]}',
    '{"query":"{ __typename }","extensions":[]}',
    '{"query":"{ __typename }","operationName":7}',
    '[{"query":"{ __typename }"},{"query":"{ __typename }"}]',
  ])('members of the wrong kind: %s', async (body) => {
    codedOnly(await post(body), 400, 'BAD_USER_INPUT');
  });

  it('1 MB is too much, and says how much is not', async () => {
    const answer = await post(
      JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(1024 * 1024) } }),
    );
    codedOnly(answer, 413, 'PAYLOAD_TOO_LARGE');
    expect(answer.errors?.[0]?.extensions?.['limitBytes']).toBe(512 * 1024);
  });

  it('1 MB that unpacks from little is too much as well', async () => {
    const packed = gzipSync(
      JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(1024 * 1024) } }),
    );
    codedOnly(await post(packed, { 'content-encoding': 'gzip' }), 413, 'PAYLOAD_TOO_LARGE');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    '',
  ])('content type %j is refused', async (type) => {
    codedOnly(await post('{"query":"{ __typename }"}', { 'content-type': type }), 415, 'BAD_USER_INPUT');
  });

  it('an unknown character set or encoding is refused', async () => {
    codedOnly(
      await post('{"query":"{ __typename }"}', { 'content-type': 'application/json; charset=latin1' }),
      415,
      'BAD_USER_INPUT',
    );
    codedOnly(
      await post('{"query":"{ __typename }"}', { 'content-encoding': 'middle-out' }),
      415,
      'BAD_USER_INPUT',
    );
  });
});

describe('operations that the schema does not have', () => {
  const send = (query: string, variables?: unknown, operationName?: string) =>
    post(JSON.stringify({ query, variables, operationName }));

  it.each(['{', 'query { ', '{ a b: }', 'nothing', '{ powerState { policy } } }'])(
    'a syntax error: %s',
    async (query) => {
      codedOnly(await send(query), 400, 'GRAPHQL_PARSE_FAILED');
    },
  );

  it.each([
    ['100,000 levels', '{a'.repeat(100_000)],
    ['3,000 levels of fragments', `{${'...{'.repeat(3_000)}__typename${'}'.repeat(3_001)}`],
    ['20,000 tokens', `{${'__typename '.repeat(20_000)}}`],
  ])('more than a document may have: %s', async (_what, query) => {
    codedOnly(await send(query), 400, 'GRAPHQL_PARSE_FAILED');
  });

  it.each([
    '{ nothingLikeThis }',
    '{ powerState }',
    '{ powerState { policy(x: 1) } }',
    'mutation { openWindow(input: { services: ["switch"], colour: "red" }) { ok } }',
    '{ window { id } }',
  ])('what validation refuses: %s', async (query) => {
    codedOnly(await send(query), 400, 'GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['query ($id: ID!) { window(id: $id) { id } }', {}],
    ['query ($id: ID!) { window(id: $id) { id } }', { id: { a: 1 } }],
    ['query ($first: Int!) { windows(first: $first) { totalCount } }', { first: 'many' }],
    [
      'mutation ($input: OpenWindowInput!) { openWindow(input: $input) { ok } }',
      { input: { services: ['switch'], colour: 'red' } },
    ],
  ])('variables that do not fit: %s %j', async (query, variables) => {
    codedOnly(await send(query, variables), 400, 'BAD_USER_INPUT');
  });

  it('an operation name that is not there, or is needed and missing', async () => {
    codedOnly(
      await send('query A { __typename } query B { __typename }', undefined, 'C'),
      400,
      'BAD_USER_INPUT',
    );
    codedOnly(await send('query A { __typename } query B { __typename }'), 400, 'BAD_USER_INPUT');
  });

  it('a subscription over HTTP says where it is served', async () => {
    const answer = await send('subscription { windowChanged { seq } }');
    codedOnly(answer, 400, 'BAD_USER_INPUT');
    expect(answer.errors?.[0]?.message).toContain('WebSocket');
  });

  it('a persisted query falls back as clients expect', async () => {
    const answer = await post(
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
    );
    codedOnly(answer, 200, 'BAD_USER_INPUT');
    expect(answer.errors?.[0]?.message).toBe('PersistedQueryNotSupported');
  });
});

describe('GET', () => {
  it('answers queries', async () => {
    expect(await get('?query={__typename}')).toMatchObject({ status: 200, data: { __typename: 'Query' } });
  });

  it('carries no mutation', async () => {
    codedOnly(
      await get(`?query=${encodeURIComponent('mutation { closeWindow(input: {}) { ok } }')}`),
      405,
      'BAD_USER_INPUT',
    );
  });

  it('needs no header beside the token, which no page of another origin can make a browser send', async () => {
    expect(await get('?query={__typename}', {})).toMatchObject({ status: 200 });
  });

  it.each(['', '?query=', '?query={__typename}&variables=x', '?query=a&query=b'])(
    'refuses %j',
    async (search) => {
      const answer = await get(search);
      expect(answer.status).toBe(400);
      expect(codesOf(answer)).toHaveLength(1);
    },
  );
});

describe('targets that are no URL', () => {
  it.each(ODD_TARGETS)('%j is answered', async (target) => {
    for (const request of [{}, { method: 'POST' }, { headers: UPGRADE }])
      expect(await rawRequest(stack.url, target, request)).toMatch(/^HTTP\/1\.1 [234]\d\d /);
  });
});

describe('other methods', () => {
  it.each(['PUT', 'DELETE', 'PATCH'] as const)('%s is refused', async (method) => {
    const response = await request(`${stack.url}/graphql`, {
      method,
      headers: { 'x-vx11-token': LOCAL_TOKEN },
    });
    codedOnly(
      { status: response.statusCode, ...((await response.body.json()) as GraphqlResult) },
      405,
      'BAD_USER_INPUT',
    );
  });
});
