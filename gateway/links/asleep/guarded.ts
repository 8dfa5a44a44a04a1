import { CodedError } from '../../../platform/errors.ts';
import { adviseAsleep } from './asleep-advice.ts';
import type { Link } from '../link.ts';

/** Whether a component can be asked now, from what is already known: never waits, never asks it. */
export interface Wakefulness {
  isReady(service: string): boolean;
  /** The state it is in instead, or why that is not known; undefined for one that madre does not report. */
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

/** Says what the component is in instead, and what would help. */
export function asleep(service: string, reason: string | undefined): CodedError {
  const { message, windowHelps } = adviseAsleep(service, reason);
  const wake = {
    mutation: 'openWindow',
    variables: { input: { services: [service], ttlSec: SUGGESTED_TTL_SEC } },
  };
  return new CodedError('SERVICE_ASLEEP', {
    service,
    problem: message,
    ...(reason === undefined ? {} : { reason }),
    ...(windowHelps ? { wake } : {}),
  });
}
