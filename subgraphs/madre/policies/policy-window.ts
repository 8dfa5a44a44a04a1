import type { PowerPolicy } from '../../../schema/generated/madre.ts';
import type { Cause } from '../journal/journal.ts';
import { newWindow } from '../windows/asking/new-window.ts';
import { planWindow, type PlanFacts } from '../windows/admission/window-plan.ts';
import { isLive, type WindowRecord } from '../windows/record/window-record.ts';

/** The window by which a policy holds one service; undefined where there is no memory for it beside the live ones of `windows`. */
export function policyWindow(
  facts: PlanFacts,
  policy: PowerPolicy,
  name: string,
  made: { readonly windows: readonly WindowRecord[]; readonly at: number; readonly cause: Cause },
): WindowRecord | undefined {
  const request = { ...POLICY_REQUEST, services: [name], reason: reasonOf(policy) };
  // Who waits for memory outranks no policy.
  const plan = planWindow(facts, request, made.windows.filter(isLive));
  return plan.admission.outcome === 'ADMIT'
    ? newWindow(request, plan, { ...made, origin: 'policy' })
    : undefined;
}

export const POLICY_REQUEST = { mode: 'HOLD', ttlSec: null, priority: 9, onBusy: 'REJECT' } as const;

/** For who finds a policy in the way: this one keeps nothing running, and ends no other window. */
export const ENDS_POLICY = 'apply another policy (IDLE_MIN ends no other window)';

export function reasonOf(policy: PowerPolicy): string {
  return `policy ${policy}`;
}

export function isHeldByPolicy(name: string, windows: readonly WindowRecord[]): boolean {
  return windows.some(
    (window) => window.origin === 'policy' && isLive(window) && window.services.includes(name),
  );
}
