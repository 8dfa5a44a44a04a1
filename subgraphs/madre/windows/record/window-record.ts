import type {
  ServiceReason,
  StartOutcome,
  WindowCloseReason,
  WindowMode,
  WindowState,
} from '../../../../schema/generated/madre.ts';

/** One window as stored. Instants are milliseconds since the epoch. */
export interface WindowRecord {
  readonly id: string;
  readonly state: WindowState;
  /** As asked for, without duplicates. */
  readonly services: readonly string[];
  /** services plus everything they depend on, in start order. */
  readonly closure: readonly string[];
  readonly mode: WindowMode;
  readonly reason: string;
  readonly openedBy: string;
  readonly priority: number;
  /** startService, a policy and the adoption of what somebody started by hand make windows too; each ends only its own. */
  readonly origin: 'openWindow' | 'startService' | 'policy' | 'adopted';
  readonly createdAt: number;
  /** When it got its memory and its ttl began; null while QUEUED, and for what left the queue without it. */
  readonly admittedAt: number | null;
  /** OPENING ends by this instant, as OPEN or as FAILED; while QUEUED, the wait does. */
  readonly startBy: number;
  readonly openedAt: number | null;
  /** As asked for; the deadline follows from it when the window is admitted. Null for mode HOLD. */
  readonly ttlSec: number | null;
  /** When its wait in the queue ends or was to end; null for what was admitted at once. */
  readonly queuedUntil: number | null;
  /** What was reserved at admission for each service of the closure; empty while QUEUED. */
  readonly memoryMb: Readonly<Record<string, number>>;
  /** Null for mode HOLD, and while QUEUED. */
  readonly deadline: number | null;
  /** The last EXPIRING event that was sent: so many seconds before the deadline. */
  readonly warnedSec: number | null;
  /** Milliseconds of its ttl that were seen to pass, whatever the wall clock said; noted from time to time, so it may have had more. */
  readonly usedMs: number;
  readonly closedAt: number | null;
  readonly closeReason: WindowCloseReason | null;
  /** When and by whom it left the live states. */
  readonly ended: WindowEnd | null;
  readonly results: readonly WindowResult[];
  readonly failure: WindowFailure | null;
  readonly correlationId: string;
}

export interface WindowEnd {
  readonly at: number;
  readonly by: string;
  readonly correlationId: string;
}

export interface WindowResult {
  readonly service: string;
  readonly outcome: StartOutcome;
  readonly elapsedMs: number;
  readonly error: string | null;
}

export interface WindowFailure {
  readonly service: string;
  readonly code: ServiceReason;
  readonly message: string;
  readonly exitCode: number | null;
  readonly outOfMemory: boolean;
  readonly lastLogs: readonly LogLineRecord[];
  readonly suggestion: string | null;
}

export interface LogLineRecord {
  readonly at: number;
  readonly stream: 'STDOUT' | 'STDERR';
  readonly text: string;
}

/** The states in which a window holds its services. */
export function isLive(window: Pick<WindowRecord, 'state'>): boolean {
  return window.state === 'OPENING' || window.state === 'OPEN' || window.state === 'DEGRADED';
}
