import type { AttemptsSeen } from './follow-attempts.ts';
import type { ServedRounds } from './served-rounds.ts';
import type { ShownEvent } from './shown-text.ts';

/** Who learns what happens while an answer is made. */
export interface Viewers {
  readonly show: (event: ShownEvent) => void;
  readonly seen: AttemptsSeen;
  readonly rounds: ServedRounds;
}
