import type { WindowRecord, WindowResult } from './window-record.ts';

/** Since its opening began. The wall clock may have been set back since. */
export function elapsedSince({ createdAt, admittedAt }: WindowRecord, now: number): number {
  return Math.max(0, now - (admittedAt ?? createdAt));
}

/** What was not started yet is not started any more. */
export function skipPending({ results }: WindowRecord, elapsedMs: number): readonly WindowResult[] {
  return results.map((result) =>
    result.outcome === 'PENDING' ? { ...result, outcome: 'SKIPPED', elapsedMs } : result,
  );
}

export function replaceResult(window: WindowRecord, next: WindowResult): WindowRecord {
  const results = window.results.map((result) => (result.service === next.service ? next : result));
  return { ...window, results };
}
