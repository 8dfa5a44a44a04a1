import { socketLimits } from './socket-limits.ts';

const CLOSE_TOO_MANY = 4429;

/** A connection from its upgrade until its token is accepted. */
export interface Stranger {
  readonly disconnect: (code: number, reason: string) => void;
}

export interface Strangers {
  /** Where there are too many, who waited longest goes: an honest client sends its token at once. */
  add(stranger: Stranger): void;
  /** Its token was accepted, or it is gone. */
  delete(stranger: Stranger): void;
}

export function createStrangers(): Strangers {
  const waiting = new Set<Stranger>();
  return {
    add(stranger) {
      waiting.add(stranger);
      const [oldest] = waiting;
      if (waiting.size <= socketLimits.strangers || oldest === undefined) return;
      waiting.delete(oldest);
      oldest.disconnect(CLOSE_TOO_MANY, 'Too many connections wait for connection_init');
    },
    delete: (stranger) => void waiting.delete(stranger),
  };
}
