import type { ServiceRecord } from '../../../subgraphs/madre/services/service-record.ts';
import { isLive, type WindowRecord } from '../../../subgraphs/madre/windows/record/window-record.ts';
import { catalog, dependentsOf } from './catalog.ts';
import type { Committed } from './journal-reader.ts';
import type { Acknowledged, Observed } from './observed.ts';
import type { Behaviour } from './scenario.ts';

/** What the run tells it becomes what checks see. */
export interface Truth extends Observed {
  commit(event: Committed): void;
  acknowledge(answer: Acknowledged): void;
  setUp(isUp: boolean): void;
  shiftWallClock(byMs: number): void;
  /** A service behaves so from now on. */
  behaves(name: string, behaviour: Behaviour): void;
  startedBy(name: string, who: 'hand' | 'madre'): void;
  receive(event: Observed['received'][number]): void;
  ask(isAsking: boolean): void;
  /** Windows that somebody could close or extend, oldest first. */
  openEnded(): readonly WindowRecord[];
}

export function createTruth({
  clock,
  world,
  memoryBudgetMb,
  peakBytesOf,
}: Pick<Observed, 'clock' | 'world' | 'memoryBudgetMb' | 'peakBytesOf'>): Truth {
  const windows = new Map<string, WindowRecord>();
  const services = new Map<string, ServiceRecord>();
  const history: Committed[] = [];
  const acknowledged: Acknowledged[] = [];
  const behaviours = new Map<string, Behaviour>();
  const lastHostile = new Map<string, number>();
  const byHand = new Set<string>();
  const received: Observed['received'][number][] = [];
  let isAsking = false;
  let upSince: number | null = null;
  let wallShiftMs = 0;
  return {
    ...{ clock, world, memoryBudgetMb, peakBytesOf, windows, services, history, acknowledged, received },
    get isAsking() {
      return isAsking;
    },
    get upSince() {
      return upSince;
    },
    get wallShiftMs() {
      return wallShiftMs;
    },
    holdersOf: (name) =>
      [...windows.values()].filter((window) => isLive(window) && window.closure.includes(name)),
    calmSince: (name) =>
      Math.max(
        upSince ?? Infinity,
        ...[name, ...dependentsOf(name)].map((each) => lastHostile.get(each) ?? 0),
      ),
    isKeptDown: (name) =>
      catalog.get(name)?.drift.stoppedByHand === 'degrade' &&
      world.isDownByHand(name) &&
      isLeftDown(services.get(name)),
    wasStartedByHand: (name) => byHand.has(name),
    commit(event) {
      history.push(event);
      if (event.kind === 'window') windows.set(event.window.id, event.window);
      if (event.kind === 'service') services.set(event.record.name, event.record);
    },
    acknowledge: (answer) => void acknowledged.push(answer),
    setUp: (isUp) => void (upSince = isUp ? clock.monotonic() : null),
    shiftWallClock: (byMs) => void (wallShiftMs += byMs),
    behaves(name, change) {
      const wasHostile = isHostile(behaviours.get(name));
      const behaviour = { ...behaviours.get(name), ...change };
      behaviours.set(name, behaviour);
      if (isHostile(behaviour)) lastHostile.set(name, Infinity);
      else if (wasHostile) lastHostile.set(name, clock.monotonic());
    },
    receive: (event) => void received.push(event),
    openEnded: () => [...windows.values()].filter((window) => isLive(window) || window.state === 'QUEUED'),
    ask: (now) => void (isAsking = now),
    startedBy: (name, who) => void (who === 'hand' ? byHand.add(name) : byHand.delete(name)),
  };
}

/** As she tells of it; what she tries to start again has another state. */
function isLeftDown({ state, reason }: Partial<ServiceRecord> = {}): boolean {
  return reason === 'STOPPED_BY_HAND' || (state === 'STOPPED' && reason === 'EXITED');
}

/** What may hold up a stop, or the look that finds it due. */
function isHostile({ stop = 'works', observe = 'works', isReady = 'works' }: Behaviour = {}): boolean {
  return stop !== 'works' || observe !== 'works' || isReady === 'hangs';
}
