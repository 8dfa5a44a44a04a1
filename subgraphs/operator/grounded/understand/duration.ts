const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  un: 1,
  una: 1,
  uno: 1,
  two: 2,
  dos: 2,
  three: 3,
  tres: 3,
  four: 4,
  cuatro: 4,
  five: 5,
  cinco: 5,
  six: 6,
  seis: 6,
  seven: 7,
  siete: 7,
  eight: 8,
  ocho: 8,
  nine: 9,
  nueve: 9,
  ten: 10,
  diez: 10,
  twelve: 12,
  doce: 12,
  fifteen: 15,
  quince: 15,
  twenty: 20,
  veinte: 20,
  thirty: 30,
  treinta: 30,
  forty: 40,
  cuarenta: 40,
  fifty: 50,
  cincuenta: 50,
  sixty: 60,
  sesenta: 60,
  ninety: 90,
  noventa: 90,
};

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(s|sec|secs|second|seconds|seg|segs|segundo|segundos)$/, 1],
  [/^(m|min|mins|minute|minutes|minuto|minutos|minutit[oa]s?)$/, 60],
  [/^(h|hr|hrs|hour|hours|horas?|horitas?)$/, 3_600],
  [/^(d|days?|dias?)$/, 86_400],
];

const FIXED: readonly (readonly [RegExp, number])[] = [
  [/\b(an?|one|una) (hour|hora) (and a half|y media)\b/, 5_400],
  [/\b(hour|hora) (and a half|y media)\b/, 5_400],
  [/\b(half an|half a|a half) hour\b|\bmedia hora\b|\bmedia horita\b/, 1_800],
  [/\b(quarter of an|a quarter of an|quarter) hour\b|\b(un )?cuarto de hora\b/, 900],
  [/\b(un )?(ratito|momentito)\b/, 300],
];

interface Taken {
  readonly text: string;
  readonly seconds: number | null;
}

/** The stretch of time in a normalised text, in seconds, with `#` in its place; its parts may be joined, as "one hour and ten minutes". */
export function takeDuration(text: string): Taken {
  const first = takeOne(text);
  if (first.seconds === null) return first;
  const second = takeOne(first.text);
  const joined = second.text.replace(/# (?:(?:and|y) )?#/, '#');
  if (second.seconds === null || joined === second.text) return first;
  return { text: joined, seconds: first.seconds + second.seconds };
}

/** Whether a text without its durations and services still says how long, or how much less, in a way that was not understood. */
export function leavesTime(text: string): boolean {
  return LEFT_OVER.test(text);
}

const LEFT_OVER =
  /\d|\b(?:minus|menos) (?:#|\w+ (?:hour|minut|second|hora|segund))|\b(?:half|media|medio|quarters?|cuartos?|weeks?|semanas?|months?|mes|meses)\b|\b(?:hours?|horas?|minutes?|minutos?|seconds?|segundos?|days|dias)\b/;

function takeOne(text: string): Taken {
  for (const [pattern, seconds] of FIXED)
    if (pattern.test(text)) return { text: text.replace(pattern, '#'), seconds };
  const words = text.split(' ');
  for (const [index, word] of words.entries()) {
    const glued = /^(\d{1,9})([a-z]+)$/.exec(word);
    const amount = glued === null ? amountOf(word) : Number(glued[1]);
    const unit = unitOf(glued === null ? (words[index + 1] ?? '') : (glued[2] ?? ''));
    if (amount === null || unit === null) continue;
    // Between the amount and its unit may stand a word, as in "ten more minutes".
    return { text: replaced(words, index, glued === null ? 2 : 1), seconds: amount * unit };
  }
  for (const [index, word] of words.entries()) {
    const amount = amountOf(word);
    const unit = unitOf(words[index + 2] ?? '');
    if (amount === null || unit === null || !/^(more|extra|mas|additional)$/.test(words[index + 1] ?? ''))
      continue;
    return { text: replaced(words, index, 3).replace('#', 'more #'), seconds: amount * unit };
  }
  return { text, seconds: null };
}

function amountOf(word: string): number | null {
  if (/^\d{1,9}$/.test(word)) return Number(word);
  return Object.hasOwn(NUMBERS, word) ? (NUMBERS[word] ?? null) : null;
}

function unitOf(word: string): number | null {
  return UNITS.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

function replaced(words: readonly string[], index: number, count: number): string {
  return [...words.slice(0, index), '#', ...words.slice(index + count)].join(' ');
}
