import { leavesTime, takeDuration } from './duration.ts';
import type { Intent } from './intent.ts';
import { intentOf } from './rules.ts';
import { languageOf, type Language } from './language.ts';
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
  const meant = idioms.reduce(
    (sum, [pattern, meaning]) => sum.replace(pattern, meaning),
    untimed.replace(/\bminus (?=#|\d)/g, ''),
  );
  const intent = intentOf({ ...readWords(meant), services, hasDuration: meant.includes('#') });
  return {
    intent,
    language,
    services,
    seconds: isTimeUnclear ? null : timed.seconds,
    isTimeUnclear,
    windowId,
  };
}

/** A question to madre is short; of a long text the beginning decides, and the gate does the rest. */
const LONGEST_READ = 500;
/** Who is only spoken to is not asked about. */
const ADDRESSED =
  /(?:^\s*|\b(hola|hey|hi|hello|oye|gracias|thanks)\s+)madre\s*(?:[,:;!]|(?=\s+[\p{L}¿]))(?!\s+(?:is|est[aá]|was)\b)/iu;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i;
