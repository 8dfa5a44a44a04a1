import { CodedError } from '../../platform/errors.ts';
import type { Link } from './link.ts';

/** Whether a component can be asked now, from what is already known: never waits, never asks it. */
export interface Wakefulness {
  isReady(service: string): boolean;
  /** Why it is not; undefined while it is ready, or where being off is simply the policy. */
  reason(service: string): string | undefined;
}

const SUGGESTED_TTL_SEC = 300;

/** The link of a component that sleeps. While it does, every request is SERVICE_ASLEEP at once, without a connection attempt. */
export function guardLink(service: string, link: Link, wakefulness: Wakefulness): Link {
  function demandAwake(): void {
    if (!wakefulness.isReady(service)) throw asleep(service, wakefulness.reason(service));
  }
  /** What fell asleep while it was asked did not fail. */
  function explain(error: unknown): never {
    demandAwake();
    throw error;
  }

  return {
    async execute(request) {
      demandAwake();
      return link.execute(request).catch(explain);
    },
    async subscribe(request) {
      demandAwake();
      return link.subscribe(request).catch(explain);
    },
    close: () => link.close(),
  };
}

function asleep(service: string, reason: string | undefined): CodedError {
  return new CodedError('SERVICE_ASLEEP', {
    service,
    ...(reason === undefined ? {} : { reason }),
    wake: {
      mutation: 'openWindow',
      variables: { input: { services: [service], ttlSec: SUGGESTED_TTL_SEC } },
    },
  });
}
