import type { FeatureState } from '../../../schema/generated/madre.ts';

/** A flag as somebody set it, or its default. */
export interface StoredFlag {
  readonly key: string;
  readonly state: 'ON' | 'OFF';
  readonly reason: string | null;
  readonly updatedAt: number | null;
  readonly updatedBy: string | null;
}

/** A flag as it works now: one that is ON may be DEGRADED or in ERROR by what is observed. */
export interface FlagRecord extends Omit<StoredFlag, 'state'> {
  /** Of the event that told it; absent where it was read. */
  readonly seq?: number | null;
  readonly state: FeatureState;
  readonly defaultState: FeatureState;
  readonly description: string;
}
