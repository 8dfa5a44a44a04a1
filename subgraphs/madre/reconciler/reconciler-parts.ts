import type { MemorySamples } from './looks/memory-samples.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';
import type { ReconcilerRules } from './rules.ts';
import type { View } from './view.ts';

/** What the work on one service reaches. */
export interface ReconcilerParts extends ReconcilerOptions {
  readonly rules: ReconcilerRules;
  readonly view: View;
  readonly memorySamples: MemorySamples;
  /** Brings the windows up to date. Never waits, never throws. */
  readonly settleSoon: () => void;
}
