import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { startDeadline, withDeadline } from '../../platform/deadline.ts';
import { CodedError } from '../../platform/errors.ts';
import type { RequestContext, WakeWish } from '../../platform/request-context.ts';
import type { Link } from '../links/link.ts';

/** Opens power windows for operations that asked for it. */
export interface Waker {
  /**
   * Resolves once madre reports the services up. Rejects with DEADLINE_EXCEEDED after the wish's own limit, while the start goes on;
   * with SERVICE_ASLEEP where madre refuses the window or a start fails. Who needs what another already waits for, for no longer a
   * time, waits for the same window.
   */
  wake(services: readonly string[], wish: WakeWish, context: RequestContext): Promise<void>;
  /** Nobody waits any longer; what starts goes on. Idempotent. */
  close(): void;
}

interface Opening {
  readonly ttlSec: number;
  readonly done: Promise<void>;
}

/** Above the longest start of a catalog's service. */
const OPENING_LIMIT_MS = 600_000;

const MUTATION = `mutation GatewayWake($input: OpenWindowInput!) {
  openWindow(input: $input) { ok code message window { failure { message } } }
}`;

const payload = z.object({
  openWindow: z.object({
    ok: z.boolean(),
    code: z.string(),
    message: z.string().nullable(),
    window: z.object({ failure: z.object({ message: z.string() }).nullable() }).nullable(),
  }),
});

export function createWaker({ madre, clock }: { readonly madre: Link; readonly clock: Clock }): Waker {
  const openings = new Map<string, Opening>();
  const lifetime = new AbortController();

  async function open(services: readonly string[], ttlSec: number, context: RequestContext): Promise<void> {
    const { actor, correlationId } = context;
    const what = services.join(', ');
    const deadline = startDeadline({ clock, limitMs: OPENING_LIMIT_MS, what, parent: lifetime.signal });
    try {
      const input = { services, ttlSec, reason: 'woken by an operation', waitUntilReady: true };
      const { data, errors } = await madre.execute({
        query: MUTATION,
        variables: { input },
        context: { actor, correlationId, signal: deadline.signal },
      });
      if (errors?.[0] !== undefined) throw errors[0];
      const { ok, code, message, window } = payload.parse(data).openWindow;
      if (!ok) throw notWoken(what, code, window?.failure?.message ?? message ?? code);
    } finally {
      deadline.stop();
    }
  }

  function join(services: readonly string[], ttlSec: number, context: RequestContext): Promise<void> {
    const key = JSON.stringify(services);
    const known = openings.get(key);
    if (known !== undefined && known.ttlSec >= ttlSec) return known.done;
    const opening = {
      ttlSec,
      done: open(services, ttlSec, context).finally(() => {
        if (openings.get(key) === opening) openings.delete(key);
      }),
    };
    openings.set(key, opening);
    return opening.done;
  }

  return {
    async wake(services, { ttlSec, waitMs }, context) {
      const sorted = [...services].sort();
      const what = sorted.join(', ');
      const done = join(sorted, ttlSec, context);
      // Whoever waited may be gone when it fails.
      done.catch(() => undefined);
      await withDeadline({ clock, limitMs: waitMs, what, parent: context.signal }, () => done);
    },
    close: () => lifetime.abort(new Error('this gateway is stopping')),
  };
}

function notWoken(service: string, reason: string, why: string): CodedError {
  return new CodedError('SERVICE_ASLEEP', {
    service,
    reason,
    problem: `${service} could not be woken: ${why}`,
  });
}
