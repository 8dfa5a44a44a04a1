import type { CatalogService } from '../catalog.ts';

/** What really starts and stops services. Implementations: docker, process, memory; all pass tests/contract/runtime. */
export interface Runtime {
  readonly kind: 'DOCKER' | 'PROCESS' | 'MEMORY';
  /** Whether the runtime answers now, and which it is. Never throws. */
  describe(signal: AbortSignal): Promise<RuntimeDescription>;
  /** How one service is now, from the runtime itself (never from a list that lags behind its events). Starts and probes nothing. */
  observe(service: CatalogService, signal: AbortSignal): Promise<RuntimeObservation>;
  /**
   * Resolves when the runtime runs it; readiness is the caller's probe. Starting what runs is harmless; what is paused goes on.
   * Throws StartRefused where starting again cannot help by itself (not installed, image missing, port in use).
   */
  start(service: CatalogService, signal: AbortSignal): Promise<void>;
  /** Asks politely, waits `stopGraceSec`, then kills. Resolves when it is gone for sure. Stopping what is gone is harmless. */
  stop(service: CatalogService, signal: AbortSignal): Promise<void>;
  /** Present only where services have no real port (MEMORY): stands in for the network probe. Use `probe.ts`, which knows. */
  isReady?(service: CatalogService, signal: AbortSignal): Promise<boolean>;
  /** The newest `tail` lines, oldest first. */
  logs(
    service: CatalogService,
    options: { readonly tail: number; readonly sinceMs?: number },
    signal: AbortSignal,
  ): Promise<readonly RuntimeLogLine[]>;
  /**
   * Lines as they come, oldest first: the newest `tail` and what follows, or what follows the line with the cursor `after`, in the same
   * order whenever it is asked. Where that line is not kept any more it begins with the oldest one that is. Goes on over restarts of
   * the service; ends when the signal aborts, and throws where the runtime fails. Reads no faster than it is drained.
   */
  followLogs(
    service: CatalogService,
    from: { readonly tail: number } | { readonly after: string },
    signal: AbortSignal,
  ): AsyncIterable<RuntimeLogLine>;
  /** One sample of the present run; null while it does not run. May take an engine 2 s: asked for only while somebody watches. */
  stats(service: CatalogService, signal: AbortSignal): Promise<RuntimeStats | null>;
  /** The most bytes of memory that the present run has used so far; null while it does not run or where it is not known cheaply. */
  peakMemory(service: CatalogService, signal: AbortSignal): Promise<number | null>;
  /**
   * Ends what an earlier madre started and no look would find: what ran for services that are not among `known`, or as something else
   * than they run as now. Each by the grace it was started with, then by force. Asked again, it tries what is still left. Of containers
   * only those that she `answersFor`.
   */
  endLeft?(known: ReadonlySet<string>, answersFor: (service: string) => boolean): readonly LeftRun[];
  /** Hints only: "look at this service" (or at all, without a name). May be lost or repeated. Returns its cancel. */
  watch(listener: (service?: string) => void): () => void;
  /**
   * Frees sockets and timers; what runs keeps running, except for the children of a PROCESS runtime with `stopAll`: those have ended
   * within CLOSE_GRACE_SEC and the kernel's time, however long their own grace is, or it rejects. Idempotent.
   */
  close(options?: { readonly stopAll: boolean }): Promise<void>;
}

/** What an earlier madre left. */
export interface LeftRun {
  readonly service: string;
  readonly ranAs: 'DOCKER' | 'PROCESS';
  /** True once what ran is gone, false where nothing ran any more; rejects where it did not end. */
  readonly ended: Promise<boolean>;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface RuntimeDescription {
  readonly available: boolean;
  readonly version: string | null;
  readonly detail: string | null;
}

export type RuntimeObservation =
  /** `detail`: what was looked for, and where it is known what brings it. */
  | {
      readonly status: 'MISSING';
      readonly reason: 'NOT_INSTALLED' | 'IMAGE_MISSING';
      readonly detail: string;
    }
  | { readonly status: 'STOPPED'; readonly exit: RuntimeExit | null }
  /**
   * `restartCount`: runs after the first, as the engine (DOCKER) or this runtime's own record counts them. `address`: where the service's
   * port is reached from here; null where it has none (MEMORY).
   */
  | {
      readonly status: 'RUNNING';
      readonly startedAtMs: number;
      readonly image: string | null;
      readonly restartCount: number;
      readonly address: Address | null;
    }
  | { readonly status: 'PAUSED' };

/** How the last run ended; null in STOPPED where nothing is known of one. */
export interface RuntimeExit {
  readonly exitCode: number | null;
  readonly outOfMemory: boolean;
  /** True where it ended by our own stop. */
  readonly requested: boolean;
  /**
   * True where somebody else asked it to stop (`docker stop`, a SIGTERM); null where nobody saw whether somebody asked it to: it ended
   * in order, with exit code 0, or nobody learned how; false where that cannot be told from a crash, and where it ended by our own stop.
   */
  readonly byHand: boolean | null;
  readonly atMs: number;
}

export interface RuntimeLogLine {
  readonly atMs: number;
  readonly stream: 'STDOUT' | 'STDERR';
  readonly text: string;
  /** Its place in the service's log, opaque, at most 200 characters: see `followLogs`. */
  readonly cursor: string;
}

/** Null where the runtime does not know. */
export interface RuntimeStats {
  readonly atMs: number;
  /** CPU time that the run has used since it began, over all cores: two samples give a percentage. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number | null;
  readonly processes: number | null;
  readonly networkReceivedBytes: number | null;
  readonly networkSentBytes: number | null;
}

/** A start that was refused for a reason that waiting does not change. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly reason: 'NOT_INSTALLED' | 'IMAGE_MISSING' | 'PORT_IN_USE';

  constructor(reason: StartRefused['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}
