import { systemActor } from '../../../platform/request-context.ts';
import { admitNextQueued } from '../windows/admission/admit-queued.ts';
import { createExpiring } from '../windows/deadline/expiring.ts';
import { createIdleWindows } from '../policies/idle-windows.ts';
import { createPolicyHolds } from '../policies/policy-holds.ts';
import { saveStep } from '../windows/state/save-step.ts';
import { isLive, type WindowRecord } from '../windows/record/window-record.ts';
import { readUnfinishedWindows, readWindow } from '../windows/record/window-rows.ts';
import type { MemoryWait } from '../windows/admission/memory-wait.ts';
import type { TimeLeft } from '../windows/deadline/window-times.ts';
import { advanceWindow, type WindowStep } from '../windows/state/window-state.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';

/** Brings the windows up to date with time and with what is observed. */
export interface WindowSettling {
  /** The steps of each window are one change, and those of all of them share a commit. Returns what is unfinished after it. */
  settle(): Promise<readonly WindowRecord[]>;
  /** What is looked at from time to time only: whether a window is in use, and what the policy lacks. Never waits, never throws. */
  resync(): void;
  close(): Promise<void>;
}

interface SettlingOptions extends ReconcilerOptions {
  readonly leftOf: (window: WindowRecord) => TimeLeft;
  readonly memoryWaitOf: (service: string) => MemoryWait | null;
  /** A window ends by time, which is being written: what stops for it may be written in the same commit. */
  readonly stopSoon: () => void;
}

export function createWindowSettling(
  options: SettlingOptions & {
    readonly isRuntimeAvailable: () => boolean;
    /** A window ended outside of settle(). */
    readonly settleSoon: () => void;
  },
): WindowSettling {
  const { db } = options;
  const expiring = createExpiring(options);
  const idle = createIdleWindows(options);
  const policyHolds = createPolicyHolds(options);
  return {
    async settle() {
      let windows = await advanceWindows(options, await readUnfinishedWindows(db));
      while (options.isRuntimeAvailable() && (await admitNextQueued(options, windows)))
        windows = await readUnfinishedWindows(db);
      expiring.warn(windows);
      return windows;
    },
    resync() {
      idle.check();
      policyHolds.check();
    },
    async close() {
      await Promise.all([expiring, idle, policyHolds].map((each) => each.close()));
    },
  };
}

async function advanceWindows(
  options: SettlingOptions,
  unfinished: readonly WindowRecord[],
): Promise<readonly WindowRecord[]> {
  const { db, journal, services, clock, leftOf, memoryWaitOf, stopSoon } = options;
  let windows = unfinished;

  function stepsOf(window: WindowRecord): readonly WindowStep[] {
    return advanceWindow(window, {
      now: clock.now(),
      left: leftOf(window),
      service: (name) => services.get(name),
      memoryWaitOf,
      heldByOthers: (name) =>
        windows.some((other) => other.id !== window.id && isLive(other) && other.closure.includes(name)),
      system: { by: systemActor.name, correlationId: window.correlationId },
    });
  }

  function advance({ id, correlationId }: WindowRecord): Promise<void> {
    return journal.change({ actor: systemActor.name, correlationId }, async (change) => {
      // Read again inside: a mutation may have moved or ended it since.
      const current = await readWindow(change.db, id);
      for (const step of current === undefined ? [] : stepsOf(current)) await saveStep(change, step);
    });
  }

  let changed = true;
  // One window's end may let another one close; each round ends at least one step, and states never go round in a circle at one instant.
  for (let round = 0; changed && round <= unfinished.length; round += 1) {
    const due = windows.filter((window) => stepsOf(window).length > 0);
    changed = due.length > 0;
    const advancing = due.map(advance);
    // After them in the commit: who reads of a stop has read of the end that it is for.
    if (due.some((window) => stepsOf(window).some((step) => step.window.state === 'CLOSING'))) stopSoon();
    await Promise.all(advancing);
    if (changed) windows = await readUnfinishedWindows(db);
  }
  return windows;
}
