import type { Bus } from '../../../platform/bus/bus.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { CatalogService } from '../../../subgraphs/madre/catalog.ts';
import type { Runtime } from '../../../subgraphs/madre/runtimes/runtime.ts';

/** From a start of madre to the moment it is killed. What code of it still runs afterwards reaches nothing outside any more. */
export interface Life {
  readonly over: boolean;
  /** Resolves at the end. */
  readonly ended: Promise<void>;
  end(): void;
  /** What is answered after the end is never heard. */
  unlessOver<T>(answer: Promise<T>): Promise<T>;
}

export function createLife(): Life {
  let over = false;
  let tell: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (tell = resolve));
  const pending = new Set<() => void>();
  return {
    get over() {
      return over;
    },
    ended,
    end() {
      over = true;
      tell();
      for (const reject of pending) reject();
      pending.clear();
    },
    unlessOver: (answer) =>
      new Promise((resolve, reject) => {
        const dead = (): void => reject(new Error('this madre was killed'));
        answer.then(resolve, reject).finally(() => pending.delete(dead));
        if (over) dead();
        else pending.add(dead);
      }),
  };
}

export function mortalClock(clock: Clock, life: Life): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (delayMs, task) =>
      life.over
        ? () => undefined
        : clock.after(delayMs, () => {
            if (!life.over) task();
          }),
  };
}

export function mortalBus(bus: Bus, life: Life): Bus {
  const unlessOver = async <T>(write: () => Promise<T>): Promise<T> => {
    if (life.over) throw new Error('this madre was killed');
    return life.unlessOver(write());
  };
  return {
    ...bus,
    publish: (stream, event) => unlessOver(() => bus.publish(stream, event)),
    reset: (stream) => unlessOver(() => bus.reset(stream)),
  };
}

export type CallKind = 'start' | 'stop' | 'observe' | 'isReady';

/** One question or order of madre to the runtime. */
export interface RuntimeCall {
  readonly kind: CallKind;
  readonly service: CatalogService;
  readonly signal: AbortSignal;
}

/** Hears of each call; madre may be killed in either of the two. */
export interface CallWatcher {
  before(call: RuntimeCall): void;
  /** The runtime has heard it; `ended` settles with the call. */
  passedOn(call: RuntimeCall, ended: Promise<unknown>): void;
}

export function mortalRuntime(runtime: Runtime, life: Life, watcher: CallWatcher): Runtime {
  async function pass<T>(call: RuntimeCall, carryOut: () => Promise<T>): Promise<T> {
    if (!life.over) watcher.before(call);
    if (life.over) throw new Error('this madre was killed');
    const answer = carryOut();
    watcher.passedOn(call, answer);
    return life.unlessOver(answer);
  }
  return {
    ...runtime,
    observe: (service, signal) =>
      pass({ kind: 'observe', service, signal }, () => runtime.observe(service, signal)),
    start: (service, signal) =>
      pass({ kind: 'start', service, signal }, () => runtime.start(service, signal)),
    stop: (service, signal) => pass({ kind: 'stop', service, signal }, () => runtime.stop(service, signal)),
    isReady: (service, signal) =>
      pass(
        { kind: 'isReady', service, signal },
        async () => (await runtime.isReady?.(service, signal)) ?? false,
      ),
    watch: (listener) =>
      runtime.watch((service) => {
        if (!life.over) listener(service);
      }),
    // A killed process stops nothing.
    close: () => runtime.close(),
  };
}
