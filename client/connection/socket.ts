import { createClient as createSocketClient } from 'graphql-ws';
import type { Clock } from '../../platform/clock.ts';
import { areErrors, asWireAnswer, type WireAnswer } from '../answer.ts';
import { orAbort } from '../time-limit.ts';
import { readToken, type TokenSource } from '../token.ts';
import { errorFromAll, Vx11Error } from '../vx11-error.ts';
import { errorFromClose } from './close-codes.ts';
import type { Operation } from './request.ts';
import { forgiving, type WebSocketClass } from './web-socket.ts';

export interface SocketOptions {
  readonly url: string;
  readonly token: TokenSource | undefined;
  readonly webSocket: WebSocketClass | undefined;
  readonly clock: Clock;
}

/** Where the events of one stream go. One call of `end` is the last. */
export interface StreamSink {
  next(event: WireAnswer): void;
  /** Without an error the gateway completed the stream. */
  end(error?: Vx11Error): void;
}

/** One WebSocket for all streams, opened with the first and closed with the last. It never tries again by itself. */
export interface Socket {
  /** Returns how to leave; after that nothing is told. */
  open(operation: Operation, sink: StreamSink): () => void;
  /** The token that the newest connection was opened with. */
  readonly lastToken: string | undefined;
  close(): void;
}

const CONNECT_LIMIT_MS = 10_000;
const PING_EVERY_MS = 12_000;
const PONG_LIMIT_MS = 6_000;
/** An empty connection is kept for so long: the next stream often comes at once. */
const IDLE_CLOSE_MS = 500;

export function createSocket({ url, token, webSocket, clock }: SocketOptions): Socket {
  if (webSocket === undefined)
    throw new Vx11Error(
      'UNREACHABLE',
      'there is no WebSocket here: pass `webSocket`, such as the one of the package ws',
    );
  const live = new Set<(error: Vx11Error) => void>();
  const ending = new AbortController();
  let lastToken: string | undefined;
  let isOpen = false;
  let cancelConnect = (): void => undefined;
  let cancelPong = (): void => undefined;

  const client = createSocketClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: forgiving(webSocket),
    retryAttempts: 0,
    lazyCloseTimeout: IDLE_CLOSE_MS,
    keepAlive: PING_EVERY_MS,
    connectionAckWaitTimeout: CONNECT_LIMIT_MS,
    connectionParams: async () => {
      lastToken = await orAbort(readToken(token), ending.signal);
      return lastToken === undefined ? {} : { 'x-vx11-token': lastToken };
    },
    on: {
      connecting: () => {
        cancelConnect();
        cancelConnect = clock.after(CONNECT_LIMIT_MS, () => client.terminate());
      },
      connected: () => {
        isOpen = true;
        cancelConnect();
      },
      // A machine that is gone says nothing: an answer is asked for now and then.
      ping: (isReceived) => {
        if (isReceived) return;
        cancelPong();
        cancelPong = clock.after(PONG_LIMIT_MS, () => client.terminate());
      },
      pong: (isReceived) => {
        if (isReceived) cancelPong();
      },
      error: (error) => endAll(errorOf(error, url)),
      closed: (event) => endAll(errorOf(event, url)),
    },
  });

  /** Before graphql-ws looks at how it closed: a stream must never be opened again without its cursor. */
  function endAll(error: Vx11Error): void {
    isOpen = false;
    cancelConnect();
    cancelPong();
    for (const end of [...live]) end(error);
  }

  return {
    open(operation, sink) {
      let isOver = false;
      const over = (error?: Vx11Error): void => {
        if (isOver) return;
        isOver = true;
        live.delete(over);
        sink.end(error);
      };
      live.add(over);
      const leave = client.subscribe(
        { ...operation, operationName: operation.operationName ?? null },
        {
          next: (event) => {
            if (!isOver) sink.next(asWireAnswer(event));
          },
          error: (error) => over(errorOf(error, url)),
          complete: () => over(),
        },
      );
      return () => {
        isOver = true;
        live.delete(over);
        leave();
      };
    },
    get lastToken() {
      return lastToken;
    },
    close() {
      ending.abort(new Vx11Error('CLIENT_CLOSED', 'the client was closed'));
      cancelConnect();
      cancelPong();
      // One that is still opening is cut off, as nobody waits for it any more.
      if (!isOpen) client.terminate();
      // It rejects where the connection broke meanwhile.
      Promise.resolve(client.dispose()).catch(() => undefined);
    },
  };
}

/** graphql-ws hands over errors of the operation as an array, a close event, or an error event. */
function errorOf(error: unknown, url: string): Vx11Error {
  if (error instanceof Vx11Error) return error;
  if (areErrors(error)) return errorFromAll(error);
  return errorFromClose(error, url);
}
