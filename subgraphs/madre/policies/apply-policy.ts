import type { PowerPolicy } from '../../../schema/generated/madre.ts';
import type { Cause } from '../journal/journal.ts';
import { mutate, type Power } from '../power.ts';
import { refuse, type Outcome, type Refusal } from '../refusal.ts';
import { end } from '../windows/state/end-window.ts';
import { refusalOfRuntime } from '../windows/asking/open-window.ts';
import { planWindow } from '../windows/admission/window-plan.ts';
import { isLive, type WindowRecord } from '../windows/record/window-record.ts';
import { readUnfinishedWindows, saveWindow } from '../windows/record/window-rows.ts';
import { endsWindows, heldByPolicy } from './policy-rules.ts';
import { isHeldByPolicy, POLICY_REQUEST, policyWindow, reasonOf } from './policy-window.ts';
import { writePolicy } from './stored-policy.ts';

interface Applied {
  readonly policy: PowerPolicy;
  readonly endedWindows: readonly string[];
  readonly openedWindows: readonly string[];
}

/** What one policy keeps running, in exchange for what another did; all of it or, where the memory is not enough, nothing. */
export function applyPolicy(power: Power, policy: PowerPolicy, cause: Cause): Promise<Outcome<Applied>> {
  const note = {
    action: 'applyPolicy',
    target: policy,
    detail: ({ endedWindows, openedWindows }: Applied) => ({
      endedWindows: [...endedWindows],
      openedWindows: [...openedWindows],
    }),
  };
  return mutate(power, cause, note, async (change) => {
    const windows = (await readUnfinishedWindows(change.db)).filter(
      (window) => isLive(window) || window.state === 'QUEUED',
    );
    const wanted = heldByPolicy(policy, power.catalog, power.services.all());
    const stays = (window: WindowRecord): boolean =>
      window.origin === 'policy'
        ? window.reason === reasonOf(policy) && wanted.some((name) => window.services.includes(name))
        : !endsWindows(policy);
    const kept = windows.filter(stays);
    const opened = openAll(power, policy, wanted, kept, cause);
    if (!opened.ok) return opened;
    const ended = windows.filter((window) => !stays(window));
    for (const window of ended) await end(power, change, window, 'POLICY_APPLIED', cause);
    for (const window of opened.value) await saveWindow(change, 'OPENING', window);
    await writePolicy(change, policy);
    return { ok: true, value: { policy, endedWindows: idsOf(ended), openedWindows: idsOf(opened.value) } };
  });
}

/** One window for each service that has none yet, beside those that go on. */
function openAll(
  power: Power,
  policy: PowerPolicy,
  wanted: readonly string[],
  kept: readonly WindowRecord[],
  cause: Cause,
): Outcome<readonly WindowRecord[]> {
  const lacking = wanted.filter((name) => !isHeldByPolicy(name, kept));
  const unavailable = lacking.length > 0 ? refusalOfRuntime(power) : undefined;
  if (unavailable !== undefined) return unavailable;
  const opened: WindowRecord[] = [];
  for (const name of lacking) {
    const made = { windows: [...kept, ...opened], at: power.clock.now(), cause };
    const window = policyWindow(power, policy, name, made);
    if (window === undefined) return refusalOfBudget(power, policy, wanted, kept);
    opened.push(window);
  }
  return { ok: true, value: opened };
}

function refusalOfBudget(
  power: Power,
  policy: PowerPolicy,
  wanted: readonly string[],
  kept: readonly WindowRecord[],
): Refusal {
  const request = { ...POLICY_REQUEST, services: wanted };
  const { totalMb } = planWindow(power, request, kept);
  const problem = `live windows may reserve ${power.memoryBudgetMb} MB together, with all of policy ${policy} it were ${totalMb} MB`;
  return refuse('BUDGET_EXCEEDED', problem);
}

function idsOf(windows: readonly WindowRecord[]): readonly string[] {
  return windows.map(({ id }) => id);
}
