import type { ManualClock } from '../../../platform/manual-clock.ts';
import type { MemoryWorld } from '../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import type { ServiceRecord } from '../../../subgraphs/madre/services/service-record.ts';
import type { WindowRecord } from '../../../subgraphs/madre/windows/record/window-record.ts';
import type { Committed } from './journal-reader.ts';
import type { RuntimeCall } from './mortal.ts';

/** A mutation that was answered. */
export interface Acknowledged {
  readonly action: string;
  readonly input: unknown;
  readonly correlationId: string;
  readonly ok: boolean;
  readonly code: string;
  readonly window: { readonly id: string; readonly deadline: string | null } | null;
}

/** The truth that checks hold madre against: what it committed, what really runs, and what was done to it. Instants are monotonic. */
export interface Observed {
  readonly clock: ManualClock;
  readonly world: MemoryWorld;
  readonly memoryBudgetMb: number | null;
  /** As committed. */
  readonly windows: ReadonlyMap<string, WindowRecord>;
  readonly services: ReadonlyMap<string, ServiceRecord>;
  readonly history: readonly Committed[];
  readonly acknowledged: readonly Acknowledged[];
  /** What the subscriber of windowChanged got, over all its connections. */
  readonly received: readonly { readonly seq: number; readonly type: string; readonly id: string }[];
  /** Nothing but a query is under way. */
  readonly isAsking: boolean;
  /** Null while madre is down or still starting. */
  readonly upSince: number | null;
  /** How far the wall clock was set from where it would be, in milliseconds. */
  readonly wallShiftMs: number;
  holdersOf(name: string): readonly WindowRecord[];
  /** The most that was measured of it, as stored; null where nothing was, and while madre is down. */
  readonly peakBytesOf: (name: string) => number | null;
  /** Since when the runtime does what it is told about this service and all that depends on it. */
  calmSince(name: string): number;
  /** Somebody really stopped or paused it, the catalog lets that be, and madre has seen it. */
  isKeptDown(name: string): boolean;
  /** Somebody started its present run, madre did not. */
  wasStartedByHand(name: string): boolean;
}

/** What a check listens to. All is settled in `step`. */
export interface Hooks {
  /** Before it is in `windows` and `services`. */
  committed(event: Committed): void;
  /** Before the runtime hears it. */
  called(call: RuntimeCall): void;
  passedOn(call: RuntimeCall, ended: Promise<unknown>): void;
  acknowledged(answer: Acknowledged): void;
  /** madre answers again; `stored` is what it found. */
  started(stored: readonly WindowRecord[]): void;
  killed(): void;
  /** A simulated second has passed. */
  step(): void;
  /** Nothing hostile has happened for long enough: what runs should be what is wanted. */
  calm(): void;
  /** The same, after every window was ended. */
  ended(): void;
}

/** One invariant. */
export interface Check {
  /** What madre promises, its number first. */
  readonly sentence: string;
  readonly watch: (observed: Observed, broken: (what: string) => void) => Partial<Hooks>;
}
