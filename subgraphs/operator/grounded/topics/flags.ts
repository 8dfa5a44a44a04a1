import type { FlagFact } from '../../facts/facts.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

export function tellFlags(language: Language, flags: readonly FlagFact[], observedAt: string): Grounded {
  if (flags.length === 0) return words[language].none;
  const lines = flags.map(({ key, state, reason }) => {
    const shown = say`${fact(`flags.${key}.key`, key, observedAt)}: ${fact(`flags.${key}.state`, state, observedAt)}`;
    return reason === null ? shown : say`${shown} (${fact(`flags.${key}.reason`, reason, observedAt)})`;
  });
  return joined([words[language].head, ...lines], '\n');
}

const words = {
  en: { none: say`There is no feature flag.`, head: say`The feature flags:` },
  es: { none: say`No hay ninguna bandera de funcionalidad.`, head: say`Las banderas de funcionalidad:` },
} as const satisfies Record<Language, unknown>;
