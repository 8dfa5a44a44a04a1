import { leavesTime, takeDuration } from './duration.ts';
import type { Intent } from './intent.ts';
import { intentOf } from './rules.ts';
import { languageOf, type Language } from './language.ts';
import { withoutMoment } from './moment.ts';
import { normalise } from './normalise.ts';
import { spellOut } from './shorthand.ts';
import { idioms, stopInSpanish, switchAsVerb, untilSomeTime } from './idioms.ts';
import { takeServices } from './subject.ts';
import { readWords } from './words.ts';
import { spellTimes } from './written-time.ts';

export interface Understood {
  readonly intent: Intent;
  readonly language: Language;
  /** Those the message names, by their names in the catalog: never the message's own text. */
  readonly services: readonly string[];
  /** The stretch of time that it names. */
  readonly seconds: number | null;
  /** It says more of how long than was understood: nothing is to be guessed. */
  readonly isTimeUnclear: boolean;
  /** It is to be done at another time than when it is confirmed. */
  readonly isLater: boolean;
  readonly windowId: string | null;
}

/**
 * What a message asks of madre. Rules with a gate: where words are left that the rules know nothing of, the message is about something
 * else, however well the others fit.
 */
export function understand(message: string, serviceNames: readonly string[]): Understood {
  const read = message.slice(0, LONGEST_READ);
  const language = languageOf(read);
  const windowId = UUID.exec(read)?.[0].toLowerCase() ?? null;
  const plain = spellOut(normalise(spellTimes(read.replace(UUID, ' ').replace(ADDRESSED, ' $1 '))));
  const verbs = plain.replace(switchAsVerb, (_all, before: string | undefined, way: string) =>
    way === 'on' ? `${before ?? ''}open` : `${before ?? ''}stop`,
  );
  const timed = takeDuration(verbs);
  const named = takeServices(timed.text, serviceNames);
  const { services } = named;
  const text = stopInSpanish.test(named.text)
    ? named.text.replace(/\b(para|pares|paren?)\b/, 'stop')
    : named.text;
  const untimed = text.replace(untilSomeTime, ' ');
  const isTimeUnclear = untimed !== text || leavesTime(text);
  const { intent, isLater } = readIntent(untimed, services);
  return {
    intent,
    language,
    services,
    seconds: isTimeUnclear ? null : timed.seconds,
    isTimeUnclear,
    // Nothing stops for a while, or until some time: it would have to be begun again.
    isLater: isLater || (ends(intent) && untimed !== text) || (halts(intent) && timed.seconds !== null),
    windowId,
  };
}

/** A moment counts where something is to change at it; else its words are words like others. */
function readIntent(
  text: string,
  services: readonly string[],
): { readonly intent: Intent; readonly isLater: boolean } {
  const rest = withoutMoment(text);
  const then = rest === undefined ? undefined : intentIn(rest, services);
  if (then !== undefined && (then === 'open' || then === 'extend' || ends(then)))
    return { intent: then, isLater: true };
  return { intent: intentIn(text, services), isLater: false };
}

function intentIn(text: string, services: readonly string[]): Intent {
  const meant = idioms.reduce(
    (sum, [pattern, meaning]) => sum.replace(pattern, meaning),
    text.replace(/\bminus (?=#|\d)/g, ''),
  );
  return intentOf({ ...readWords(meant), services, hasDuration: meant.includes('#') });
}

function ends(intent: Intent): boolean {
  return intent === 'close' || halts(intent);
}

function halts(intent: Intent): boolean {
  return intent === 'stop' || intent === 'restart';
}

/** A question to madre is short; of a long text the beginning decides, and the gate does the rest. */
const LONGEST_READ = 500;
/** Who is only spoken to is not asked about. */
const ADDRESSED =
  /(?:^\s*|\b(hola|hey|hi|hello|oye|gracias|thanks)\s+)madre\s*(?:[,:;!]|(?=\s+[\p{L}¿]))(?!\s+(?:is|est[aá]|was)\b)/iu;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i;
