import type { RequestHandler } from 'express';
import type { OriginPolicy } from './origin.ts';

const METHODS = 'GET, POST';
const REQUEST_HEADERS =
  'content-type, accept, x-vx11-token, authorization, x-correlation-id, x-vx11-wake, apollo-require-preflight';
/** What a page may read beside the body. */
const ANSWER_HEADERS = 'x-correlation-id, retry-after';
/** A browser asks again after so long. */
const REMEMBERED_SEC = 600;

/** CORS (fetch.spec.whatwg.org) for the pages of the allowlist: answers a browser's question before its request, and lets them read. */
export function allowOrigins(policy: OriginPolicy): RequestHandler {
  return (request, response, next) => {
    response.vary('origin');
    const { origin } = request.headers;
    if (origin !== undefined && policy.isAllowed(origin)) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', ANSWER_HEADERS);
    }
    const isQuestion =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!isQuestion) return next();
    if (response.hasHeader('access-control-allow-origin')) {
      response.setHeader('access-control-allow-methods', METHODS);
      response.setHeader('access-control-allow-headers', REQUEST_HEADERS);
      response.setHeader('access-control-max-age', REMEMBERED_SEC);
    }
    // Without these headers a browser takes it for a no.
    response.status(204).end();
  };
}
