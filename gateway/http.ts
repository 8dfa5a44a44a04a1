import type { ApolloServer } from '@apollo/server';
import express, { type Express, type Router } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { Config } from './config.ts';
import { logAccess } from './door/access-log.ts';
import { readJsonBody } from './door/operation/body.ts';
import { limitDocument } from './door/operation/document-limit.ts';
import { serveEventStreams } from './door/operation/event-streams.ts';
import { allowOrigins } from './door/origins/cross-origin.ts';
import { serveGraphql } from './door/operation/graphql.ts';
import { serveHealth, type HealthParts } from './door/health.ts';
import { countRequests, serveMetrics } from './door/metrics.ts';
import { refuseForeignPages, type OriginPolicy } from './door/origins/origin.ts';
import { refuseFailure, refuseUnknownPath } from './door/refusal.ts';
import { demandToken } from './door/tokens/token.ts';
import { beginVisit } from './door/visit.ts';
import { learnWishes } from './door/operation/wishes.ts';
import type { Metrics } from './observability/metrics.ts';
import type { TrustedDocuments } from './limits/trusted/trusted-documents.ts';
import type { OperationContext } from './plugins/context.ts';
import type { EventStreams } from './subscriptions/event-streams.ts';

export interface HttpDoorParts extends HealthParts {
  readonly apollo: ApolloServer<OperationContext>;
  readonly apiSdl: () => string;
  readonly apiSchema: () => GraphQLSchema;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: Config['limits'];
  readonly origins: OriginPolicy;
  /** Where only some operations are answered. */
  readonly trusted?: TrustedDocuments | undefined;
  /** What is served to who has no token yet. */
  readonly pages: Router;
  readonly eventStreams: EventStreams;
  readonly metrics: Metrics;
  /** Names of the client's headers that subgraphs are to see. */
  readonly forwardedHeaders?: readonly string[];
}

/** Everything served over HTTP, in the order in which a request meets it. */
export function createHttpDoor(parts: HttpDoorParts): Express {
  const { apollo, clock, limits } = parts;
  const door = express();
  door.disable('x-powered-by');
  door.disable('etag');
  door.use(beginVisit());
  door.use(allowOrigins(parts.origins));
  door.use(refuseForeignPages(parts.origins));
  door.use(serveHealth(parts));
  door.use(parts.pages);
  if (parts.onLoopback) door.use(serveMetrics(parts.metrics));
  door.use(logAccess(parts.log, clock));
  door.use(countRequests(parts.metrics, clock));
  door.use(demandToken(parts.verify));
  door.use(serveMetrics(parts.metrics));
  door.get('/schema.graphql', (_request, response) => {
    response.type('text/plain').send(parts.apiSdl());
  });
  door.use('/graphql', ...readJsonBody(limits.bodyBytes, parts.trusted));
  door.use('/graphql', limitDocument(parts.apiSchema));
  door.use('/graphql', learnWishes);
  const { forwardedHeaders = [] } = parts;
  door.use('/graphql', serveEventStreams(parts.eventStreams, forwardedHeaders));
  door.use(
    '/graphql',
    serveGraphql({ apollo, clock, queryDeadlineMs: limits.queryDeadlineMs, forwardedHeaders }),
  );
  door.use(refuseUnknownPath());
  door.use(refuseFailure(parts.log));
  return door;
}
