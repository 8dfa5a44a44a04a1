import type { Looked } from './evidence.ts';
import { say, type Grounded } from './grounded-text.ts';
import type { Language } from './understand/language.ts';

type Why = Extract<Looked<unknown>, { kind: 'unknown' }>['why'];

/** That it could not be looked at, and why. */
export function tellUnknown(language: Language, why: Why): Grounded {
  return words[language][why];
}

const words: Readonly<Record<Language, Readonly<Record<Why, Grounded>>>> = {
  en: {
    forbidden: say`Your token may not read that, so neither may I for you.`,
    'no-answer': say`That could not be read just now.`,
    'switch-asleep': say`Only switch knows that, and switch is not awake. Asking wakes nothing.`,
    'not-counted': say`Nothing counts that where this server runs.`,
  },
  es: {
    forbidden: say`Tu token no puede leer eso, así que yo tampoco puedo hacerlo por ti.`,
    'no-answer': say`Eso no se pudo leer ahora mismo.`,
    'switch-asleep': say`Eso solo lo sabe switch, y switch no está despierto. Preguntar no despierta nada.`,
    'not-counted': say`Nada cuenta eso donde corre este servidor.`,
  },
};
