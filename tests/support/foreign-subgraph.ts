import { createHandler } from 'graphql-http/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { WebSocketServer } from 'ws';
import { buildSchema } from '../../platform/graphql/subgraph.ts';
import { freePort } from './free-port.ts';

export interface ForeignSubgraphServer {
  readonly url: string;
  /** Of each request, the last one last. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** What each connection was opened with. */
  readonly connectionParams: readonly unknown[];
  close(): Promise<void>;
}

/** What resolvers see of who asks. */
export interface ForeignContext {
  readonly authorization: string | undefined;
}

/** A subgraph as others write them: a plain GraphQL server at a path of its own, over HTTP and WebSocket, behind TLS where that is given. */
export async function serveForeignSubgraph(
  sdl: string,
  resolvers: object,
  wantedPort?: number,
  tls?: ServerOptions,
): Promise<ForeignSubgraphServer> {
  const schema = buildSchema(sdl, resolvers);
  const headers: IncomingHttpHeaders[] = [];
  const connectionParams: unknown[] = [];
  const handle = createHandler({
    schema,
    context: (request): { [key: string]: unknown } => ({ authorization: request.raw.headers.authorization }),
  });
  const listener: RequestListener = (request: IncomingMessage, response) => {
    headers.push(request.headers);
    if (request.url !== '/api/graph?v=1') response.writeHead(404).end();
    else void handle(request, response);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const sockets = new WebSocketServer({ server });
  const socketServer = useServer(
    {
      schema,
      onConnect: ({ connectionParams: params }) => void connectionParams.push(params ?? {}),
      context: ({ connectionParams: params }) => ({ authorization: params?.['authorization'] }),
    },
    sockets,
  );
  const port = wantedPort ?? (await freePort());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  async function close(): Promise<void> {
    await socketServer.dispose();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  let closing: Promise<void> | undefined;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/api/graph?v=1`,
    headers,
    connectionParams,
    close: () => (closing ??= close()),
  };
}
