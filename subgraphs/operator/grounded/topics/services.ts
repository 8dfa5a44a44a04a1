import type { ServiceFact } from '../../facts/facts.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

/** What runs, and what is in which other state. */
export function tellServices(language: Language, services: readonly ServiceFact[]): Grounded {
  const running = services.filter(({ state }) => state === 'READY');
  const others = services.filter(({ state }) => state !== 'READY');
  const { runs, nothingRuns, rest } = words[language];
  const first =
    running.length === 0
      ? nothingRuns
      : runs(
          joined(
            running.map(({ name, observedAt }) => fact(`services.${name}`, name, observedAt)),
            ', ',
          ),
        );
  if (others.length === 0) return first;
  return joined([first, rest(joined(others.map(withState), ', '))], '\n');
}

function withState({ name, state, observedAt }: ServiceFact): Grounded {
  return say`${fact(`services.${name}`, name, observedAt)} (${fact(`services.${name}.state`, state, observedAt)})`;
}

const words = {
  en: {
    runs: (names: Grounded) => say`Running now: ${names}.`,
    nothingRuns: say`No service is known to be running now.`,
    rest: (names: Grounded) => say`Not running: ${names}.`,
  },
  es: {
    runs: (names: Grounded) => say`En marcha ahora: ${names}.`,
    nothingRuns: say`No consta ningún servicio en marcha ahora.`,
    rest: (names: Grounded) => say`No están en marcha: ${names}.`,
  },
} as const satisfies Record<Language, unknown>;
