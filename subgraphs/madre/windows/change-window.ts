import type { WindowCloseReason } from '../../../schema/generated/madre.ts';
import type { Cause, Change } from '../journal/journal.ts';
import { mutate, type Power } from '../power.ts';
import { refuse, type Outcome } from '../refusal.ts';
import { isLive, type WindowRecord } from './window-record.ts';
import { readUnfinishedWindows, readWindow, saveWindow } from './window-rows.ts';
import { LONGEST_TTL_SEC, refusalOfReason } from './window-rules.ts';
import { endWindow } from './window-state.ts';

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
    const found = await findLive(change, id);
    if (!found.ok) return found;
    const { value: window } = found;
    if (window.deadline === null)
      return refuse('INVALID_INPUT', `window ${id} is of mode HOLD and has no deadline to extend`);
    const deadline = window.deadline + addSec * 1_000;
    const remainingSec = Math.ceil((deadline - power.clock.now()) / 1_000);
    if (remainingSec > LONGEST_TTL_SEC) {
      return refuse(
        'TTL_OUT_OF_RANGE',
        `a window must end within ${LONGEST_TTL_SEC} s from now, extended it were ${remainingSec}`,
      );
    }
    const extended = { ...window, deadline };
    await saveWindow(change, 'EXTENDED', extended);
    return { ok: true, value: extended };
  });
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
    const found = id === null ? await findOnlyLive(change) : await findLive(change, id);
    return found.ok ? { ok: true, value: await end(power, change, found.value, 'MANUAL', cause) } : found;
  });
}

/** Ends every live window. The caller's audit entry says why. */
export async function endAllWindows(
  power: Power,
  change: Change,
  reason: WindowCloseReason,
  cause: Cause,
): Promise<readonly string[]> {
  const live = (await readUnfinishedWindows(change.db)).filter(isLive);
  for (const window of live) await end(power, change, window, reason, cause);
  return live.map(({ id }) => id);
}

export async function end(
  power: Power,
  change: Change,
  window: WindowRecord,
  reason: WindowCloseReason,
  cause: Cause,
): Promise<WindowRecord> {
  const step = endWindow(window, reason, {
    at: power.clock.now(),
    by: cause.actor,
    correlationId: cause.correlationId,
  });
  await saveWindow(change, step.type, step.window);
  return step.window;
}

async function findLive(change: Change, id: string): Promise<Outcome<WindowRecord>> {
  const window = await readWindow(change.db, id);
  if (window === undefined)
    return refuse('NOT_FOUND', `there is no window ${JSON.stringify(id.slice(0, 64))}`);
  return isLive(window)
    ? { ok: true, value: window }
    : refuse('NOT_ACTIVE', `window ${id} is ${window.state}, expected OPENING, OPEN or DEGRADED`);
}

async function findOnlyLive(change: Change): Promise<Outcome<WindowRecord>> {
  const live = (await readUnfinishedWindows(change.db)).filter(isLive);
  const [window] = live;
  if (window === undefined) return refuse('NOT_ACTIVE', 'no window is live');
  if (live.length === 1) return { ok: true, value: window };
  return refuse(
    'WINDOW_CONFLICT',
    `id may be left out while exactly one window is live; live are ${live.map(({ id }) => id).join(', ')}`,
  );
}
