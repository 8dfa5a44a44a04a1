import type { Duplex } from 'node:stream';
import { socketLimits } from './socket-limits.ts';

const CLOSE_TOO_MANY = 4429;
const CLOSE_BAD_REQUEST = 4400;

/** A connection from its upgrade until its token is accepted. */
export interface Stranger {
  readonly disconnect: (code: number, reason: string) => void;
}

export interface Strangers {
  /**
   * Where there are too many, who waited longest goes: an honest client sends its token at once. Who sends more over the stream than
   * that takes goes too, also where it is no whole message yet: the pieces of one are kept.
   */
  add(stranger: Stranger, stream: Duplex): void;
  /** Its token was accepted, or it is gone. */
  delete(stranger: Stranger): void;
}

export function createStrangers(): Strangers {
  /** How to stop counting what each sends. */
  const waiting = new Map<Stranger, () => void>();

  function remove(stranger: Stranger): void {
    waiting.get(stranger)?.();
    waiting.delete(stranger);
  }
  function dismissOldest(): void {
    const [oldest] = waiting.keys();
    if (waiting.size <= socketLimits.strangers || oldest === undefined) return;
    remove(oldest);
    oldest.disconnect(CLOSE_TOO_MANY, 'Too many connections wait for connection_init');
  }
  return {
    add(stranger, stream) {
      const stop = countBytes(stream, () => {
        // Nothing more is read of it until it is cut off.
        stream.pause();
        const problem = `Before the token is accepted a connection may send at most ${socketLimits.strangerBytes} bytes`;
        stranger.disconnect(CLOSE_BAD_REQUEST, problem);
      });
      waiting.set(stranger, stop);
      dismissOldest();
    },
    delete: remove,
  };
}

/** Calls `onExcess` once, unless what it gives is called before. */
function countBytes(stream: Duplex, onExcess: () => void): () => void {
  let bytes = 0;
  let isCounting = true;
  function stop(): void {
    // What came together with the token is still told to this listener.
    isCounting = false;
    stream.off('data', count);
  }
  function count(chunk: Buffer): void {
    bytes += chunk.length;
    if (!isCounting || bytes <= socketLimits.strangerBytes) return;
    stop();
    onExcess();
  }
  stream.on('data', count);
  return stop;
}
