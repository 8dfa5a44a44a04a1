import type { ExecutionResult } from 'graphql';
import { request } from 'undici';
import { CodedError } from '../../platform/errors.ts';
import { toHopHeaders } from '../../platform/request-context.ts';
import type { AskSubgraph } from './ports.ts';

/** Longer than any read takes; a caller with less patience aborts through its context's signal. */
const LIMIT_MS = 5_000;

/** AskSubgraph for an operator that runs alone. Who cannot be reached is SERVICE_UNREACHABLE, never a hang. */
export function askOverHttp(options: {
  readonly service: string;
  readonly url: string;
  readonly subgraphToken: string;
}): AskSubgraph {
  return async ({ query, variables, context }) => {
    try {
      const response = await request(new URL('/graphql', options.url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-vx11-subgraph-token': options.subgraphToken,
          ...toHopHeaders(context),
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.any([context.signal, AbortSignal.timeout(LIMIT_MS)]),
      });
      return (await response.body.json()) as ExecutionResult;
    } catch (error) {
      context.signal.throwIfAborted();
      const { service, url } = options;
      const problem = error instanceof Error ? error.message : String(error);
      throw new CodedError('SERVICE_UNREACHABLE', { service, url, problem }, error);
    }
  };
}
