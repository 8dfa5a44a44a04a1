/** The parts of the standard WebSocket class that are used; the browser's own, Node's since 22, and `ws` have them. */
export interface WebSocketClass {
  new (
    url: string,
    protocols?: string | string[],
  ): { addEventListener(type: 'error', listener: () => void): void };
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

/**
 * The same class, whose instances may fail unheard: one that is closed while it opens tells so as an error, when graphql-ws listens no
 * more, and with `ws` an error that nobody hears ends the process.
 */
export function forgiving(base: WebSocketClass): WebSocketClass {
  return class extends base {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('error', () => undefined);
    }
  };
}
