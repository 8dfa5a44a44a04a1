import { assertNever } from '../../../platform/assert-never.ts';
import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import { hasScope } from '../facts/demand-scope.ts';
import type { Facts, PowerFact } from '../facts/facts.ts';
import { LONGEST_TTL_SEC, SHORTEST_TTL_SEC, mutationOf, type PowerAction } from './power-action.ts';

/** A proposal as far as it can be told before somebody confirms it. */
export interface CheckedAction {
  /** With the window named where only one could be meant. */
  readonly action: PowerAction;
  readonly allowed: boolean;
  /** Why it is not allowed. In English, like all refusals. */
  readonly reason: string | null;
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
    const reason = `the token lacks scope ${SCOPE}, which ${mutation} requires`;
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
      if (ttlSec < SHORTEST_TTL_SEC || ttlSec > LONGEST_TTL_SEC) return { action, reason: ttlRange(ttlSec) };
      const plan = await facts.plan({ services, ttlSec }, context);
      return { action, reason: plan.allowed ? null : (plan.message ?? plan.code) };
    }
    case 'extend':
    case 'close': {
      const found = findWindow((await facts.power(context)).activeWindows, action.windowId);
      if (typeof found === 'string') return { action, reason: found };
      const named = { ...action, windowId: found.id };
      if (named.kind === 'close') return { action: named, reason: null };
      if (found.ttlRemainingSec === null)
        return { action: named, reason: `window ${found.id} has no deadline that could be moved` };
      const inRange = named.addSec >= 1 && named.addSec <= LONGEST_TTL_SEC;
      return { action: named, reason: inRange ? null : `addSec must be between 1 and ${LONGEST_TTL_SEC}` };
    }
    case 'stop':
    case 'restart':
      return { action, reason: await whyNot(action, facts, context) };
    default:
      return assertNever(action);
  }
}

function ttlRange(ttlSec: number): string {
  return `ttlSec must be between ${SHORTEST_TTL_SEC} and ${LONGEST_TTL_SEC}, got ${ttlSec}`;
}

type LiveWindow = PowerFact['activeWindows'][number];

function findWindow(live: readonly LiveWindow[], id: string | null): LiveWindow | string {
  if (id !== null) return live.find((window) => window.id === id) ?? `no live window has that id`;
  const [only, ...more] = live;
  if (only === undefined) return 'no power window is live';
  return more.length === 0 ? only : 'several power windows are live: say which one by its id';
}

async function whyNot(
  { kind, service: name }: Extract<PowerAction, { kind: 'stop' | 'restart' }>,
  facts: Facts,
  context: RequestContext,
): Promise<string | null> {
  const service = (await facts.services(context)).find((one) => one.name === name);
  if (service === undefined) return 'no service has that name';
  if (service.kind === 'CORE') return `${name} is of the core, which always runs`;
  const runs = service.state !== 'STOPPED' && service.state !== 'MISSING';
  if (!runs) return `${name} does not run (${service.state})`;
  return kind === 'restart' && service.holders.length === 0 ? `no power window holds ${name}` : null;
}
