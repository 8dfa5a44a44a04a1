import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock } from '../../platform/clock.ts';
import { CodedError, errorCatalogue } from '../../platform/errors.ts';
import { SUBGRAPH_TOKEN_HEADER } from '../../platform/graphql/subgraph-http.ts';
import { createDrain } from '../../platform/http/drain.ts';
import { listen } from '../../platform/http/listen.ts';
import { followResponses } from '../../platform/http/pending-responses.ts';
import { isSameSecret } from '../../platform/http/same-secret.ts';
import type { Logger } from '../../platform/log.ts';
import { HERMES_RESOURCES_PATH } from '../../schema/hermes.ts';
import type { Resources } from './resources.ts';

export interface ServedHermes {
  /** Without a path. */
  readonly url: string;
  /** Lets what is being answered finish, then cuts. Never rejects; idempotent. */
  close(): Promise<void>;
}

/** Health for everybody; resources with the subgraph token. */
export async function serveHermes(options: {
  readonly host: string;
  readonly port: number;
  readonly subgraphToken: string;
  readonly resources: Resources;
  readonly drainLimitMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<ServedHermes> {
  const { host, subgraphToken, resources, clock, log } = options;
  let active = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0] ?? '/';
    if (path === '/health/live') return send(response, 200, { status: 'live' });
    if (path === '/health/ready') return send(response, 200, { status: 'ready', ready: true });
    if (path === '/health/activity')
      return send(response, 200, { active, detail: `requests under way: ${active}` });
    admit(request, subgraphToken);
    if (path !== HERMES_RESOURCES_PATH) return send(response, 404, { error: `nothing is served at ${path}` });
    active += 1;
    response.once('close', () => (active -= 1));
    send(response, 200, await resources.look());
  }

  const server = createServer((request, response) => {
    // A body is of no use here; unread it would keep the connection.
    request.resume();
    answer(request, response).catch((error: unknown) => refuse(response, error, log));
  });
  followResponses(server);
  const drain = createDrain(server, clock);
  const port = await listen(server, options.port, host);
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    const cancel = clock.after(options.drainLimitMs, () => drain.cut());
    await drain.end();
    cancel();
    resources.close();
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () => (closing ??= close()),
  };
}

function admit(request: IncomingMessage, token: string): void {
  const sent = request.headers[SUBGRAPH_TOKEN_HEADER];
  if (sent === undefined)
    throw new CodedError('UNAUTHENTICATED', { problem: `hermes answers only with ${SUBGRAPH_TOKEN_HEADER}` });
  if (!isSameSecret(sent, token))
    throw new CodedError('FORBIDDEN', { problem: `the ${SUBGRAPH_TOKEN_HEADER} sent is not that of hermes` });
}

function refuse(response: ServerResponse, error: unknown, log: Logger): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const known = error instanceof CodedError ? error : new CodedError('INTERNAL_ERROR', {}, error);
  if (known !== error) log.error({ err: error }, 'a request failed');
  const shown = { message: known.message, extensions: { code: known.code } };
  send(response, errorCatalogue[known.code].http, { errors: [shown] });
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
