import type { ExecutionResult } from 'graphql';
import { errors, Pool } from 'undici';
import type { Clock } from '../../platform/clock.ts';
import { startDeadline } from '../../platform/deadline.ts';
import { CodedError } from '../../platform/errors.ts';
import { toHopHeaders } from '../../platform/request-context.ts';
import type { Link, LinkRequest } from './link.ts';
import { createRemoteStreams } from './remote-streams.ts';
import { toExecutionResult } from './remote-result.ts';
import { unreachable } from './unreachable.ts';

export interface RemoteLinkOptions {
  readonly service: string;
  /** Without a path; GraphQL is at /graphql. */
  readonly url: string;
  readonly subgraphToken: string;
  readonly clock: Clock;
  /** The longest a query or mutation may take; the request's own signal may end it earlier. */
  readonly limitMs?: number;
}

const DEFAULT_LIMIT_MS = 30_000;
const MAX_CONNECTIONS = 64;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
const CONNECT_LIMIT_MS = 5_000;

/** The way to a subgraph in another process: HTTP with kept connections, and one WebSocket for all its streams. */
export function createRemoteLink(options: RemoteLinkOptions): Link {
  const limitMs = options.limitMs ?? DEFAULT_LIMIT_MS;
  const pool = new Pool(options.url, {
    connections: MAX_CONNECTIONS,
    connectTimeout: CONNECT_LIMIT_MS,
    headersTimeout: limitMs,
    bodyTimeout: limitMs,
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
  const streams = createRemoteStreams(options);
  let closing: Promise<void> | undefined;

  async function post(request: LinkRequest, signal: AbortSignal): Promise<ExecutionResult> {
    const response = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-vx11-subgraph-token': options.subgraphToken,
        ...toHopHeaders(request.context),
      },
      body: JSON.stringify({
        query: request.query,
        variables: request.variables,
        operationName: request.operationName,
      }),
      signal,
    });
    return toExecutionResult(response.statusCode, await response.body.text());
  }

  return {
    async execute(request) {
      const { signal } = request.context;
      signal.throwIfAborted();
      const deadline = startDeadline({
        clock: options.clock,
        limitMs,
        what: options.service,
        parent: signal,
      });
      try {
        return await post(request, deadline.signal);
      } catch (error) {
        signal.throwIfAborted();
        if (deadline.signal.aborted || isTimeout(error))
          throw new CodedError('DEADLINE_EXCEEDED', { what: options.service, limitMs }, error);
        throw unreachable(options, error);
      } finally {
        deadline.stop();
      }
    },
    subscribe: (request) => streams.subscribe(request),
    close: () => (closing ??= Promise.all([streams.close(), pool.destroy()]).then(() => undefined)),
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
}
