import { GraphQLError } from 'graphql';
import type { Clock } from '../../platform/clock.ts';
import { CodedError } from '../../platform/errors.ts';
import { asGraphQLError } from '../../platform/graphql/as-graphql-error.ts';
import { mapEvents } from '../../platform/graphql/event-stream.ts';
import { ShownError } from '../../platform/graphql/shown-error.ts';
import { CORRELATION_HEADER } from '../../platform/request-context.ts';
import type { Link } from '../links/link.ts';
import { createRemoteStreams } from '../links/remote/remote-streams.ts';
import { createRemoteLink } from '../links/remote/remote.ts';
import { connectByHeaders } from '../links/remote/streams-by-headers.ts';
import type { LinkTls } from '../links/remote/tls.ts';
import { headersFor, type HeaderRules } from './header-rules.ts';

export interface ForeignSubgraph {
  readonly service: string;
  /** Where its GraphQL is, path and all. */
  readonly url: string;
  readonly streamUrl: string;
  readonly headerRules: HeaderRules;
  readonly tls: LinkTls | undefined;
  readonly clock: Clock;
  readonly limitMs: number;
}

/** The way to a subgraph that knows nothing of this gateway: it sees the correlation id and the headers that the rules name. */
export function openForeignLink(subgraph: ForeignSubgraph): Link {
  const { service, url, streamUrl, headerRules, tls, clock, limitMs } = subgraph;
  const { origin, pathname, search } = new URL(url);
  const link = createRemoteLink({
    service,
    url: origin,
    path: `${pathname}${search}`,
    subgraphToken: undefined,
    tls,
    headersOf: ({ correlationId, forwarded }) =>
      headersFor(headerRules, service, { own: { [CORRELATION_HEADER]: correlationId }, forwarded }),
    clock,
    limitMs,
  });
  const streams = connectByHeaders((headers) =>
    createRemoteStreams({
      service,
      url: origin,
      subgraphToken: '',
      tls,
      clock,
      foreign: { streamUrl, headers },
    }),
  );
  return {
    execute: (request) => link.execute(request),
    async subscribe(request) {
      const { signal } = request.context;
      const stream = await streams
        .of(headersFor(headerRules, service, { forwarded: request.context.forwarded }))
        .subscribe(request);
      return mapEvents(stream, { signal, map: (event) => Promise.resolve(event), mapError: inItsOwnWords });
    },
    close: () => Promise.all([link.close(), streams.close()]).then(() => undefined),
  };
}

/** A refusal by the subgraph itself; what failed on the way has a code of ours. */
function inItsOwnWords(error: unknown): Error {
  if (!(error instanceof GraphQLError) || error instanceof CodedError)
    return asGraphQLError(error, 'the stream');
  const { message, path, extensions } = error;
  return new ShownError(message, { ...(path === undefined ? {} : { path }), extensions });
}
