import type { Cause, Change } from '../../journal/journal.ts';
import { mutate, type Power } from '../../power.ts';
import { refuse, type Outcome, type Refusal } from '../../refusal.ts';
import { ENDS_POLICY } from '../../policies/policy-window.ts';
import { end } from './end-window.ts';
import { reachedWarningSec } from '../deadline/warning.ts';
import { isLive, type WindowRecord } from '../record/window-record.ts';
import { readUnfinishedWindows, readWindow, saveWindow } from '../record/window-rows.ts';
import { LONGEST_TTL_SEC, refusalOfReason, shown } from '../asking/window-rules.ts';

/** The only thing that moves a deadline. */
export function extendWindow(
  power: Power,
  id: string,
  addSec: number,
  cause: Cause,
): Promise<Outcome<WindowRecord>> {
  const note = {
    action: 'extendWindow',
    target: id,
    detail: ({ deadline }: WindowRecord) => ({ addSec, deadline }),
  };
  return mutate(power, cause, note, async (change) => {
    if (addSec < 1) return refuse('INVALID_INPUT', `addSec must be at least 1, got ${addSec}`);
    const window = await readWindow(change.db, id);
    if (window === undefined) return notFound(id);
    const refused = isLive(window) ? undefined : notIn(window, 'OPENING, OPEN or DEGRADED');
    if (refused !== undefined) return refused;
    const extended = extend(power, window, addSec);
    if (extended.ok) await saveWindow(change, 'EXTENDED', extended.value);
    return extended;
  });
}

/** Measured by the clock that leaves less: a machine whose time was set back gives no window more than a day. */
function extend({ reconciler }: Power, window: WindowRecord, addSec: number): Outcome<WindowRecord> {
  const leftMs = reconciler.leftOf(window).deadlineMs;
  if (window.deadline === null || leftMs === null)
    return refuse('INVALID_INPUT', `window ${window.id} is of mode HOLD and has no deadline to extend`);
  if (leftMs <= 0) return refuse('NOT_ACTIVE', `window ${window.id} has reached its deadline and ends now`);
  const nextMs = leftMs + addSec * 1_000;
  if (nextMs > LONGEST_TTL_SEC * 1_000) {
    const problem = `a window must end within ${LONGEST_TTL_SEC} s from now, extended it were ${Math.ceil(nextMs / 1_000)}`;
    return refuse('TTL_OUT_OF_RANGE', problem);
  }
  const deadline = window.deadline + addSec * 1_000;
  return { ok: true, value: { ...window, deadline, warnedSec: reachedWarningSec(nextMs) } };
}

/** Without an id: the one live window. */
export function closeWindow(
  power: Power,
  id: string | null,
  reason: string | null,
  cause: Cause,
): Promise<Outcome<WindowRecord>> {
  const note = {
    action: 'closeWindow',
    target: id,
    detail: (window: WindowRecord) => ({ window: window.id, reason }),
  };
  return mutate(power, cause, note, async (change) => {
    const refused = reason === null ? undefined : refusalOfReason(reason);
    if (refused !== undefined) return refused;
    const found = id === null ? await findOnlyLive(change) : await findClosable(change, id);
    if (!found.ok) return found;
    const held = refusalOfPolicyWindow(found.value);
    return held ?? { ok: true, value: await end(power, change, found.value, 'MANUAL', cause) };
  });
}

async function findClosable(change: Change, id: string): Promise<Outcome<WindowRecord>> {
  const window = await readWindow(change.db, id);
  if (window === undefined) return notFound(id);
  if (isLive(window) || window.state === 'QUEUED') return { ok: true, value: window };
  return notIn(window, 'QUEUED, OPENING, OPEN or DEGRADED');
}

async function findOnlyLive(change: Change): Promise<Outcome<WindowRecord>> {
  const live = (await readUnfinishedWindows(change.db)).filter(isLive);
  const [window] = live;
  if (window === undefined)
    return refuse('NOT_ACTIVE', 'no window is live: expected exactly one where id is left out');
  if (live.length === 1) return { ok: true, value: window };
  return refuse(
    'WINDOW_CONFLICT',
    `id may be left out while exactly one window is live; live are ${live.map(({ id }) => id).join(', ')}`,
  );
}

/** What a policy holds ends with that policy alone. */
function refusalOfPolicyWindow({ id, origin, reason }: WindowRecord): Refusal | undefined {
  if (origin !== 'policy') return undefined;
  return refuse('WINDOW_CONFLICT', `window ${id} belongs to ${reason}: ${ENDS_POLICY} to end it`);
}

function notFound(id: string): Refusal {
  return refuse('NOT_FOUND', `there is no window ${shown(id)}`);
}

function notIn({ id, state }: WindowRecord, expected: string): Refusal {
  return refuse('NOT_ACTIVE', `window ${id} is ${state}, expected ${expected}`);
}
