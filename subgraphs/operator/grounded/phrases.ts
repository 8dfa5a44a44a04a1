import { say, type Grounded } from './grounded-text.ts';
import type { Language } from './language.ts';

interface WindowFacts {
  readonly id: Grounded;
  readonly state: Grounded;
  readonly names: Grounded;
  readonly openedBy: Grounded;
}

/** The fixed wording of madre's answers. It holds no digit and no name of a thing that may or may not be there. */
export interface Phrases {
  engineAsleep(name: Grounded, state: Grounded): Grounded;
  enginesFailed(reason: Grounded): Grounded;
  runs(names: Grounded): Grounded;
  nothingRuns(): Grounded;
  heldWindow(window: WindowFacts): Grounded;
  timedWindow(window: WindowFacts & { readonly remainingSec: Grounded }): Grounded;
  noWindows(): Grounded;
  windowsUnknown(): Grounded;
  abilities(): Grounded;
  openWindow(name: Grounded): Grounded;
  checkEngines(): Grounded;
}

export const phrases: Readonly<Record<Language, Phrases>> = {
  en: {
    engineAsleep: (name, state) =>
      say`This is madre, answering from the live state of the stack. No engine answered, because ${name} is asleep (${state}): no power window holds it.`,
    enginesFailed: (reason) =>
      say`This is madre, answering from the live state of the stack. No engine answered: ${reason}.`,
    runs: (names) => say`Running now: ${names}.`,
    nothingRuns: () => say`No service is known to be running now.`,
    heldWindow: ({ id, state, names, openedBy }) =>
      say`Window ${id} (${state}) holds ${names} until it is closed; opened by ${openedBy}.`,
    timedWindow: ({ id, state, names, openedBy, remainingSec }) =>
      say`Window ${id} (${state}) holds ${names} for another ${remainingSec} s; opened by ${openedBy}.`,
    noWindows: () => say`No power window is live.`,
    windowsUnknown: () => say`The power windows could not be read just now.`,
    abilities: () =>
      say`Without an engine I can tell what runs, which power windows are live and for how long, and why no engine answers.`,
    openWindow: (name) =>
      say`To get an answer from an engine, open a power window for ${name} (mutation openWindow) and ask again. Asking me opens nothing.`,
    checkEngines: () => say`Look at the states and reasons of the engines (query engines), then ask again.`,
  },
  es: {
    engineAsleep: (name, state) =>
      say`Soy madre y respondo con el estado real del sistema. Ningún motor respondió, porque ${name} duerme (${state}): ninguna ventana de energía lo mantiene.`,
    enginesFailed: (reason) =>
      say`Soy madre y respondo con el estado real del sistema. Ningún motor respondió: ${reason}.`,
    runs: (names) => say`En marcha ahora: ${names}.`,
    nothingRuns: () => say`No consta ningún servicio en marcha ahora.`,
    heldWindow: ({ id, state, names, openedBy }) =>
      say`La ventana ${id} (${state}) mantiene ${names} hasta que se cierre; la abrió ${openedBy}.`,
    timedWindow: ({ id, state, names, openedBy, remainingSec }) =>
      say`La ventana ${id} (${state}) mantiene ${names} durante ${remainingSec} s más; la abrió ${openedBy}.`,
    noWindows: () => say`No hay ninguna ventana de energía viva.`,
    windowsUnknown: () => say`Ahora mismo no se pudieron leer las ventanas de energía.`,
    abilities: () =>
      say`Sin motor puedo decir qué está en marcha, qué ventanas de energía están vivas y por cuánto tiempo, y por qué no responde ningún motor.`,
    openWindow: (name) =>
      say`Para que responda un motor, abre una ventana de energía para ${name} (mutación openWindow) y pregunta otra vez. Preguntarme a mí no abre nada.`,
    checkEngines: () => say`Mira el estado y el motivo de cada motor (consulta engines) y pregunta otra vez.`,
  },
};
