import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from '../platform/log.ts';
import { createDocumentStore } from './plugins/document-store.ts';
import type { OperationContext } from './plugins/context.ts';
import { demandOperation } from './plugins/demand-operation.ts';
import { createErrorFormatter } from './plugins/format-error.ts';
import { partialIsSuccess } from './plugins/http-status.ts';
import { operationDeadline } from './plugins/operation-deadline.ts';
import { limitRate } from './plugins/rate-limit.ts';
import { refuseConditionalRoots } from './plugins/refuse-conditional-roots.ts';
import { reportAsleep } from './plugins/report-asleep.ts';
import type { RateLimits } from './limits/rate-limits.ts';
import type { ServerGateway } from './supergraph.ts';

/** GraphQL over HTTP in front of the graph: parses, validates and shapes answers. Reports to nobody, whatever the environment says. */
export async function startApollo(options: {
  readonly gateway: ServerGateway;
  readonly log: Logger;
  readonly mutationDeadlineMs: number;
  readonly rateLimits?: RateLimits;
}): Promise<ApolloServer<OperationContext>> {
  const server = new ApolloServer<OperationContext>({
    gateway: options.gateway,
    logger: options.log,
    introspection: true,
    // Each makes a browser ask before it sends the request for a page of another origin.
    csrfPrevention: {
      requestHeaders: [
        'apollo-require-preflight',
        'x-apollo-operation-name',
        'x-vx11-token',
        'authorization',
      ],
    },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: createDocumentStore(),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: createErrorFormatter(options.log),
    plugins: [
      refuseConditionalRoots(),
      demandOperation(),
      ...(options.rateLimits === undefined ? [] : [limitRate(options.rateLimits)]),
      operationDeadline(options.mutationDeadlineMs),
      reportAsleep(),
      partialIsSuccess(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}
