import { GraphQLError } from 'graphql';
import type { Clock } from '../../platform/clock.ts';
import { CodedError } from '../../platform/errors.ts';
import { asGraphQLError } from '../../platform/graphql/as-graphql-error.ts';
import { mapEvents } from '../../platform/graphql/event-stream.ts';
import { ShownError } from '../../platform/graphql/shown-error.ts';
import { CORRELATION_HEADER } from '../../platform/request-context.ts';
import type { Link } from '../links/link.ts';
import { createRemoteStreams, type RemoteStreams } from '../links/remote/remote-streams.ts';
import { createRemoteLink } from '../links/remote/remote.ts';
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
  const streams = createStreams((headers) =>
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

/** A connection says once who it is for, so those who forward different headers have one each. */
const MOST_CONNECTIONS = 1_000;

function createStreams(open: (headers: Readonly<Record<string, string>>) => RemoteStreams) {
  const known = new Map<string, RemoteStreams>();
  return {
    of(headers: Readonly<Record<string, string>>): RemoteStreams {
      const key = JSON.stringify(Object.entries(headers).sort());
      const streams = known.get(key) ?? open(headers);
      known.delete(key);
      known.set(key, streams);
      const [oldest] = known.keys();
      // Its streams go on, and its socket closes after the last of them.
      if (known.size > MOST_CONNECTIONS && oldest !== undefined) known.delete(oldest);
      return streams;
    },
    close: () => Promise.all([...known.values()].map((streams) => streams.close())),
  };
}
