import type { ApolloServer } from '@apollo/server';
import express, { type Express } from 'express';
import type { VerifyToken } from '../platform/auth.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { Config } from './config.ts';
import { logAccess } from './door/access-log.ts';
import { readJsonBody } from './door/body.ts';
import { limitDocument } from './door/document-limit.ts';
import { serveGraphql } from './door/graphql.ts';
import { serveHealth, type ReadHealth } from './door/health.ts';
import { refuseForeignPages, type OriginPolicy } from './door/origin.ts';
import { refuseFailure, refuseUnknownPath } from './door/refusal.ts';
import { servePages } from './door/static-pages.ts';
import { demandToken } from './door/token.ts';
import { beginVisit } from './door/visit.ts';
import type { OperationContext } from './plugins/context.ts';

export interface HttpDoorParts {
  readonly apollo: ApolloServer<OperationContext>;
  readonly apiSdl: () => string;
  readonly readHealth: ReadHealth;
  readonly verify: VerifyToken;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: Config['limits'];
  readonly origins: OriginPolicy;
}

/** Everything served over HTTP, in the order in which a request meets it. */
export function createHttpDoor(parts: HttpDoorParts): Express {
  const { apollo, clock, limits } = parts;
  const door = express();
  door.disable('x-powered-by');
  door.disable('etag');
  door.use(beginVisit());
  door.use(refuseForeignPages(parts.origins));
  door.use(serveHealth(parts.readHealth));
  door.use(servePages());
  door.use(logAccess(parts.log, clock));
  door.use(demandToken(parts.verify));
  door.get('/schema.graphql', (_request, response) => {
    response.type('text/plain').send(parts.apiSdl());
  });
  door.use('/graphql', ...readJsonBody(limits.bodyBytes));
  door.use('/graphql', limitDocument);
  door.use('/graphql', serveGraphql({ apollo, clock, queryDeadlineMs: limits.queryDeadlineMs }));
  door.use(refuseUnknownPath());
  door.use(refuseFailure(parts.log));
  return door;
}
