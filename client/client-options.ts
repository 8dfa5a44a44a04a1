import type { Clock } from '../platform/clock.ts';
import type { WebSocketClass } from './connection/web-socket.ts';
import type { StreamListeners } from './stream/event-stream.ts';
import type { ResumableFields } from './stream/resumption.ts';
import type { TokenSource } from './token.ts';

/** The listeners are called for every operation of the client; what they throw is not caught. */
export interface ClientOptions extends StreamListeners {
  /** The gateway's address, such as http://127.0.0.1:8000. */
  readonly url: string;
  readonly token?: TokenSource | undefined;
  readonly fetch?: typeof globalThis.fetch;
  readonly webSocket?: WebSocketClass;
  /** Events of one stream that may wait for its reader; 1000 unless given. */
  readonly bufferSize?: number;
  /** Of the gateway's schema where it is not the stack's own. */
  readonly resumable?: ResumableFields;
  readonly clock?: Clock;
}

/** Opens a window for exactly what the operation needs and sleeps; asks for the scope power:write. */
export interface Wake {
  /** How long the window stays, 10 to 86400 seconds. */
  readonly ttlSec: number;
  /** How long the operation waits for it, 0 to 120000 milliseconds. */
  readonly waitMs: number;
}

export interface OperationOptions {
  readonly signal?: AbortSignal | undefined;
  readonly wake?: Wake | undefined;
}

export interface RequestOptions extends OperationOptions {
  /** Milliseconds; 35 s for a query and 135 s for a mutation unless given, a little more than the gateway's own, and `wake.waitMs` more. */
  readonly timeoutMs?: number;
  /** Goes through logs, audit and events; the gateway makes one where it is left out. */
  readonly correlationId?: string;
}
