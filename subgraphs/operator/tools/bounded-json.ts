/** More of it is cut off, and the engine told so. */
const MOST_CHARACTERS = 16_000;

export interface BoundedJson {
  /** The value, or what stands for it. */
  readonly value: unknown;
  /** Its JSON: never longer than the bound. */
  readonly text: string;
}

/** A JSON value as an engine may be told it: whole, or as the beginning of its JSON with how long that was. */
export function boundedJson(value: unknown): BoundedJson {
  const whole = JSON.stringify(value);
  if (whole.length <= MOST_CHARACTERS) return { value, text: whole };
  const cutTo = (begins: string) => ({ truncated: true, totalCharacters: whole.length, begins });
  const cut = cutTo(beginningOf(whole, MOST_CHARACTERS - JSON.stringify(cutTo('')).length));
  return { value: cut, text: JSON.stringify(cut) };
}

/** As much as takes this many characters in JSON, where a quote takes two. */
function beginningOf(text: string, room: number): string {
  let left = room;
  let length = 0;
  for (const character of text) {
    left -= JSON.stringify(character).length - 2;
    if (left < 0) break;
    length += character.length;
  }
  return text.slice(0, length);
}
