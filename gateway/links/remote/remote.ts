import type { ExecutionResult } from 'graphql';
import { errors, Pool } from 'undici';
import type { Clock } from '../../../platform/clock.ts';
import { startDeadline } from '../../../platform/deadline.ts';
import { CodedError } from '../../../platform/errors.ts';
import { toHopHeaders, type RequestContext } from '../../../platform/request-context.ts';
import { traceHeaders } from '../../observability/tracing.ts';
import { breakCircuit } from '../circuit/breaking.ts';
import type { Link, LinkRequest } from '../link.ts';
import { createRemoteStreams } from './remote-streams.ts';
import { toExecutionResult } from './remote-result.ts';
import { retryOnce } from './retrying.ts';
import type { LinkTls } from './tls.ts';
import { unreachable } from './unreachable.ts';

export interface RemoteLinkOptions {
  readonly service: string;
  /** Without a path; GraphQL is at `path`. */
  readonly url: string;
  /** /graphql unless given. */
  readonly path?: string;
  /** Undefined for a subgraph that is not ours: it is told who asks by `headersOf`, if at all. */
  readonly subgraphToken: string | undefined;
  readonly headersOf?: (context: RequestContext) => Readonly<Record<string, string>>;
  readonly tls?: LinkTls | undefined;
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
    ...(options.tls === undefined ? {} : { connect: options.tls }),
  });
  const streams = createRemoteStreams({ ...options, subgraphToken: options.subgraphToken ?? '' });
  let closing: Promise<void> | undefined;

  async function post(request: LinkRequest, signal: AbortSignal): Promise<ExecutionResult> {
    const response = await pool.request({
      path: options.path ?? '/graphql',
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...headersOf(options, request.context),
        ...traceHeaders(),
      },
      body: JSON.stringify({
        query: request.query,
        variables: request.variables,
        operationName: request.operationName,
      }),
      signal,
    });
    const body = await response.body.text();
    return toExecutionResult(response.statusCode, body, options.subgraphToken !== undefined);
  }

  const link: Link = {
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
        return await retryOnce(request, deadline.signal, () => post(request, deadline.signal));
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
  return breakCircuit({ service: options.service, link, clock: options.clock });
}

function headersOf(options: RemoteLinkOptions, context: RequestContext): Readonly<Record<string, string>> {
  const { subgraphToken } = options;
  if (subgraphToken === undefined) return options.headersOf?.(context) ?? {};
  return { 'x-vx11-subgraph-token': subgraphToken, ...toHopHeaders(context) };
}

function isTimeout(error: unknown): boolean {
  return error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
}
