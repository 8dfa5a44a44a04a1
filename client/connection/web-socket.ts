/** The parts of the standard WebSocket class that are used; the browser's own, Node's since 22, and `ws` have them. */
export interface WebSocketClass {
  new (url: string, protocols?: string | string[]): unknown;
  readonly CONNECTING: number;
  readonly OPEN: number;
  readonly CLOSING: number;
  readonly CLOSED: number;
}

/** The one that the platform has. Node 20 has none: there `ws` is passed in, which the entry for Node does. */
export function platformWebSocket(): WebSocketClass | undefined {
  const found: unknown = 'WebSocket' in globalThis ? globalThis.WebSocket : undefined;
  return typeof found === 'function' && 'OPEN' in found ? (found as unknown as WebSocketClass) : undefined;
}
