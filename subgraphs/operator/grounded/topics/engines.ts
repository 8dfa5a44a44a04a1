import type { EngineFact, QueueFact } from '../../facts/switch-facts.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

export function tellEngines(
  language: Language,
  engines: readonly EngineFact[],
  observedAt: string,
): Grounded {
  if (engines.length === 0) return words[language].none;
  const lines = engines.map((engine) => {
    const about = (name: string, value: string): Grounded =>
      fact(`engines.${engine.id}.${name}`, value, observedAt);
    const { id, model, state } = engine;
    const why = engine.reason ?? state;
    return say`${about('id', id)} (${about('model', model)}): ${about('state', why)}`;
  });
  return joined([words[language].head, ...lines], '\n');
}

export function tellQueue(language: Language, queue: QueueFact, observedAt: string): Grounded {
  const waiting = fact('queue.waiting', queue.waiting, observedAt);
  const processing = fact('queue.processing', queue.processing, observedAt);
  return words[language].queue(waiting, processing);
}

const words = {
  en: {
    none: say`No engine is configured.`,
    head: say`The engines, as switch last saw them:`,
    queue: (waiting: Grounded, processing: Grounded) =>
      say`In switch's queue ${waiting} wait and ${processing} are being worked on.`,
  },
  es: {
    none: say`No hay ningún motor configurado.`,
    head: say`Los motores, como switch los vio por última vez:`,
    queue: (waiting: Grounded, processing: Grounded) =>
      say`En la cola de switch esperan ${waiting} y se atienden ${processing}.`,
  },
} as const satisfies Record<Language, unknown>;
