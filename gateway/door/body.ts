import express, { type RequestHandler } from 'express';
import { CodedError } from '../../platform/errors.ts';
import { refuse } from './refusal.ts';

/** Parses a JSON body up to the limit; another method, what is no JSON, or too long, is refused before GraphQL sees it. */
export function readJsonBody(limitBytes: number): readonly RequestHandler[] {
  return [demandMethod, demandJson, parseJson(limitBytes)];
}

const demandMethod: RequestHandler = (request, response, next) => {
  if (request.method === 'POST' || request.method === 'GET') {
    next();
    return;
  }
  response.setHeader('allow', 'GET, POST');
  refuse(
    response,
    new CodedError('BAD_USER_INPUT', { problem: `the method must be GET or POST, got ${request.method}` }),
    405,
  );
};

const demandJson: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST' || request.is('application/json') !== false) {
    next();
    return;
  }
  const problem = `the content type must be application/json, got ${request.headers['content-type'] ?? 'none'}`;
  refuse(response, new CodedError('BAD_USER_INPUT', { problem }), 415);
};

function parseJson(limitBytes: number): RequestHandler {
  const parse = express.json({ limit: limitBytes });
  return (request, response, next) => {
    parse(request, response, (error?: unknown) => {
      if (error === undefined) next();
      else next(refusalOf(error, limitBytes) ?? error);
    });
  };
}

function refusalOf(error: unknown, limitBytes: number): CodedError | undefined {
  if (!(error instanceof Error) || !('type' in error)) return undefined;
  if (error.type === 'entity.too.large') return new CodedError('PAYLOAD_TOO_LARGE', { limitBytes });
  if (error.type === 'entity.parse.failed') {
    return new CodedError('BAD_USER_INPUT', { problem: `the body must be JSON: ${error.message}` });
  }
  return undefined;
}
