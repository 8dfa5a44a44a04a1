import { CloseCode, MessageType, parseMessage, type Message, type SubscribeMessage } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { VerifyToken } from '../../../platform/auth.ts';
import type { Logger } from '../../../platform/log.ts';
import { excessOfMessage } from '../../limits/socket/message-limit.ts';
import type { TokenCounts } from '../../limits/token-counts.ts';
import { admit, type Connection } from '../connection.ts';
import { SocketOperations, type OperationParts } from './operations.ts';
import { SocketWriter, type WriterOwner } from './socket-writer.ts';

export interface SessionParts extends OperationParts {
  readonly verify: VerifyToken;
  readonly log: Logger;
  /** Names of the client's headers that subgraphs are to see. */
  readonly forwardedHeaders?: readonly string[];
  /** The session's token was accepted. */
  readonly onAccepted: (session: SocketSession) => void;
  /** Connections of each token. */
  readonly tokenSockets: TokenCounts;
}

const INIT_WITHIN_MS = 10_000;
const LEAVE_WITHIN_MS = 2_000;
const CLOSE_TOO_MANY = 4429;
/** A close frame has room for 123 bytes. */
const LONGEST_ID_SHOWN = 36;

/** One WebSocket that speaks graphql-transport-ws: what may be said when, and how it is closed where that is not kept. */
export class SocketSession implements WriterOwner {
  readonly #socket: WebSocket;
  readonly #parts: SessionParts;
  readonly #writer: SocketWriter;
  readonly #operations: SocketOperations;
  /** Until connection_init. */
  #cancelInit: (() => void) | undefined;
  /** Until connection_init: its headers are most of what a quiet connection would hold. */
  #upgrade: IncomingMessage | undefined;
  #connection: Connection | undefined;
  #hasAnswered = true;
  #countOut: () => void = () => undefined;

  constructor(socket: WebSocket, request: IncomingMessage, parts: SessionParts) {
    this.#socket = socket;
    this.#upgrade = request;
    this.#parts = parts;
    this.#writer = new SocketWriter(socket, request.socket, this);
    this.#operations = new SocketOperations(parts, this.#writer);
    this.#cancelInit = parts.clock.after(INIT_WITHIN_MS, () =>
      this.#close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
    );
    // What the other side does wrong, as a message too long, which ws answers with 1009.
    socket.on('error', ({ message }) =>
      parts.log.info({ problem: message }, 'a WebSocket connection failed'),
    );
    socket.on('pong', () => (this.#hasAnswered = true));
    socket.on('message', (data: Buffer) => this.#receive(data));
  }

  /** Closes, and cuts the client off where it does not take its leave in time: one that reads nothing does not see the close either. */
  disconnect(code: number, reason: string): void {
    this.#close(code, reason);
    const cancel = this.#parts.clock.after(LEAVE_WITHIN_MS, () => this.#socket.terminate());
    this.#socket.once('close', cancel);
  }

  /** The client reads again: what waited for it goes out. */
  flush(): void {
    this.#operations.flush();
  }

  /** To be called at regular times: cuts a connection whose other side has not answered since the last call. */
  beat(): void {
    if (!this.#hasAnswered) return this.#socket.terminate();
    this.#hasAnswered = false;
    if (this.#isOpen) this.#socket.ping();
  }

  /** The tokens may have changed: closes with 4403 where this one opens nothing any more, else its streams are judged anew. */
  revalidate(): void {
    const outcome = this.#connection?.revalidate(this.#parts.verify);
    if (outcome === 'gone') this.disconnect(CloseCode.Forbidden, 'Forbidden');
    if (outcome === 'changed' && this.#connection !== undefined)
      this.#operations.reauthorise(this.#connection);
  }

  /** The socket is closed. */
  end(): void {
    this.#endInit();
    this.#connection?.end();
    this.#operations.end();
    this.#countOut();
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #receive(data: Buffer): void {
    // What still comes in while the socket closes is answered by nobody.
    if (!this.#isOpen) return;
    const excess = excessOfMessage(data, this.#connection === undefined);
    if (excess !== undefined) return this.disconnect(CloseCode.BadRequest, excess);
    const message = readMessage(data);
    if (message === undefined) return this.#close(CloseCode.BadRequest, 'Invalid message received');
    try {
      this.#handle(message);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'a WebSocket message could not be handled');
      this.#close(CloseCode.InternalServerError, 'Internal server error');
    }
  }

  #handle(message: Message): void {
    switch (message.type) {
      case MessageType.ConnectionInit:
        return this.#initialise(message.payload);
      case MessageType.Ping: {
        const { payload } = message;
        return this.#writer.send({ type: 'pong', ...(payload === undefined ? {} : { payload }) });
      }
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return this.#subscribe(message);
      case MessageType.Complete:
        return this.#operations.complete(message.id);
      case MessageType.ConnectionAck:
      case MessageType.Next:
      case MessageType.Error:
        return this.#close(CloseCode.BadRequest, `Unexpected message of type ${message.type} received`);
    }
  }

  #initialise(payload: Readonly<Record<string, unknown>> | undefined): void {
    const upgrade = this.#upgrade;
    if (upgrade === undefined)
      return this.#close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    this.#upgrade = undefined;
    this.#endInit();
    const { verify, forwardedHeaders } = this.#parts;
    const admission = admit(verify, upgrade, payload, forwardedHeaders);
    if (admission === 'missing') return this.#close(CloseCode.Unauthorized, 'Unauthenticated');
    if (admission === 'wrong') return this.#close(CloseCode.Forbidden, 'Forbidden');
    const { name } = admission.actor;
    const { tokenSockets } = this.#parts;
    if (tokenSockets.refusal(name) !== undefined)
      return this.#close(CLOSE_TOO_MANY, 'Too many connections of this token');
    this.#countOut = tokenSockets.add(name);
    this.#connection = admission;
    this.#parts.onAccepted(this);
    this.#writer.send({ type: 'connection_ack' });
  }

  #subscribe(message: SubscribeMessage): void {
    if (this.#connection === undefined) return this.#close(CloseCode.Unauthorized, 'Unauthorized');
    if (this.#operations.has(message.id)) {
      const reason = `Subscriber for ${message.id.slice(0, LONGEST_ID_SHOWN)} already exists`;
      return this.#close(CloseCode.SubscriberAlreadyExists, withinCloseFrame(reason));
    }
    this.#operations.begin(message, this.#connection);
  }

  #close(code: number, reason: string): void {
    this.#endInit();
    this.#socket.close(code, reason);
  }

  #endInit(): void {
    this.#cancelInit?.();
    this.#cancelInit = undefined;
  }
}

function readMessage(data: Buffer): Message | undefined {
  try {
    return parseMessage(String(data));
  } catch {
    return undefined;
  }
}

/** Letters of an id may take up to four bytes each. */
function withinCloseFrame(reason: string): string {
  return Buffer.byteLength(reason) <= 123 ? reason : 'Subscriber already exists';
}
