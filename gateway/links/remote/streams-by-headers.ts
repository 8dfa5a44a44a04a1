import type { RemoteStreams } from './remote-streams.ts';

type Headers = Readonly<Record<string, string>>;

/** A connection says once who it is for, so those who forward different headers have one each. */
export interface StreamsByHeaders {
  of(headers: Headers): RemoteStreams;
  /** Closes every connection. */
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 1_000;

/** From `most` on, connections that carry no stream make room; those that carry one stay, however many they are. */
export function connectByHeaders(
  open: (headers: Headers) => RemoteStreams,
  most = MOST_CONNECTIONS,
): StreamsByHeaders {
  const known = new Map<string, RemoteStreams>();

  function makeRoom(): void {
    for (const [key, streams] of known) {
      if (known.size < most) return;
      if (!streams.isIdle) continue;
      known.delete(key);
      // Nothing waits for it, and what it had is over.
      void streams.close().catch(() => undefined);
    }
  }

  return {
    of(headers) {
      const key = JSON.stringify(Object.entries(headers).sort());
      const streams = known.get(key);
      known.delete(key);
      if (streams === undefined) makeRoom();
      const used = streams ?? open(headers);
      known.set(key, used);
      return used;
    },
    close: () => Promise.all([...known.values()].map((streams) => streams.close())).then(() => undefined),
  };
}
