import type { Grounding } from '../../../schema/generated/operator.ts';

/** A text together with the facts that it shows. */
export interface Grounded {
  readonly text: string;
  readonly grounded: readonly Grounding[];
}

/** One observed value, shown as it is. */
export function fact(field: string, value: string | number, observedAt: string): Grounded {
  return { text: String(value), grounded: [{ field, value, observedAt }] };
}

/** Wording around facts. Only facts can be filled in, so a value without its source cannot reach the text. */
export function say(wording: TemplateStringsArray, ...parts: readonly Grounded[]): Grounded {
  const text = wording.reduce((sum, words, index) => `${sum}${words}${parts[index]?.text ?? ''}`, '');
  return { text, grounded: parts.flatMap((part) => part.grounded) };
}

export function joined(parts: readonly Grounded[], separator: string): Grounded {
  return {
    text: parts.map((part) => part.text).join(separator),
    grounded: parts.flatMap((part) => part.grounded),
  };
}
