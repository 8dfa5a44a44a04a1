/**
 * A normalised text, with `#` for durations, without the moment at which it wants something done, as "at 18 00", "a las seis", "in #" or
 * "tomorrow"; undefined where it names none.
 */
export function withoutMoment(text: string): string | undefined {
  const rest = moments.reduce((sum, pattern) => sum.replace(pattern, ' '), text);
  return rest === text ? undefined : rest;
}

/** 18:00 has lost its colon; 18h was taken for a duration. */
const DIGITS = String.raw`\d{1,4}(?: \d{1,2})?(?: ?[ap]m| ?h)?|#`;
const HOURS = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: ?[ap]m)?';
const HORAS = '(?:una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)';
const DAYS =
  '(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|miercoles|jueves|viernes|sabado|domingo';
const PART_OF_DAY = '(?: (?:in the|por la|de la) (?:morning|afternoon|evening|manana|tarde|noche))?';

const moments: readonly RegExp[] = [
  String.raw`(?:at|around|before|after) (?:(?:half past|a? ?quarter past|a? ?quarter to|about|around) )?(?:${DIGITS}|${HOURS}|noon|midday|midnight)(?: o ?clock)?`,
  String.raw`by (?:\d{1,2}(?: \d{1,2})? ?[ap]m|\d{1,2} \d{2}|noon|midday|midnight)`,
  String.raw`(?:a|sobre|hacia|antes de|despues de|a partir de|a eso de|desde) las? (?:${DIGITS}|${HORAS})(?: en punto| y media| y cuarto| menos cuarto)?`,
  'a (?:medianoche|mediodia)',
  '(?:in|en|dentro de|despues de|tras|al cabo de|de aqui a) (?:about |unos |unas )?(?:#|an? (?:bit|little|while|moment)|un (?:rato|momento))',
  '# (?:from now|later|despues)',
  String.raw`(?:(?:on|by|this|next|el|este|proximo) )*(?:${DAYS})`,
  'tomorrow|tonight|later(?: on)?|manana|luego|mas tarde|this (?:afternoon|evening)|esta (?:tarde|noche)',
].map((pattern) => new RegExp(`(?<=^| )(?:${pattern})${PART_OF_DAY}(?= |$)`, 'g'));
