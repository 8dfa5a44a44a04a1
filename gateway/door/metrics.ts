import { Router, type RequestHandler } from 'express';
import type { Clock } from '../../platform/clock.ts';
import type { Metrics } from '../observability/metrics.ts';
import { continueTrace } from '../observability/tracing.ts';

export function serveMetrics(metrics: Metrics): Router {
  const router = Router();
  router.get('/metrics', async (_request, response) => {
    response.set('content-type', metrics.contentType).send(await metrics.text());
  });
  return router;
}

/** Paths that have a label of their own; all others share one. */
const PATHS: ReadonlySet<string> = new Set(['/graphql', '/schema.graphql']);

/** Counts each request when its answer was sent, or its client gone, and makes it part of the sender's trace. */
export function countRequests(metrics: Metrics, clock: Clock): RequestHandler {
  return (request, response, next) => {
    const startedAt = clock.monotonic();
    const path = PATHS.has(request.path) ? request.path : 'other';
    response.once('close', () => {
      metrics.requestAnswered({ path, status: response.statusCode, ms: clock.monotonic() - startedAt });
    });
    continueTrace(request.headers, next);
  };
}
