import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { readFileSync } from 'node:fs';

/** @apollo/gateway behind Apollo Server as their documentation sets them up: `stock-process.ts SUPERGRAPH PORT`. */
const [, , file = '', port = ''] = process.argv;

interface Context {
  readonly authorization: string;
}

const forwarding = (url = '') =>
  new RemoteGraphQLDataSource<Context>({
    url,
    willSendRequest({ request, context }) {
      // The gateway also asks without a client, and then without a context.
      const sent: unknown = 'authorization' in context ? context.authorization : undefined;
      if (typeof sent === 'string') request.http?.headers.set('authorization', sent);
    },
  });

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(file, 'utf8'),
  buildService: ({ url }) => forwarding(url),
});
const server = new ApolloServer({ gateway, introspection: false });
await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(port) },
  context: async ({ req }) => ({ authorization: req.headers.authorization ?? '' }),
});
