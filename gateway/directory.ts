import { sleep, type Clock } from '../platform/clock.ts';
import { withDeadline } from '../platform/deadline.ts';
import type { Logger } from '../platform/log.ts';
import { systemContext } from '../platform/request-context.ts';
import { z } from 'zod';
import type { Wakefulness } from './links/asleep/guarded.ts';
import type { Link } from './links/link.ts';

/**
 * Which component is awake, as madre last reported it. What is not known counts as asleep, with the reason: nobody is asked
 * who may not be there.
 */
export interface Directory extends Wakefulness {
  /** Reads all states now, or tries to follow madre again at once; what takes longer than a second is left to the next report. Never rejects. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const QUERY = 'query GatewayDirectory { services { name seq state } }';
const SUBSCRIPTION = 'subscription GatewayDirectory { serviceChanged { service { name seq state } } }';
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
const ONE_READ_LIMIT_MS = 5_000;
const REFRESH_LIMIT_MS = 1_000;

/** `seq` grows with each change of the service: of two reports, the one that came last may be the older. */
const report = z.object({ name: z.string(), seq: z.number(), state: z.string() });
const allServices = z.object({ services: z.array(report) });
const oneService = z.object({ serviceChanged: z.object({ service: report }) });

/** What one time of following madre has learnt. Forgotten as a whole: what a late read still adds to it, nobody sees. */
type Picture = Map<string, z.infer<typeof report>>;

/**
 * Resolves when madre's first report is in, or after `startLimitMs` without one; it is followed from then on, and again after
 * each break. Every round reads all states first, so no cursor is kept: what changed during a break is in the read.
 */
export async function followDirectory(options: {
  readonly madre: Link;
  readonly clock: Clock;
  readonly log: Logger;
  readonly startLimitMs: number;
}): Promise<Directory> {
  const { madre, clock, log } = options;
  const lifetime = new AbortController();
  /** Undefined while madre is out of reach. */
  let picture: Picture | undefined;
  let lastProblem = 'madre has not reported yet';
  let tellReported: () => void = () => undefined;
  let reported = new Promise<void>((resolve) => (tellReported = resolve));
  let hurry = new AbortController();

  async function readAll(into: Picture, limitMs: number): Promise<void> {
    const limit = { clock, limitMs, what: 'madre', parent: lifetime.signal };
    const result = await withDeadline(limit, (signal) =>
      madre.execute({ query: QUERY, context: systemContext(signal) }),
    );
    if (result.errors?.[0] !== undefined) throw result.errors[0];
    for (const service of allServices.parse(result.data).services) keepNewer(into, service);
  }

  async function followOnce(onReport: () => void): Promise<void> {
    const events = await madre.subscribe({ query: SUBSCRIPTION, context: systemContext(lifetime.signal) });
    const current: Picture = new Map();
    try {
      await readAll(current, ONE_READ_LIMIT_MS);
      picture = current;
      tellReported();
      onReport();
      for await (const event of events) {
        if (event.errors?.[0] !== undefined) throw event.errors[0];
        keepNewer(current, oneService.parse(event.data).serviceChanged.service);
      }
    } finally {
      await events.return?.();
    }
    throw new Error('madre ended the stream of service changes');
  }

  async function follow(): Promise<void> {
    let delayMs = FIRST_DELAY_MS;
    while (!lifetime.signal.aborted) {
      try {
        await followOnce(() => (delayMs = FIRST_DELAY_MS));
      } catch (error) {
        if (lifetime.signal.aborted) return;
        lostMadre(error);
      }
      hurry = new AbortController();
      await sleep(clock, delayMs, AbortSignal.any([lifetime.signal, hurry.signal])).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
    }
  }

  function lostMadre(error: unknown): void {
    lastProblem = error instanceof Error ? error.message : String(error);
    if (picture === undefined) return;
    log.warn({ err: error }, 'madre is out of reach: components of unknown state count as asleep');
    reported = new Promise<void>((resolve) => (tellReported = resolve));
    picture = undefined;
  }

  async function refresh(): Promise<void> {
    if (picture !== undefined) return readAll(picture, REFRESH_LIMIT_MS);
    hurry.abort();
    await reportedWithin(REFRESH_LIMIT_MS);
  }

  function reportedWithin(limitMs: number): Promise<void> {
    return withDeadline({ clock, limitMs, what: 'madre', parent: lifetime.signal }, () => reported);
  }

  const loop = follow();
  // What is late is said by every reason() until it comes.
  await reportedWithin(options.startLimitMs).catch(() => undefined);

  return {
    isReady: (service) => picture?.get(service)?.state === 'READY',
    reason: (service) =>
      picture === undefined ? `its state is unknown: ${lastProblem}` : picture.get(service)?.state,
    refresh: () => refresh().catch(() => undefined),
    async close() {
      lifetime.abort(new Error('the directory is closed'));
      await loop;
    },
  };
}

function keepNewer(picture: Picture, service: z.infer<typeof report>): void {
  const known = picture.get(service.name);
  if (known === undefined || service.seq >= known.seq) picture.set(service.name, service);
}
