import type { WindowRecord } from '../windows/record/window-record.ts';
import { afterFailure, type Retry } from './plan/back-off.ts';
import { desiredServices } from './desired-services.ts';

/** What the reconciler's promises rest on. A test breaks one at a time, to show that breaking it is seen. */
export interface ReconcilerRules {
  /** Between two looks at everything, whether or not anything hinted at it. */
  readonly resyncMs: number;
  readonly afterFailure: (previous: Retry | null, kind: Retry['kind'], now: number) => Retry;
  readonly desiredServices: (
    windows: readonly Pick<WindowRecord, 'state' | 'closure'>[],
  ) => ReadonlySet<string>;
}

export const defaultRules: ReconcilerRules = { resyncMs: 10_000, afterFailure, desiredServices };
