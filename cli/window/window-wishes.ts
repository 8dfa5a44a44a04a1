import type { OpenWindowInput } from '../../client/index.ts';
import { UsageError } from '../exit/usage-error.ts';

/** The options that `window open` and `window plan` share. */
export interface WindowWishes {
  readonly ttl?: number;
  readonly hold?: boolean;
  readonly reason?: string;
  readonly priority?: number;
  readonly ifBusy?: 'reject' | 'queue' | 'preempt';
}

const BUSY = { reject: 'REJECT', queue: 'QUEUE', preempt: 'PREEMPT' } as const;

/** Throws UsageError where neither or both of --ttl and --hold are given. */
export function inputOf(services: readonly string[], wishes: WindowWishes): OpenWindowInput {
  const { ttl, hold = false, reason, priority, ifBusy } = wishes;
  if (hold === (ttl !== undefined))
    throw new UsageError('say how long: --ttl 5m, or --hold until it is closed; not both');
  return {
    services: [...services],
    mode: hold ? 'HOLD' : 'TTL',
    ...(ttl === undefined ? {} : { ttlSec: ttl }),
    ...(reason === undefined ? {} : { reason }),
    ...(priority === undefined ? {} : { priority }),
    ...(ifBusy === undefined ? {} : { onBusy: BUSY[ifBusy] }),
  };
}
