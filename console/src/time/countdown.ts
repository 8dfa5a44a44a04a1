/** 08:41, or 1:02:03 from an hour on. 00:00 is reached at the deadline, not before it, and stays until the closing is observed. */
export function formatLeft(leftMs: number): string {
  const totalSec = Math.max(0, Math.ceil(leftMs / 1000));
  const hours = Math.floor(totalSec / 3600);
  const rest = [Math.floor(totalSec / 60) % 60, totalSec % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** How long formatLeft goes on saying the same. After the deadline once a second still, for what else depends on the time. */
export function msUntilChange(leftMs: number): number {
  const intoSecondMs = ((leftMs % 1000) + 1000) % 1000;
  return intoSecondMs === 0 ? 1000 : intoSecondMs;
}

/** The part of a window's time that is left, 0 to 1. */
export function fractionLeft(createdAtMs: number, deadlineMs: number, nowMs: number): number {
  const totalMs = Math.max(1, deadlineMs - createdAtMs);
  return Math.min(1, Math.max(0, (deadlineMs - nowMs) / totalMs));
}
