import type { PowerFact } from '../../facts/facts.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

/** The live windows, what is left of each and who opened it; only those of the services named, where some are. */
export function tellLiveWindows(
  language: Language,
  power: PowerFact | null,
  services: readonly string[] = [],
): Grounded {
  const { unreadable, none, noneOfThem } = words[language];
  if (power === null) return unreadable;
  const windows = power.activeWindows.filter(
    (window) => services.length === 0 || window.services.some(({ name }) => services.includes(name)),
  );
  if (windows.length === 0) return services.length === 0 ? none : noneOfThem;
  return joined(
    windows.map((window) => windowLine(language, window, power.serverTime)),
    '\n',
  );
}

function windowLine(
  language: Language,
  window: PowerFact['activeWindows'][number],
  observedAt: string,
): Grounded {
  const field = (name: string): string => `windows.${window.id}.${name}`;
  const facts = {
    id: fact(field('id'), window.id, observedAt),
    state: fact(field('state'), window.state, observedAt),
    openedBy: fact(field('openedBy'), window.openedBy, observedAt),
    names: joined(
      window.services.map(({ name }) => fact(field('services'), name, observedAt)),
      ', ',
    ),
  };
  if (window.ttlRemainingSec === null) return words[language].held(facts);
  return words[language].timed(facts, fact(field('ttlRemainingSec'), window.ttlRemainingSec, observedAt));
}

interface Facts {
  readonly id: Grounded;
  readonly state: Grounded;
  readonly openedBy: Grounded;
  readonly names: Grounded;
}

const words = {
  en: {
    unreadable: say`The power windows could not be read just now.`,
    none: say`No power window is live.`,
    noneOfThem: say`No power window is live for that.`,
    held: ({ id, state, names, openedBy }: Facts) =>
      say`Window ${id} (${state}) holds ${names} until it is closed; opened by ${openedBy}.`,
    timed: ({ id, state, names, openedBy }: Facts, remainingSec: Grounded) =>
      say`Window ${id} (${state}) holds ${names} for another ${remainingSec} s; opened by ${openedBy}.`,
  },
  es: {
    unreadable: say`Ahora mismo no se pudieron leer las ventanas de energía.`,
    none: say`No hay ninguna ventana de energía viva.`,
    noneOfThem: say`No hay ninguna ventana de energía viva para eso.`,
    held: ({ id, state, names, openedBy }: Facts) =>
      say`La ventana ${id} (${state}) mantiene ${names} hasta que se cierre; la abrió ${openedBy}.`,
    timed: ({ id, state, names, openedBy }: Facts, remainingSec: Grounded) =>
      say`La ventana ${id} (${state}) mantiene ${names} durante ${remainingSec} s más; la abrió ${openedBy}.`,
  },
} as const satisfies Record<Language, unknown>;
