import { InvalidArgumentError } from 'commander';
import { parseDuration } from './duration.ts';

/** Seconds of `5m`, `90s`, `1h30m` or `90`. */
export function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError('Give a time such as 90s, 5m or 1h30m.');
  return seconds;
}

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

/** One of the words, in any case. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const wanted = text.toUpperCase().replaceAll('-', '_');
    const found = words.find((word) => word.toUpperCase() === wanted);
    if (found === undefined) throw new InvalidArgumentError(`Give one of ${words.join(', ')}.`);
    return found;
  };
}
