/** The last ends by itself of a service while it was held. Instants are monotonic. */
export interface CrashHistory {
  readonly endedAt: readonly number[];
  readonly isLoop: boolean;
}

export const noCrashes: CrashHistory = { endedAt: [], isLoop: false };

const ENDS = 3;
const WITHIN_MS = 60_000;
/** So long READY on end ends a loop. */
const STEADY_MS = 60_000;

/** With one more end. So many within a minute are a loop, which restarts go on in. */
export function afterCrash({ endedAt, isLoop }: CrashHistory, now: number): CrashHistory {
  const recent = [...endedAt.filter((at) => now - at < WITHIN_MS), now].slice(-ENDS);
  return { endedAt: recent, isLoop: isLoop || recent.length === ENDS };
}

/** What is left of the history at a look. */
export function remainingCrashes(
  history: CrashHistory,
  { wanted, readyForMs }: { readonly wanted: boolean; readonly readyForMs: number },
): CrashHistory {
  return wanted && readyForMs < STEADY_MS ? history : noCrashes;
}
