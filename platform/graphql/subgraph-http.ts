import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { CodedError } from '../errors.ts';
import type { Activity } from './activity.ts';
import type { Executor } from './execute.ts';
import type { Logger } from '../log.ts';
import { maskError } from './mask-error.ts';
import { readJsonBody } from '../http/request-body.ts';
import { acceptCorrelationId, CORRELATION_HEADER, fromHopHeaders } from '../request-context.ts';
import { isSameSecret } from '../http/same-secret.ts';
import type { Subgraph } from './subgraph.ts';

/** What the gateway shows to a subgraph that runs alone, as header and in connectionParams. */
export const SUBGRAPH_TOKEN_HEADER = 'x-vx11-subgraph-token';

const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

const graphqlBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

export interface SubgraphHttpOptions {
  readonly subgraph: Subgraph;
  readonly activity: Activity;
  readonly token: string;
  readonly log: Logger;
}

/** Health for everybody; GraphQL and the subgraph's own routes with the subgraph token. */
export function createSubgraphListener(options: SubgraphHttpOptions): RequestListener {
  return (request, response) => {
    const correlationId = acceptCorrelationId(request.headers[CORRELATION_HEADER]);
    // The handlers below, and nobody else, read the id from the headers again.
    request.headers[CORRELATION_HEADER] = correlationId;
    const handled = answer(options, request, response).catch((error: unknown) =>
      refuse(response, error, { correlationId, log: options.log }),
    );
    void handled; // settles always: refuse() answers or ends the response
  };
}

/** Async from its first line on: whatever a stranger sends, what it throws ends this request and not the process. */
async function answer(
  options: SubgraphHttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader(CORRELATION_HEADER, request.headers[CORRELATION_HEADER] ?? '');
  // Not parsed as a URL: a request target need not be one, as `//` and `*` are not.
  const path = request.url?.split('?', 1)[0] ?? '/';
  if (path === '/health/live') return sendJson(response, 200, { status: 'live' });
  if (path === '/health/ready') return sendReadiness(response, options.subgraph);
  if (path === '/health/activity') return sendJson(response, 200, options.activity.now());
  admit(request, options.token);
  await route(options, path, request, response);
}

function admit(request: IncomingMessage, token: string): void {
  const sent = request.headers[SUBGRAPH_TOKEN_HEADER];
  if (sent === undefined)
    throw new CodedError('UNAUTHENTICATED', {
      problem: `this subgraph answers only with ${SUBGRAPH_TOKEN_HEADER}`,
    });
  if (!isSameSecret(sent, token))
    throw new CodedError('FORBIDDEN', {
      problem: `the ${SUBGRAPH_TOKEN_HEADER} sent is not the one of this subgraph`,
    });
}

async function route(
  options: SubgraphHttpOptions,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const own = options.subgraph.routes?.[path];
  if (own !== undefined) {
    options.activity.follow(response);
    return own(request, response);
  }
  if (path !== '/graphql') return sendJson(response, 404, { error: `nothing is served at ${path}` });
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return sendJson(response, 405, { error: '/graphql takes POST, or a WebSocket' });
  }
  await answerGraphql(options.activity.executor, request, response);
}

/** A result is HTTP 200 whatever it holds, as it is for an embedded subgraph; other statuses mean that there is no result. */
async function answerGraphql(
  executor: Executor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the client is gone')));
  const body = graphqlBody.safeParse(await readJsonBody(request, BODY_LIMIT_BYTES));
  if (!body.success)
    throw new CodedError('BAD_USER_INPUT', {
      problem: 'the request body must be {query, variables?, operationName?}',
    });
  const { query, variables, operationName } = body.data;
  const result = await executor.execute({
    query,
    variables: variables ?? {},
    ...(typeof operationName === 'string' ? { operationName } : {}),
    context: fromHopHeaders(request.headers, gone.signal),
  });
  sendJson(response, 200, result);
}

function refuse(
  response: ServerResponse,
  error: unknown,
  facts: { readonly correlationId: string; readonly log: Logger },
): void {
  // The other side left, or a route failed in the middle of its answer: nobody is there to read a status.
  if (response.headersSent || response.destroyed) {
    if (!response.destroyed)
      facts.log.error({ err: error, correlationId: facts.correlationId }, 'an answer broke off');
    return void response.destroy();
  }
  const { code, shown } = describe(error, facts);
  // Not reading a body to its end leaves the connection unusable for a next request.
  response.setHeader('connection', 'close');
  sendJson(response, code, { errors: [shown] });
}

function describe(
  error: unknown,
  { correlationId, log }: { readonly correlationId: string; readonly log: Logger },
) {
  const known =
    error instanceof CodedError ? error : new GraphQLError('failed', { originalError: asError(error) });
  const status = known.extensions['http'];
  const shown = maskError(known, {
    correlationId,
    onUnknown: (cause) => log.error({ err: cause, correlationId }, 'a request failed'),
  });
  const code =
    typeof status === 'object' && status !== null && 'status' in status ? Number(status.status) : 500;
  return { code, shown };
}

function sendReadiness(response: ServerResponse, subgraph: Subgraph): void {
  const readiness = subgraph.readiness();
  sendJson(response, readiness.ready ? 200 : 503, {
    status: readiness.ready ? 'ready' : 'not ready',
    ...readiness,
    subgraph: subgraph.name,
  });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
