import type { Clock } from '../../../platform/clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { Facts } from '../facts/facts.ts';
import { checkAction, type CheckedAction } from './check-action.ts';
import type { PowerAction } from './power-action.ts';

/** A person reads and confirms each of them. */
const MOST_PROPOSED = 10;

export interface Checked {
  /** One action, or the same one for each live window that may be meant. */
  readonly actions: readonly CheckedAction[];
  /** How many windows more may be meant. */
  readonly leftOut: number;
}

/** Of a change of a window that is not named: each live one may be meant, so that there is one to confirm for each. */
export async function checkEach(
  action: PowerAction,
  parts: { readonly facts: Facts; readonly clock: Clock },
  context: RequestContext,
): Promise<Checked> {
  if (!('windowId' in action) || action.windowId !== null)
    return alone(await checkAction(action, parts, context));
  const power = await parts.facts.power(context);
  // All are judged by one look at what is live.
  const looked = { ...parts, facts: { ...parts.facts, power: () => Promise.resolve(power) } };
  const ids = power.activeWindows.map(({ id }) => id);
  if (ids.length < 2) return alone(await checkAction(action, looked, context));
  const meant = ids.slice(0, MOST_PROPOSED).map((windowId) => ({ ...action, windowId }));
  const actions = await Promise.all(meant.map((one) => checkAction(one, looked, context)));
  return { actions, leftOut: ids.length - actions.length };
}

function alone(checked: CheckedAction): Checked {
  return { actions: [checked], leftOut: 0 };
}
