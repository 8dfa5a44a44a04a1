/** How long ago, in the largest unit that says enough: 12 s, 3 min, 2 h, 4 d. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** A measured time: 85 ms, 1.4 s, 12 s, 3 min. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** A length that somebody chose: 45 s, 15 min, 2 h. */
export function ttlWords(ttlSec: number): string {
  if (ttlSec % 3_600 === 0) return `${ttlSec / 3_600} h`;
  return ttlSec % 60 === 0 ? `${ttlSec / 60} min` : `${ttlSec} s`;
}
