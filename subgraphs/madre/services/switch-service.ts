import { isCoreService } from '../core-services.ts';
import type { Cause } from '../journal/journal.ts';
import { mutate, type Power } from '../power.ts';
import { refuse, type Outcome, type Refusal } from '../refusal.ts';
import { end } from '../windows/change-window.ts';
import { newWindow, refusalOfBudget, refusalOfRuntime } from '../windows/open-window.ts';
import { planWindow } from '../windows/window-plan.ts';
import { isLive, type WindowRecord } from '../windows/window-record.ts';
import { readUnfinishedWindows, saveWindow } from '../windows/window-rows.ts';
import { refusalOfServices } from '../windows/window-rules.ts';

/** A window of mode HOLD on this one service, so that windows stay the only reason why anything runs. */
export function startService(power: Power, name: string, cause: Cause): Promise<Outcome<string>> {
  return mutate(power, cause, { action: 'startService', target: name }, async (change) => {
    const refused = refusalOfName(power, name) ?? refusalOfRuntime(power);
    if (refused !== undefined) return refused;
    const windows = await readUnfinishedWindows(change.db);
    if (windows.some((window) => isHoldOf(window, name)))
      return { ok: true, value: name, message: `${name} is already held by startService` };
    const request = {
      services: [name],
      ttlSec: null,
      mode: 'HOLD' as const,
      reason: 'startService',
      priority: 5,
    };
    const facts = planWindow(power.catalog, request.services, windows);
    const tooMuch = refusalOfBudget(power, facts, { onBusy: 'REJECT' });
    if (tooMuch !== undefined) return tooMuch;
    await saveWindow(change, 'OPENING', newWindow(power, request, facts, cause, 'startService'));
    return { ok: true, value: name };
  });
}

/** Ends what startService began. A service that other windows hold keeps running, and nothing changes. */
export function stopService(power: Power, name: string, cause: Cause): Promise<Outcome<string>> {
  return mutate(power, cause, { action: 'stopService', target: name }, async (change) => {
    const refused = refusalOfName(power, name);
    if (refused !== undefined) return refused;
    const holders = (await readUnfinishedWindows(change.db)).filter(
      (window) => isLive(window) && window.closure.includes(name),
    );
    const others = holders.filter((window) => !isHoldOf(window, name));
    if (others.length > 0) {
      const ids = others.map(({ id, reason }) => `${id} (${reason})`).join(', ');
      return refuse(
        'WINDOW_CONFLICT',
        others.length === 1
          ? `${name} is held by window ${ids}: close it to stop ${name}`
          : `${name} is held by windows ${ids}: close them to stop ${name}`,
      );
    }
    for (const window of holders) await end(power, change, window, 'MANUAL', cause);
    return holders.length > 0
      ? { ok: true, value: name }
      : { ok: true, value: name, message: `no window held ${name}` };
  });
}

/** Stops and starts a service that stays held. */
export async function restartService(power: Power, name: string, cause: Cause): Promise<Outcome<string>> {
  const outcome = await mutate<string>(
    power,
    cause,
    { action: 'restartService', target: name },
    async (change) => {
      const refused = refusalOfName(power, name);
      if (refused !== undefined) return refused;
      const held = (await readUnfinishedWindows(change.db)).some(
        (window) => isLive(window) && window.closure.includes(name),
      );
      const state = power.services.get(name)?.state;
      if (!held)
        return refuse('NOT_ACTIVE', `${name} is ${state} and no window holds it: open one to start it`);
      if (state !== 'READY' && state !== 'UNHEALTHY')
        return refuse('NOT_ACTIVE', `${name} is ${state}, expected READY or UNHEALTHY`);
      return { ok: true, value: name };
    },
  );
  if (outcome.ok) power.reconciler.restart(name, cause);
  return outcome;
}

function refusalOfName({ services }: Power, name: string): Refusal | undefined {
  const core = services.names.filter(isCoreService);
  if (isCoreService(name))
    return refuse(
      'CORE_SERVICE',
      `${name} belongs to the core (${core.join(', ')}), which the API neither starts nor stops`,
    );
  return refusalOfServices([name], { names: services.names, isCore: isCoreService });
}

function isHoldOf(window: WindowRecord, name: string): boolean {
  return window.origin === 'startService' && window.services.includes(name) && isLive(window);
}
