import type { EngineFact, EnginesFact, QueueFact } from '../../facts/switch-facts.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

export function tellEngines(
  language: Language,
  { engines, refused }: EnginesFact,
  observedAt: string,
): Grounded {
  const each = tellEach(language, engines, refused !== null && refused.length > 0, observedAt);
  return joined([each, ...tellRefused(language, refused, observedAt)], '\n');
}

function tellEach(
  language: Language,
  engines: readonly EngineFact[],
  isRefused: boolean,
  observedAt: string,
): Grounded {
  if (engines.length === 0) return words[language].none;
  const lines = engines.map((engine) => {
    const about = (name: string, value: string): Grounded =>
      fact(`engines.${engine.id}.${name}`, value, observedAt);
    const { id, model, state } = engine;
    // Who has no trouble of its own tells the one of the files then, which is told once for all.
    const isWell = state === 'AVAILABLE' || state === 'UNKNOWN';
    const why = isRefused && isWell ? state : (engine.reason ?? state);
    return say`${about('id', id)} (${about('model', model)}): ${about('state', why)}`;
  });
  return joined([words[language].head, ...lines], '\n');
}

/** Whether the engines are those of the files as they are now. */
function tellRefused(
  language: Language,
  refused: EnginesFact['refused'],
  observedAt: string,
): readonly Grounded[] {
  if (refused === null) return [words[language].filesUnknown];
  return refused.map(({ file, since, problem }) => {
    const about = (name: string, value: string): Grounded =>
      fact(`refusedFiles.${file}.${name}`, value, observedAt);
    return words[language][file](about('since', since), about('problem', problem));
  });
}

export function tellQueue(language: Language, queue: QueueFact, observedAt: string): Grounded {
  const waiting = fact('queue.waiting', queue.waiting, observedAt);
  const processing = fact('queue.processing', queue.processing, observedAt);
  return words[language].queue(waiting, processing);
}

const words = {
  en: {
    none: say`No engine is configured.`,
    filesUnknown: say`Whether switch can use its files as they are now could not be read.`,
    engines: (since: Grounded, problem: Grounded) =>
      say`The engines file changed and is not used since ${since}: ${problem}. The engines are those of an earlier one.`,
    key: (since: Grounded, problem: Grounded) =>
      say`The file of a key changed and is not used since ${since}: ${problem}. The engines keep an earlier one.`,
    head: say`The engines, as switch last saw them:`,
    queue: (waiting: Grounded, processing: Grounded) =>
      say`In switch's queue ${waiting} wait and ${processing} are being worked on.`,
  },
  es: {
    none: say`No hay ningún motor configurado.`,
    filesUnknown: say`No se pudo leer si switch puede usar sus ficheros tal como están ahora.`,
    engines: (since: Grounded, problem: Grounded) =>
      say`El fichero de motores cambió y no se usa desde ${since}: «${problem}». Los motores son los de uno anterior.`,
    key: (since: Grounded, problem: Grounded) =>
      say`El fichero de una clave cambió y no se usa desde ${since}: «${problem}». Los motores conservan una anterior.`,
    head: say`Los motores, como switch los vio por última vez:`,
    queue: (waiting: Grounded, processing: Grounded) =>
      say`En la cola de switch esperan ${waiting} y se atienden ${processing}.`,
  },
} as const satisfies Record<Language, unknown>;
