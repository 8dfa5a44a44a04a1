import type {
  ServiceReason,
  StartOutcome,
  WindowCloseReason,
  WindowMode,
  WindowState,
} from '../../../schema/generated/madre.ts';

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
  /** startService makes windows too; stopService ends those alone. */
  readonly origin: 'openWindow' | 'startService';
  readonly createdAt: number;
  /** OPENING ends by this instant: as OPEN or as FAILED. */
  readonly startBy: number;
  readonly openedAt: number | null;
  /** Null for mode HOLD. */
  readonly deadline: number | null;
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
