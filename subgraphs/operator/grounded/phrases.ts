import { say, type Grounded } from './grounded-text.ts';
import type { Language } from './understand/language.ts';

interface SwitchFacts {
  readonly name: Grounded;
  readonly state: Grounded;
}

type HeldSwitchFacts = SwitchFacts & { readonly windows: Grounded };

/** The fixed wording of madre's answers. It holds no digit and no name of a thing that may or may not be there. */
export interface Phrases {
  noEngine(reason: Grounded): Grounded;
  /** Reasons: clauses without a full stop, which also stand alone as degradedReason. */
  asleep(service: SwitchFacts): Grounded;
  unheld(service: SwitchFacts): Grounded;
  notInstalled(service: SwitchFacts): Grounded;
  notYetReady(service: HeldSwitchFacts): Grounded;
  unwell(service: HeldSwitchFacts): Grounded;
  unreachable(name: Grounded, detail: Grounded): Grounded;
  silent(name: Grounded, limitMs: Grounded): Grounded;
  broken(name: Grounded): Grounded;
  enginesFailed(name: Grounded, message: Grounded): Grounded;
  abilities(): Grounded;
  offTopic(): Grounded;
  unclearTime(): Grounded;
  later(): Grounded;
  openWindow(name: Grounded): Grounded;
  install(name: Grounded): Grounded;
  waitFor(name: Grounded): Grounded;
  checkService(name: Grounded): Grounded;
  checkEngines(): Grounded;
  askAgain(): Grounded;
}

export const phrases: Readonly<Record<Language, Phrases>> = {
  en: {
    noEngine: (reason) =>
      say`This is madre, answering from the live state of the stack. No engine answered: ${reason}.`,
    asleep: ({ name, state }) => say`${name} is asleep (${state}), and no power window holds it`,
    unheld: ({ name, state }) => say`${name} is not ready (${state}), and no power window holds it`,
    notInstalled: ({ name, state }) => say`${name} is not installed (${state}), and no power window holds it`,
    notYetReady: ({ name, state, windows }) =>
      say`${name} is not ready yet (${state}), although a power window holds it (${windows})`,
    unwell: ({ name, state, windows }) =>
      say`${name} is not ready (${state}), although a power window holds it (${windows})`,
    unreachable: (name, detail) => say`${name} gave no answer (${detail})`,
    silent: (name, limitMs) => say`${name} sent nothing for ${limitMs} ms`,
    broken: (name) => say`asking ${name} failed inside this server; its log has the details`,
    enginesFailed: (_name, message) => say`${message}`,
    abilities: () =>
      say`Without an engine I can tell: status, services, why one runs, stopped or failed, power windows, what is left of them and who opened them, engines, queue, audit, flags, metrics, memory, policy, last failures, and why no engine answers. I can propose to open, extend or close a window, and to stop or restart a service.`,
    offTopic: () =>
      say`That is not something I can answer from the state of the stack, and I invent nothing.`,
    unclearTime: () =>
      say`I did not understand how long, so I propose nothing. Say it in days, hours, minutes or seconds.`,
    later: () =>
      say`What I propose is done as soon as it is confirmed: I can set no time for it, so I propose nothing. A power window ends by itself at its deadline; ask me for the rest when it is to be done.`,
    openWindow: (name) =>
      say`To get an answer from an engine, open a power window for ${name} (mutation openWindow) and ask again. Asking me opens nothing.`,
    install: (name) =>
      say`Until ${name} is installed no power window can start it. Its entry in the catalog says where it is looked for.`,
    waitFor: (name) =>
      say`Ask again as soon as ${name} is READY (subscription serviceChanged tells when). Asking me starts nothing.`,
    checkService: (name) =>
      say`Look at the state and the last lines of ${name} (query service), then ask again. Asking me restarts nothing.`,
    checkEngines: () => say`Look at the states and reasons of the engines (query engines), then ask again.`,
    askAgain: () => say`Ask again in a moment; if it stays so, look at the services (query services).`,
  },
  es: {
    noEngine: (reason) =>
      say`Soy madre y respondo con el estado real del sistema. Ningún motor respondió: ${reason}.`,
    asleep: ({ name, state }) => say`${name} duerme (${state}), y ninguna ventana de energía lo mantiene`,
    unheld: ({ name, state }) =>
      say`${name} no está listo (${state}), y ninguna ventana de energía lo mantiene`,
    notInstalled: ({ name, state }) =>
      say`${name} no está instalado (${state}), y ninguna ventana de energía lo mantiene`,
    notYetReady: ({ name, state, windows }) =>
      say`${name} todavía no está listo (${state}), aunque lo mantiene una ventana de energía (${windows})`,
    unwell: ({ name, state, windows }) =>
      say`${name} no está listo (${state}), aunque lo mantiene una ventana de energía (${windows})`,
    unreachable: (name, detail) => say`${name} no dio respuesta («${detail}»)`,
    silent: (name, limitMs) => say`${name} no envió nada durante ${limitMs} ms`,
    broken: (name) =>
      say`la pregunta a ${name} falló dentro de este servidor; su registro tiene los detalles`,
    enginesFailed: (name, message) => say`${name} dice «${message}»`,
    abilities: () =>
      say`Sin motor puedo decir: estado, servicios, por qué uno está en marcha, se paró o falló, ventanas de energía, cuánto les queda y quién las abrió, motores, cola, auditoría, banderas, métricas, memoria, política, últimos fallos, y por qué no responde ningún motor. Puedo proponer abrir, alargar o cerrar una ventana, y parar o reiniciar un servicio.`,
    offTopic: () => say`Eso no lo puedo responder con el estado del sistema, y no invento nada.`,
    unclearTime: () =>
      say`No entendí por cuánto tiempo, así que no propongo nada. Dilo en días, horas, minutos o segundos.`,
    later: () =>
      say`Lo que propongo se hace en cuanto se confirma: no puedo ponerle hora, así que no propongo nada. Una ventana de energía termina sola en su plazo; lo demás pídemelo cuando haya que hacerlo.`,
    openWindow: (name) =>
      say`Para que responda un motor, abre una ventana de energía para ${name} (mutación openWindow) y pregunta otra vez. Preguntarme a mí no abre nada.`,
    install: (name) =>
      say`Mientras ${name} no esté instalado, ninguna ventana de energía puede arrancarlo. Su entrada en el catálogo dice dónde se busca.`,
    waitFor: (name) =>
      say`Pregunta otra vez en cuanto ${name} esté READY (la suscripción serviceChanged lo avisa). Preguntarme a mí no arranca nada.`,
    checkService: (name) =>
      say`Mira el estado y las últimas líneas de ${name} (consulta service) y pregunta otra vez. Preguntarme a mí no reinicia nada.`,
    checkEngines: () => say`Mira el estado y el motivo de cada motor (consulta engines) y pregunta otra vez.`,
    askAgain: () =>
      say`Pregunta otra vez dentro de un momento; si sigue así, mira los servicios (consulta services).`,
  },
};
