import type { IntentStatus, IntentType } from '../../../schema/generated/madre.ts';
import type { JsonValue } from '../../../platform/json.ts';

/** One intent as stored. Instants are milliseconds since the epoch. */
export interface IntentRecord {
  /** Of the event that told it; absent where it was read. */
  readonly seq?: number | null;
  readonly id: string;
  readonly type: IntentType;
  readonly status: IntentStatus;
  /** Who emitted it. */
  readonly source: string;
  readonly target: string | null;
  readonly reason: string;
  readonly payload: JsonValue;
  readonly requiresApproval: boolean;
  readonly approvedBy: string | null;
  /** The window that carries it out. */
  readonly windowId: string | null;
  readonly result: JsonValue;
  readonly error: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly correlationId: string;
}
