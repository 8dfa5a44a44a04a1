import { assertNever } from '../../../platform/assert-never.ts';
import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import { hasScope } from '../facts/demand-scope.ts';
import type { Facts, PowerFact } from '../facts/facts.ts';
import { LONGEST_TTL_SEC, SHORTEST_TTL_SEC, mutationOf, type PowerAction } from './power-action.ts';

/** What madre refuses with she says in English alone. */
export type Reason = Readonly<Record<'en' | 'es', string>>;

/** A proposal as far as it can be told before somebody confirms it. */
export interface CheckedAction {
  /** With the window named where only one could be meant. */
  readonly action: PowerAction;
  readonly allowed: boolean;
  /** Why it is not allowed. */
  readonly reason: Reason | null;
  readonly observedAt: string;
}

/**
 * Whether madre would do it now, for this actor: by planWindow and her read models. Changes nothing. What she will say when it is
 * confirmed may differ, as time goes on. Rejects where madre does not answer.
 */
export async function checkAction(
  action: PowerAction,
  parts: { readonly facts: Facts; readonly clock: Clock },
  context: RequestContext,
): Promise<CheckedAction> {
  const verdict = await judge(action, parts.facts, context);
  const observedAt = toDateTime(parts.clock.now());
  const { mutation } = mutationOf(action);
  if (verdict.reason === null && !hasScope(context.actor, SCOPE)) {
    const reason = {
      en: `the token lacks scope ${SCOPE}, which ${mutation} requires`,
      es: `al token le falta el permiso ${SCOPE}, que ${mutation} exige`,
    };
    return { action: verdict.action, allowed: false, reason, observedAt };
  }
  return { ...verdict, allowed: verdict.reason === null, observedAt };
}

const SCOPE = 'power:write';

type Verdict = Pick<CheckedAction, 'action' | 'reason'>;

async function judge(action: PowerAction, facts: Facts, context: RequestContext): Promise<Verdict> {
  switch (action.kind) {
    case 'open': {
      const { services, ttlSec } = action;
      if (ttlSec < SHORTEST_TTL_SEC || ttlSec > LONGEST_TTL_SEC)
        return { action, reason: range('ttlSec', SHORTEST_TTL_SEC, ttlSec) };
      const plan = await facts.plan({ services, ttlSec }, context);
      return { action, reason: plan.allowed ? null : asSaid(plan.message ?? plan.code) };
    }
    case 'extend':
    case 'close': {
      const found = findWindow((await facts.power(context)).activeWindows, action.windowId);
      if (!('id' in found)) return { action, reason: found };
      const named = { ...action, windowId: found.id };
      if (named.kind === 'close') return { action: named, reason: null };
      if (found.ttlRemainingSec === null) return { action: named, reason: noDeadline(found.id) };
      const inRange = named.addSec >= 1 && named.addSec <= LONGEST_TTL_SEC;
      return { action: named, reason: inRange ? null : range('addSec', 1, named.addSec) };
    }
    case 'stop':
    case 'restart':
      return { action, reason: await whyNot(action, facts, context) };
    default:
      return assertNever(action);
  }
}

function asSaid(words: string): Reason {
  return { en: words, es: words };
}

function range(name: string, least: number, got: number): Reason {
  return {
    en: `${name} must be between ${least} and ${LONGEST_TTL_SEC}, got ${got}`,
    es: `${name} tiene que estar entre ${least} y ${LONGEST_TTL_SEC}, y es ${got}`,
  };
}

function noDeadline(id: string): Reason {
  return {
    en: `window ${id} has no deadline that could be moved`,
    es: `la ventana ${id} no tiene ningún plazo que se pueda mover`,
  };
}

type LiveWindow = PowerFact['activeWindows'][number];

function findWindow(live: readonly LiveWindow[], id: string | null): LiveWindow | Reason {
  if (id !== null) return live.find((window) => window.id === id) ?? NO_SUCH_WINDOW;
  const [only, ...more] = live;
  if (only === undefined) return NO_WINDOW;
  return more.length === 0 ? only : SEVERAL_WINDOWS;
}

const NO_SUCH_WINDOW: Reason = {
  en: 'no live window has that id',
  es: 'ninguna ventana viva tiene ese id',
};
const NO_WINDOW: Reason = {
  en: 'no power window is live',
  es: 'no hay ninguna ventana de energía viva',
};
const SEVERAL_WINDOWS: Reason = {
  en: 'several power windows are live: say which one by its id',
  es: 'hay varias ventanas de energía vivas: di cuál por su id',
};

async function whyNot(
  { kind, service: name }: Extract<PowerAction, { kind: 'stop' | 'restart' }>,
  facts: Facts,
  context: RequestContext,
): Promise<Reason | null> {
  const service = (await facts.services(context)).find((one) => one.name === name);
  if (service === undefined) return NO_SERVICE;
  if (service.kind === 'CORE') return ofTheCore(name);
  const runs = service.state !== 'STOPPED' && service.state !== 'MISSING';
  if (!runs) return doesNotRun(name, service.state);
  return kind === 'restart' && service.holders.length === 0 ? unheld(name) : null;
}

const NO_SERVICE: Reason = {
  en: 'no service has that name',
  es: 'ningún servicio se llama así',
};

function ofTheCore(name: string): Reason {
  return {
    en: `${name} is of the core, which always runs`,
    es: `${name} es del núcleo, que siempre está en marcha`,
  };
}

function doesNotRun(name: string, state: string): Reason {
  return { en: `${name} does not run (${state})`, es: `${name} no está en marcha (${state})` };
}

function unheld(name: string): Reason {
  return { en: `no power window holds ${name}`, es: `ninguna ventana de energía mantiene ${name}` };
}
