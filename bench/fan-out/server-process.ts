import { EventEmitter, on, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { buildSchema } from '../../platform/graphql/subgraph.ts';
import { TICK_SDL, tickOf } from './tick.ts';

/**
 * `server-process.ts graphql-ws`: a server as the documentation of graphql-ws sets it up, which is also the subgraph behind ours.
 * `server-process.ts raw`: the least there is: the protocol's messages without GraphQL, one text for all.
 * Each message of the parent is one event; an object among them replaces fields of it.
 */
const ticks = new EventEmitter().setMaxListeners(0);
let n = 0;
process.on('message', (message: unknown) => {
  const change = typeof message === 'object' && message !== null ? message : {};
  ticks.emit('tick', tickOf((n += 1), change));
});
process.on('disconnect', () => process.exit(0));

const http = createServer((_request, response) => response.writeHead(404).end());
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
if (process.argv[2] === 'raw') serveRaw();
else serveGraphql();
http.listen(0, '127.0.0.1');
await once(http, 'listening');
process.send?.({ url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/graphql` });

function serveGraphql(): void {
  const schema = buildSchema(TICK_SDL, {
    Subscription: {
      tick: {
        subscribe: async function* () {
          for await (const [tick] of on(ticks, 'tick')) yield tick as unknown;
        },
        resolve: (tick: unknown) => tick,
      },
    },
  });
  useServer({ schema }, sockets);
}

function serveRaw(): void {
  const listening = new Set<WebSocket>();
  sockets.on('connection', (socket) => {
    socket.on('close', () => listening.delete(socket));
    socket.on('message', (data: Buffer) => {
      if (data.includes('connection_init')) socket.send('{"type":"connection_ack"}');
      else listening.add(socket);
    });
  });
  ticks.on('tick', (tick: object) => {
    const text = Buffer.from(JSON.stringify({ id: '1', type: 'next', payload: { data: { tick } } }));
    for (const socket of listening) socket.send(text, { binary: false });
  });
}
