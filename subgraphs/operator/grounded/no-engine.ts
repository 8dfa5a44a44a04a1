import type { ServiceFact } from '../facts/facts.ts';
import { fact, joined, type Grounded } from './grounded-text.ts';
import type { Phrases } from './phrases.ts';

/** Why no engine answered: switch was not asked because it is not ready, or it was asked and this came of it. */
export type NoEngine =
  | { readonly kind: 'not-ready'; readonly switchService: ServiceFact }
  /** `detail` is what the attempt to ask met, as the network or the protocol says it. */
  | { readonly kind: 'unreachable'; readonly detail: string; readonly observedAt: string }
  /** It gave no sign of life for so long. */
  | { readonly kind: 'silent'; readonly limitMs: number; readonly observedAt: string }
  /** A fault of ours. */
  | { readonly kind: 'broken'; readonly observedAt: string }
  /** In switch's own words, which name the engines. */
  | { readonly kind: 'engines-failed'; readonly message: string; readonly observedAt: string };

/** How a switch that is not READY stands to the power windows; this decides what may be said of it and what helps. */
type Standing = 'asleep' | 'unheld' | 'not-installed' | 'not-yet' | 'unwell';

export function standingOf({ state, holders }: Pick<ServiceFact, 'state' | 'holders'>): Standing {
  if (holders.length === 0) {
    if (state === 'MISSING') return 'not-installed';
    return state === 'STOPPED' ? 'asleep' : 'unheld';
  }
  return ON_THE_WAY.has(state) ? 'not-yet' : 'unwell';
}

/** What a held service passes through before it is READY. */
const ON_THE_WAY: ReadonlySet<ServiceFact['state']> = new Set(['STOPPED', 'STARTING', 'STOPPING']);

/** One clause, which is also the message's degradedReason. */
export function reasonOf(words: Phrases, noEngine: NoEngine): Grounded {
  if (noEngine.kind === 'not-ready') return notReady(words, noEngine.switchService);
  const { observedAt } = noEngine;
  const name = nameOf({ name: 'switch', observedAt });
  switch (noEngine.kind) {
    case 'unreachable':
      return words.unreachable(name, fact('chat.problem', noEngine.detail, observedAt));
    case 'silent':
      return words.silent(name, fact('chat.limitMs', noEngine.limitMs, observedAt));
    case 'broken':
      return words.broken(name);
    case 'engines-failed':
      return words.enginesFailed(name, fact('chat.engineFailure', noEngine.message, observedAt));
  }
}

/** What the reader can do about it. */
export function remedyFor(words: Phrases, noEngine: NoEngine): Grounded {
  switch (noEngine.kind) {
    case 'not-ready':
      return remedyForSwitch(words, noEngine.switchService);
    case 'unreachable':
    case 'silent':
    case 'broken':
      return words.askAgain();
    case 'engines-failed':
      return words.checkEngines();
  }
}

function notReady(words: Phrases, service: ServiceFact): Grounded {
  const facts = { name: nameOf(service), state: stateOf(service) };
  const windows = joined(
    service.holders.map(({ window }) => fact('services.switch.holders', window.id, service.observedAt)),
    ', ',
  );
  switch (standingOf(service)) {
    case 'asleep':
      return words.asleep(facts);
    case 'unheld':
      return words.unheld(facts);
    case 'not-installed':
      return words.notInstalled(facts);
    case 'not-yet':
      return words.notYetReady({ ...facts, windows });
    case 'unwell':
      return words.unwell({ ...facts, windows });
  }
}

function remedyForSwitch(words: Phrases, service: ServiceFact): Grounded {
  switch (standingOf(service)) {
    case 'asleep':
    case 'unheld':
      return words.openWindow(nameOf(service));
    case 'not-installed':
      return words.install(nameOf(service));
    case 'not-yet':
      return words.waitFor(nameOf(service));
    case 'unwell':
      return words.checkService(nameOf(service));
  }
}

function nameOf({ name, observedAt }: Pick<ServiceFact, 'name' | 'observedAt'>): Grounded {
  return fact('services.switch.name', name, observedAt);
}

function stateOf({ state, reason, observedAt }: ServiceFact): Grounded {
  const shown = [fact('services.switch.state', state, observedAt)];
  if (reason !== null && reason !== state) shown.push(fact('services.switch.reason', reason, observedAt));
  return joined(shown, ', ');
}
