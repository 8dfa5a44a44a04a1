import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import type { Exchange } from '@urql/core';
import { SessionRowFragmentDoc, SessionsDocument } from '../generated/graphql.ts';

/** One copy of each thing, however many places show it: what an event tells of it is seen in all of them. */
export function createCache(): Exchange {
  return cacheExchange({
    keys: {
      Service: (service) => nameOf(service['name']),
      FeatureFlag: (flag) => nameOf(flag['key']),
    },
    updates: {
      Mutation: {
        chat: (result, _args, cache) => {
          const chat = result['chat'] as { readonly session?: { readonly id: string } | null } | undefined;
          if (chat?.session) listSession(cache, chat.session.id);
        },
        deleteSession: (_result, args, cache) => {
          const id = nameOf(args['id']);
          if (id !== null) cache.invalidate({ __typename: 'Session', id });
        },
      },
      Subscription: {
        sessionChanged: (result, _args, cache) => {
          const session = result['sessionChanged'] as { readonly id: string } | undefined;
          if (session) listSession(cache, session.id);
        },
      },
    },
  });
}

/** A conversation that somebody just spoke in comes first; a list that was searched for is left as it is. */
function listSession(cache: Cache, id: string): void {
  cache.updateQuery({ query: SessionsDocument, variables: {} }, (data) => {
    if (!data) return data;
    const { edges } = data.sessions;
    const known = edges.find(({ node }) => node.id === id);
    const node = known?.node ?? cache.readFragment(SessionRowFragmentDoc, { __typename: 'Session', id });
    if (!node) return data;
    const others = edges.filter((edge) => edge.node.id !== id);
    return {
      ...data,
      sessions: { ...data.sessions, edges: [{ __typename: 'SessionEdge', node }, ...others] },
    };
  });
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
