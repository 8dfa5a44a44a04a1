/** 08:41, or 1:02:03 from an hour on. Never negative: a deadline that passed reads 00:00 until the closing is observed. */
export function formatLeft(leftMs: number): string {
  const totalSec = Math.max(0, Math.ceil(leftMs / 1000));
  const hours = Math.floor(totalSec / 3600);
  const rest = [Math.floor(totalSec / 60) % 60, totalSec % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** The part of a window's time that is left, 0 to 1. */
export function fractionLeft(createdAtMs: number, deadlineMs: number, nowMs: number): number {
  const totalMs = Math.max(1, deadlineMs - createdAtMs);
  return Math.min(1, Math.max(0, (deadlineMs - nowMs) / totalMs));
}
