import { durationInWords } from '../settings/duration.ts';

/** How instants are shown: in words beside now, or exactly, as RFC 3339 in UTC. */
export interface TimeWords {
  readonly isExact: boolean;
  /** `3 min ago`, `in 2 h 5 min`, or the instant; `—` where there is none. */
  instant(at: string | null | undefined): string;
}

export function timeWords(now: () => number, isExact: boolean): TimeWords {
  return {
    isExact,
    instant(at) {
      if (at === null || at === undefined) return '—';
      if (isExact) return at;
      const seconds = (Date.parse(at) - now()) / 1_000;
      if (Math.abs(seconds) < 1) return 'now';
      return seconds > 0 ? `in ${durationInWords(seconds)}` : `${durationInWords(-seconds)} ago`;
    },
  };
}

/** `840 ms`, `1.4 s`, `2 min 5 s`. */
export function milliseconds(value: number): string {
  if (value < 1_000) return `${Math.round(value)} ms`;
  return value < 60_000 ? `${(value / 1_000).toFixed(1)} s` : durationInWords(value / 1_000);
}

/** `256 MB`. */
export function megabytes(bytes: number | null): string {
  return bytes === null ? '—' : `${Math.round(bytes / 1_048_576)} MB`;
}
