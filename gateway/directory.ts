import { sleep, type Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import { systemContext } from '../platform/request-context.ts';
import { z } from 'zod';
import { startDeadline } from './links/deadline.ts';
import type { Wakefulness } from './links/guarded.ts';
import type { Link } from './links/link.ts';

export interface ServiceEntry {
  readonly name: string;
  /** Of its last change: a read may overtake an event that is still on its way. */
  readonly seq: number;
  readonly state: string;
  readonly port: number | null;
}

/**
 * Which component is awake, as madre last reported it. What is not known counts as asleep, with the reason: nobody is asked
 * who may not be there.
 */
export interface Directory extends Wakefulness {
  /** Undefined for a service madre has not reported, and for every one while madre is out of reach. */
  entry(service: string): ServiceEntry | undefined;
  /** Whether madre is being followed now. */
  readonly following: boolean;
  /** Reads all states now, or tries to follow madre again at once; what takes longer than a second is left to the next report. Never rejects. */
  refresh(): Promise<void>;
  /** Called after each change with the service's name, and with undefined where all changed at once. Returns its removal. */
  onChange(listener: (service: string | undefined) => void): () => void;
  close(): Promise<void>;
}

const QUERY = 'query GatewayDirectory { services { name seq state port } }';
const SUBSCRIPTION = 'subscription GatewayDirectory { serviceChanged { service { name seq state port } } }';
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
const ONE_READ_LIMIT_MS = 5_000;
const REFRESH_LIMIT_MS = 1_000;

const entry = z.object({ name: z.string(), seq: z.number(), state: z.string(), port: z.number().nullable() });
const allServices = z.object({ services: z.array(entry) });
const oneService = z.object({ serviceChanged: z.object({ service: entry }) });

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
  const entries = new Map<string, ServiceEntry>();
  const listeners = new Set<(service: string | undefined) => void>();
  let following = false;
  let lastProblem = 'madre has not reported yet';
  let report: () => void = () => undefined;
  let reported = new Promise<void>((resolve) => (report = resolve));
  let hurry = new AbortController();

  function tell(service: string | undefined): void {
    for (const listener of listeners) listener(service);
  }

  async function readAll(limitMs: number): Promise<void> {
    const deadline = startDeadline({
      clock,
      limitMs,
      what: 'madre',
      parent: lifetime.signal,
    });
    const reading = madre.execute({ query: QUERY, context: systemContext(deadline.signal) });
    const result = await reading.finally(() => deadline.stop());
    if (result.errors?.[0] !== undefined) throw result.errors[0];
    entries.clear();
    for (const service of allServices.parse(result.data).services) entries.set(service.name, service);
    tell(undefined);
  }

  async function followOnce(onReport: () => void): Promise<void> {
    const events = await madre.subscribe({ query: SUBSCRIPTION, context: systemContext(lifetime.signal) });
    try {
      await readAll(ONE_READ_LIMIT_MS);
      following = true;
      report();
      onReport();
      for await (const event of events) {
        if (event.errors?.[0] !== undefined) throw event.errors[0];
        const { service } = oneService.parse(event.data).serviceChanged;
        if (service.seq < (entries.get(service.name)?.seq ?? 0)) continue;
        entries.set(service.name, service);
        tell(service.name);
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
    if (following)
      log.warn({ err: error }, 'madre is out of reach: components of unknown state count as asleep');
    if (following) reported = new Promise<void>((resolve) => (report = resolve));
    following = false;
    entries.clear();
    tell(undefined);
  }

  async function refresh(): Promise<void> {
    if (following) return readAll(REFRESH_LIMIT_MS);
    hurry.abort();
    await within(clock, REFRESH_LIMIT_MS, reported);
  }

  const loop = follow();
  await within(clock, options.startLimitMs, reported);

  return {
    isReady: (service) => entries.get(service)?.state === 'READY',
    reason: (service) => (following ? entries.get(service)?.state : `its state is unknown: ${lastProblem}`),
    entry: (service) => entries.get(service),
    get following() {
      return following;
    },
    refresh: () => refresh().catch(() => undefined),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      lifetime.abort(new Error('the directory is closed'));
      listeners.clear();
      await loop;
    },
  };
}

async function within(clock: Clock, limitMs: number, work: Promise<void>): Promise<void> {
  let cancel: () => void = () => undefined;
  const limit = new Promise<void>((resolve) => (cancel = clock.after(limitMs, resolve)));
  await Promise.race([work, limit]);
  cancel();
}
