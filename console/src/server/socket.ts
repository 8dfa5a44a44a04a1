import { createClient, type Client, type ClientOptions } from 'graphql-ws';

const LONGEST_WAIT_MS = 5_000;
/** A server that is just starting may take a connection and never answer it. */
const CONNECT_LIMIT_MS = 6_000;

/** One WebSocket that comes back for ever, unless the gateway refuses the token: asking again would not change that. */
export function openSocket(
  url: URL,
  token: string,
  on: Pick<NonNullable<ClientOptions['on']>, 'connected' | 'closed'> = {},
): { readonly client: Client; readonly close: () => void } {
  let limit: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: url.href.replace(/^http/, 'ws'),
    connectionParams: { 'x-vx11-token': token },
    retryAttempts: Infinity,
    retryWait,
    shouldRetry: (event) => !isRefusal(event),
    on: {
      connecting() {
        clearTimeout(limit);
        limit = setTimeout(() => client.terminate(), CONNECT_LIMIT_MS);
      },
      connected(...acknowledged) {
        clearTimeout(limit);
        on.connected?.(...acknowledged);
      },
      closed(event) {
        clearTimeout(limit);
        on.closed?.(event);
      },
    },
  });
  return {
    client,
    // dispose waits for an attempt under way and rejects where it fails: whoever closes no longer minds.
    close() {
      clearTimeout(limit);
      void Promise.resolve(client.dispose()).catch(() => undefined);
    },
  };
}

export function isRefusal(event: unknown): boolean {
  return event instanceof CloseEvent && (event.code === 4401 || event.code === 4403);
}

/** Longer each time, with chance in it, so that many pages do not come back at one instant. */
function retryWait(retries: number): Promise<void> {
  const waitMs = Math.min(LONGEST_WAIT_MS, 500 * 2 ** retries) + Math.random() * 500;
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
