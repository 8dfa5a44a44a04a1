import type { ServiceDetail } from '../../facts/service-detail.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

/** Why a service is in its state: what holds it, what stopped it, what failed. */
export function tellService(language: Language, service: ServiceDetail | null): Grounded {
  if (service === null) return words[language].unknown;
  const about = (name: string, value: string | number): Grounded =>
    fact(`services.${service.name}.${name}`, value, service.observedAt);
  const name = about('name', service.name);
  const state = about('state', service.state);
  const say_ = words[language];
  const sentences = [
    service.reason === null
      ? say_.is(name, state)
      : say_.isBecause(name, state, about('reason', service.reason)),
  ];
  if (service.kind === 'CORE') sentences.push(say_.core);
  for (const { window, deadline, by } of service.holders) {
    const facts = { id: about('holders', window.id), by: about('holders.by', by) };
    sentences.push(
      deadline === null
        ? say_.heldOpenEnded(facts)
        : say_.heldUntil({ ...facts, deadline: about('holders.deadline', deadline) }),
    );
  }
  if (service.kind !== 'CORE' && service.holders.length === 0) sentences.push(say_.unheld);
  if (service.lastStop !== null && service.state !== 'READY') {
    const { at, rule, by } = service.lastStop;
    sentences.push(
      say_.stopped(about('lastStop.at', at), about('lastStop.rule', rule), about('lastStop.by', by)),
    );
  }
  if (service.failure !== null) {
    const { code, message } = service.failure;
    sentences.push(say_.failed(about('failure.code', code), about('failure.message', message)));
  }
  if (service.restartCount > 0) sentences.push(say_.restarts(about('restartCount', service.restartCount)));
  return joined(sentences, ' ');
}

interface Held {
  readonly id: Grounded;
  readonly by: Grounded;
}

const words = {
  en: {
    unknown: say`madre knows no service of that name.`,
    is: (name: Grounded, state: Grounded) => say`${name} is ${state}.`,
    isBecause: (name: Grounded, state: Grounded, reason: Grounded) => say`${name} is ${state} (${reason}).`,
    core: say`It is of the core, which always runs.`,
    heldUntil: ({ id, by, deadline }: Held & { readonly deadline: Grounded }) =>
      say`Window ${id} of ${by} holds it until ${deadline}.`,
    heldOpenEnded: ({ id, by }: Held) => say`Window ${id} of ${by} holds it until it is closed.`,
    unheld: say`No power window holds it.`,
    stopped: (at: Grounded, rule: Grounded, by: Grounded) =>
      say`It was last stopped at ${at} by the rule ${rule}, asked for by ${by}.`,
    failed: (code: Grounded, message: Grounded) => say`What went wrong: ${code}, ${message}.`,
    restarts: (count: Grounded) => say`Restarts so far: ${count}.`,
  },
  es: {
    unknown: say`madre no conoce ningún servicio con ese nombre.`,
    is: (name: Grounded, state: Grounded) => say`${name} está en ${state}.`,
    isBecause: (name: Grounded, state: Grounded, reason: Grounded) =>
      say`${name} está en ${state} (${reason}).`,
    core: say`Es del núcleo, que siempre está en marcha.`,
    heldUntil: ({ id, by, deadline }: Held & { readonly deadline: Grounded }) =>
      say`La ventana ${id} de ${by} lo mantiene hasta ${deadline}.`,
    heldOpenEnded: ({ id, by }: Held) => say`La ventana ${id} de ${by} lo mantiene hasta que se cierre.`,
    unheld: say`Ninguna ventana de energía lo mantiene.`,
    stopped: (at: Grounded, rule: Grounded, by: Grounded) =>
      say`Se paró por última vez en ${at} por la regla ${rule}, a petición de ${by}.`,
    failed: (code: Grounded, message: Grounded) => say`Lo que falló: ${code}, ${message}.`,
    restarts: (count: Grounded) => say`Reinicios hasta ahora: ${count}.`,
  },
} as const satisfies Record<Language, unknown>;
