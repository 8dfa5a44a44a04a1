import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createSocket, type StreamSink } from '../../../client/connection/socket.ts';
import type { Vx11Error } from '../../../client/vx11-error.ts';
import { systemClock, type Clock } from '../../../platform/clock.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { freePort } from '../../support/free-port.ts';

const operation = { query: 'subscription { a }', operationName: undefined, variables: {} };

/** A sink that tells how it ended. */
function listener(): StreamSink & { readonly ended: Promise<Vx11Error | undefined> } {
  let end: StreamSink['end'] = () => undefined;
  const ended = new Promise<Vx11Error | undefined>((resolve) => (end = resolve));
  return { ended, next: () => undefined, end };
}

function socketTo(port: number, clock: Clock = systemClock) {
  const socket = createSocket({ url: `http://127.0.0.1:${port}`, token: 't', webSocket: WebSocket, clock });
  onTestFinished(() => socket.close());
  return socket;
}

describe('a machine that takes the connection and says nothing', () => {
  let port: number;
  let server: Server;
  beforeEach(async () => {
    port = await freePort();
    server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
  });

  test('closing leaves at once, and no promise is left that rejects', async () => {
    const socket = socketTo(port);
    socket.open(operation, listener())();
    const [connection] = (await once(server, 'connection')) as [Socket];
    socket.close();
    await once(connection.resume(), 'close');
  });

  test('it is UNREACHABLE after ten seconds', async () => {
    const clock = createManualClock();
    const sink = listener();
    socketTo(port, clock).open(operation, sink);
    await once(server, 'connection');
    await clock.advance(10_000);
    expect(await sink.ended).toMatchObject({ code: 'UNREACHABLE', retryable: true });
  });
});

test.each([
  [4401, 'UNAUTHENTICATED'],
  [4403, 'FORBIDDEN'],
  [4400, 'BAD_USER_INPUT'],
  [1001, 'UNREACHABLE'],
  [1000, 'UNREACHABLE'],
  [4429, 'UNREACHABLE'],
])(
  'a connection that is closed with %d ends its streams with %s, and opens none again',
  async (code, expected) => {
    const port = await freePort();
    const server = new WebSocketServer({ port, host: '127.0.0.1' });
    onTestFinished(() => server.close());
    let connections = 0;
    server.on('connection', (socket) => {
      connections += 1;
      socket.on('message', (data: Buffer) => {
        if (String(data).includes('connection_init')) socket.send('{"type":"connection_ack"}');
        else socket.close(code, 'because');
      });
    });
    const sink = listener();
    socketTo(port).open(operation, sink);
    expect((await sink.ended)?.code).toBe(expected);
    expect(connections).toBe(1);
  },
);
