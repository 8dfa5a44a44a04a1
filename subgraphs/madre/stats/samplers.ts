import type { Clock } from '../../../platform/clock.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import type { Logger } from '../../../platform/log.ts';
import type { RuntimeStats } from '../runtimes/runtime.ts';

/** Measures while somebody listens, each service once however many do. */
export interface Samplers {
  /** A sample every `intervalMs`; null while it does not run. Returns its cancel. */
  listen(service: string, intervalMs: number, take: (sample: RuntimeStats | null) => void): () => void;
}

interface Listener {
  readonly intervalMs: number;
  readonly take: (sample: RuntimeStats | null) => void;
  /** In monotonic time. */
  dueAt: number;
}

interface Sampler {
  readonly listeners: Set<Listener>;
  readonly ending: AbortController;
  /** Of the timer; a measure under way has none. */
  cancel: (() => void) | undefined;
}

const SAMPLE_LIMIT_MS = 5_000;

export function createSamplers(options: {
  readonly measure: (service: string, signal: AbortSignal) => Promise<RuntimeStats | null>;
  readonly clock: Clock;
  readonly log: Logger;
}): Samplers {
  const { measure, clock, log } = options;
  const samplers = new Map<string, Sampler>();

  async function sample(service: string, sampler: Sampler): Promise<void> {
    sampler.cancel = undefined;
    const now = clock.monotonic();
    const due = [...sampler.listeners].filter(({ dueAt }) => dueAt <= now);
    for (const listener of due) listener.dueAt = now + listener.intervalMs;
    const limit = { clock, limitMs: SAMPLE_LIMIT_MS, what: `measuring ${service}` };
    try {
      const found = await withDeadline({ ...limit, parent: sampler.ending.signal }, (signal) =>
        measure(service, signal),
      );
      for (const listener of due) if (sampler.listeners.has(listener)) listener.take(found);
    } catch (error) {
      if (!sampler.ending.signal.aborted) log.debug({ err: error, service }, 'a sample is missing');
    }
    schedule(service, sampler);
  }

  function schedule(service: string, sampler: Sampler): void {
    if (sampler.ending.signal.aborted) return;
    sampler.cancel?.();
    const dueAt = Math.min(...[...sampler.listeners].map((listener) => listener.dueAt));
    sampler.cancel = clock.after(dueAt - clock.monotonic(), () => {
      // Catches what it throws; ends with the sampler.
      void sample(service, sampler);
    });
  }

  return {
    listen(service, intervalMs, take) {
      const listener = { intervalMs, take, dueAt: clock.monotonic() };
      const sampler = samplers.get(service) ?? newSampler();
      samplers.set(service, sampler);
      const isMeasuring = sampler.listeners.size > 0 && sampler.cancel === undefined;
      sampler.listeners.add(listener);
      // What is under way schedules the next one itself.
      if (!isMeasuring) schedule(service, sampler);
      return () => {
        sampler.listeners.delete(listener);
        if (sampler.listeners.size > 0) {
          // The next one may be due later without this listener.
          if (sampler.cancel !== undefined) schedule(service, sampler);
          return;
        }
        sampler.ending.abort(new Error('nobody listens any more'));
        sampler.cancel?.();
        if (samplers.get(service) === sampler) samplers.delete(service);
      };
    },
  };
}

function newSampler(): Sampler {
  return { listeners: new Set(), ending: new AbortController(), cancel: undefined };
}
