import { WebSocket } from 'ws';
import type { ClientOptions } from './client-options.ts';
import { createClient as createPlainClient, type Client } from './create-client.ts';

export * from './index.ts';

/** The same client with the WebSocket of the package ws, which Node 20 lacks. */
export function createClient(options: ClientOptions): Client {
  return createPlainClient({ webSocket: WebSocket, ...options });
}
