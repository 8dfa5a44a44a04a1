import type { Kysely } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import { systemActor } from '../../../platform/request-context.ts';
import type { AuditOutcome, WindowEventType } from '../../../schema/generated/madre.ts';
import type { Change, Journal } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import type { Services } from '../services/services.ts';
import { isLive, type WindowRecord } from '../windows/window-record.ts';
import { readUnfinishedWindows, readWindow, saveWindow } from '../windows/window-rows.ts';
import type { TimeLeft } from '../windows/window-times.ts';
import { advanceWindow, type WindowStep } from '../windows/window-state.ts';

/** Brings each unfinished window up to date with what is observed; each in a transaction of its own. Returns what is unfinished after it. */
export async function settleWindows(options: {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly services: Services;
  readonly clock: Clock;
  readonly windows: readonly WindowRecord[];
  readonly leftOf: (window: WindowRecord) => TimeLeft;
}): Promise<readonly WindowRecord[]> {
  const { db, journal, services, clock, leftOf } = options;
  let windows = options.windows;

  function stepsOf(window: WindowRecord): readonly WindowStep[] {
    return advanceWindow(window, {
      now: clock.now(),
      left: leftOf(window),
      service: (name) => services.get(name),
      heldByOthers: (name) =>
        windows.some((other) => other.id !== window.id && isLive(other) && other.closure.includes(name)),
      system: { by: systemActor.name, correlationId: window.correlationId },
    });
  }

  let changed = true;
  // One window's end may let another one close; each round ends at least one step, and states never go round in a circle at one instant.
  for (let round = 0; changed && round <= options.windows.length; round += 1) {
    changed = false;
    for (const { id, correlationId } of windows.filter((window) => stepsOf(window).length > 0)) {
      changed = true;
      await journal.change({ actor: systemActor.name, correlationId }, async (change) => {
        // Read again inside: a mutation may have moved or ended it since.
        const current = await readWindow(change.db, id);
        if (current !== undefined) await saveSteps(change, stepsOf(current));
      });
    }
    if (changed) windows = await readUnfinishedWindows(db);
  }
  return windows;
}

async function saveSteps(change: Change, steps: readonly WindowStep[]): Promise<void> {
  for (const { type, window } of steps) {
    await saveWindow(change, type, window);
    await change.audit({
      action: `window.${type.toLowerCase().replaceAll('_', '-')}`,
      target: window.id,
      outcome: outcomeOf(type),
      detail: {
        state: window.state,
        closeReason: window.closeReason,
        deadline: window.deadline,
        failure: window.failure?.message ?? null,
      },
    });
  }
}

function outcomeOf(type: WindowEventType): AuditOutcome {
  return type === 'FAILED' || type === 'SERVICE_FAILED' || type === 'DEGRADED' ? 'FAILED' : 'OK';
}
