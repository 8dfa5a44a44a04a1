import type { Kysely } from 'kysely';
import type { PowerPolicy } from '../../../schema/generated/madre.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { createWorkQueue } from '../../../platform/work-queue.ts';
import { systemCause, type Journal } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import type { Services } from '../services/services.ts';
import type { PlanFacts } from '../windows/admission/window-plan.ts';
import type { WindowRecord } from '../windows/record/window-record.ts';
import { readUnfinishedWindows, saveWindow } from '../windows/record/window-rows.ts';
import { heldByPolicy } from './policy-rules.ts';
import { isHeldByPolicy, policyWindow } from './policy-window.ts';
import { readPolicy } from './stored-policy.ts';

/** Gives the policy the windows that it lacks: those that failed, and those of services that were installed since it was applied. */
export interface PolicyHolds {
  /** Looks once. Never waits, never throws. */
  check(): void;
  close(): Promise<void>;
}

export interface PolicyHoldsOptions extends PlanFacts {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly services: Services;
  readonly isRuntimeAvailable: () => boolean;
  readonly settleSoon: () => void;
}

/** Doubles with each try, until the service was held in an OPEN window. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;

/** Its instant is monotonic. */
interface Wait {
  readonly pauseMs: number;
  readonly notBefore: number;
}

export function createPolicyHolds(options: PolicyHoldsOptions): PolicyHolds {
  const { db, journal, clock, log, settleSoon } = options;
  const waits = new Map<string, Wait>();
  let waitsOf: PowerPolicy | undefined;

  async function look(): Promise<void> {
    const policy = await readPolicy(db);
    if (policy !== waitsOf) waits.clear();
    waitsOf = policy;
    const windows = await readUnfinishedWindows(db);
    putOff(windows);
    if (!options.isRuntimeAvailable()) return;
    for (const name of lackedBy(policy, windows, options)) if (isDue(name)) await hold(policy, name);
  }

  /** A pause begins when the try before it has failed, and what has succeeded begins anew. */
  function putOff(windows: readonly WindowRecord[]): void {
    const open = windows.filter(({ state }) => state === 'OPEN');
    for (const [name, { pauseMs }] of waits) {
      if (isHeldByPolicy(name, open)) waits.delete(name);
      else if (isHeldByPolicy(name, windows))
        waits.set(name, { pauseMs, notBefore: clock.monotonic() + pauseMs });
    }
  }

  /** What is found lacking for the first time waits, too: it has just failed, or somebody is about to install it. */
  function isDue(name: string): boolean {
    const now = clock.monotonic();
    const wait = waits.get(name);
    if (wait !== undefined && now < wait.notBefore) return false;
    const pauseMs = wait === undefined ? FIRST_PAUSE_MS : Math.min(2 * wait.pauseMs, LONGEST_PAUSE_MS);
    waits.set(name, { pauseMs, notBefore: now + pauseMs });
    return wait !== undefined;
  }

  async function hold(policy: PowerPolicy, name: string): Promise<void> {
    const cause = systemCause();
    await journal.change(cause, async (change) => {
      // Decided once more at the commit: the policy may have been changed or applied again since.
      const windows = await readUnfinishedWindows(change.db);
      const isLacked = lackedBy(policy, windows, options).includes(name);
      if ((await readPolicy(change.db)) !== policy || !isLacked) return;
      const window = policyWindow(options, policy, name, { windows, at: clock.now(), cause });
      if (window !== undefined) await saveWindow(change, 'OPENING', window);
      const detail =
        window === undefined ? { policy, code: 'BUDGET_EXCEEDED' } : { policy, window: window.id };
      const outcome = window === undefined ? 'DENIED' : 'OK';
      await change.audit({ action: 'policy.hold', target: name, outcome, detail });
    });
    settleSoon();
  }

  const queue = createWorkQueue({
    run: look,
    onError: (_key, error) =>
      log.error({ err: error }, 'looking for what the policy lacks failed; the next look follows'),
  });
  return { check: () => queue.request('policy'), close: () => queue.close() };
}

function lackedBy(
  policy: PowerPolicy,
  windows: readonly WindowRecord[],
  { catalog, services }: PolicyHoldsOptions,
): readonly string[] {
  return heldByPolicy(policy, catalog, services.all()).filter((name) => !isHeldByPolicy(name, windows));
}
