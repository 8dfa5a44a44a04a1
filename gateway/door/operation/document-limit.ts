import type { Request, RequestHandler } from 'express';
import type { GraphQLSchema } from 'graphql';
import { requestRefusal } from '../../limits/operation/request-limit.ts';
import { refuse } from '../refusal.ts';

/** An operation that is too much is refused before Apollo Server parses it. */
export function limitDocument(apiSchema: () => GraphQLSchema): RequestHandler {
  return (request, response, next) => {
    const { query, variables } = sentBy(request);
    const excess =
      typeof query === 'string' ? requestRefusal(query, parsed(variables), apiSchema()) : undefined;
    if (excess === undefined) next();
    else refuse(response, excess);
  };
}

/** In a body parsed as JSON, or in the address. */
function sentBy(request: Request): { readonly query?: unknown; readonly variables?: unknown } {
  const from: unknown = request.method === 'GET' ? request.query : request.body;
  return typeof from === 'object' && from !== null ? from : {};
}

/** In an address variables are JSON; Apollo Server takes them as such in a body too, and refuses what is none. */
function parsed(variables: unknown): unknown {
  if (typeof variables !== 'string') return variables;
  try {
    return JSON.parse(variables);
  } catch {
    return undefined;
  }
}
