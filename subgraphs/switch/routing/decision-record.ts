import type { CompletionAttempt, CompletionDecision } from '../../../schema/completion.ts';

/** A decision with what came of it, as it is kept. */
export interface DecisionRecord {
  readonly decision: CompletionDecision;
  readonly attempts: readonly CompletionAttempt[];
  readonly servedBy: string | null;
}
