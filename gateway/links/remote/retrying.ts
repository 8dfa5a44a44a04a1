import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import type { LinkRequest } from '../link.ts';

/** Codes of Node and undici that say: the connection was not made, or went away. A limit that passed is none of them. */
const CONNECTION_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends once more what met a connection that was just closed or a process that just restarted. Only what changes nothing: a mutation
 * may have been carried out by a subgraph that died before it could say so.
 */
export async function retryOnce<Answer>(
  request: LinkRequest,
  signal: AbortSignal,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (signal.aborted || !isConnectionLost(error) || !changesNothing(request)) throw error;
    return send();
  }
}

function isConnectionLost(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && CONNECTION_CODES.has(error.code)) return true;
  return 'errors' in error && Array.isArray(error.errors) && error.errors.some(isConnectionLost);
}

function changesNothing({ query, document, operationName }: LinkRequest): boolean {
  return getOperationAST(document ?? parse(query), operationName)?.operation === OperationTypeNode.QUERY;
}
