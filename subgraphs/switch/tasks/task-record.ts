import type { SwitchTaskStatus } from '../../../schema/generated/switch.ts';
import type { DecisionRecord } from '../routing/decision-record.ts';

/** A task as it is at one instant. */
export interface TaskRecord {
  readonly id: string;
  readonly taskType: string;
  readonly payload: unknown;
  /** Asked for by name. */
  readonly engine: string | null;
  readonly status: SwitchTaskStatus;
  readonly result: unknown;
  readonly error: string | null;
  readonly decision: DecisionRecord | null;
  readonly createdAt: number;
  readonly correlationId: string;
}

/** How a task ended. */
export type TaskEnd =
  | { readonly status: 'DONE'; readonly result: unknown; readonly decision: DecisionRecord }
  | {
      readonly status: 'FAILED' | 'CANCELLED';
      readonly error: string | null;
      readonly decision: DecisionRecord | null;
    };

export function hasEnded({ status }: TaskRecord): boolean {
  return status !== 'QUEUED' && status !== 'RUNNING';
}
