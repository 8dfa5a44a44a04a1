/**
 * Times with digits, as "2.5 hours", "1 hora y 30 minutos" or "1h30m", in seconds: "9000 seconds". On the message as it was written, for
 * points, commas and signs are lost later. What is not understood stays, so that its digits are found left over.
 */
export function spellTimes(message: string): string {
  return message
    .replace(SIGN, ' minus ')
    .replace(/(?<=\s)[.,](?=\d)/g, '0.')
    .replace(CHAIN, (chain) => {
      const seconds = [...chain.matchAll(PARTS)].reduce((sum, part) => sum + secondsOf(part), 0);
      return Number.isInteger(seconds) ? ` ${seconds} seconds ` : chain;
    });
}

/** A dash inside a word is none. */
const SIGN = /(?<=^|[\s\d(])[-−–]\s*(?=[\d.,])/g;
// Three digits behind a point or comma may be thousands: those are not guessed.
const NUMBER = String.raw`(\d{1,6}(?:[.,]\d{1,2})?)`;
const UNIT =
  '(s|secs?|seconds?|segs?|segundos?|m|mins?|minutes?|minutos?|minutit[oa]s?|h|hrs?|hours?|horas?|horitas?|d|days?|d[ií]as?)';
const PART = String.raw`${NUMBER}\s*${UNIT}(?!\p{L})`;
const PARTS = new RegExp(PART, 'giu');
const CHAIN = new RegExp(
  String.raw`(?<![\p{L}\d.,])${PART}(?:\s*(?:,|&|and|y)?\s*(?:and|y)?\s*${PART})*`,
  'giu',
);
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

function secondsOf([, amount = '', unit = '']: RegExpExecArray): number {
  const seconds = Number(amount.replace(',', '.')) * (SECONDS[unit.charAt(0).toLowerCase()] ?? Number.NaN);
  // To thousandths, for 0.33 hours are 1188.0000000000002 s.
  return Math.round(seconds * 1_000) / 1_000;
}
