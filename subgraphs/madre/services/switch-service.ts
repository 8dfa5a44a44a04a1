import type { PowerPolicy, ServiceState } from '../../../schema/generated/madre.ts';
import { closureOf } from '../closure.ts';
import { isCoreService } from '../core-services.ts';
import type { Cause } from '../journal/journal.ts';
import { readPolicy } from '../policies/stored-policy.ts';
import { mutate, type Power } from '../power.ts';
import { refuse, type Outcome, type Refusal } from '../refusal.ts';
import { isRunning } from './is-running.ts';
import { saveRestart, type RestartRequest } from './restart-requests.ts';
import { end } from '../windows/state/end-window.ts';
import { newWindow } from '../windows/asking/new-window.ts';
import { refusalOfAdmission, refusalOfRuntime } from '../windows/asking/open-window.ts';
import { planWindow } from '../windows/admission/window-plan.ts';
import { isLive, type WindowRecord } from '../windows/record/window-record.ts';
import { readUnfinishedWindows, saveWindow } from '../windows/record/window-rows.ts';
import { ENDS_POLICY } from '../policies/policy-window.ts';
import { refusalOfServices } from '../windows/asking/window-rules.ts';

/** A window of mode HOLD on this one service, so that windows stay the only reason why anything runs. */
export async function startService(power: Power, name: string, cause: Cause): Promise<Outcome<string>> {
  let wanted: RestartRequest | undefined;
  const outcome = await mutate<string>(
    power,
    cause,
    { action: 'startService', target: name },
    async (change) => {
      const refused = refusalOfName(power, name) ?? refusalOfRuntime(power) ?? refusalOfMissing(power, name);
      if (refused !== undefined) return refused;
      const windows = await readUnfinishedWindows(change.db);
      if (windows.some((window) => isHoldOf(window, name))) {
        // Who asks again wants it up, as a window that comes later does by itself.
        if (isDownByHand(power, name))
          wanted = await saveRestart(change, { service: name, cause, stopsFirst: false });
        return { ok: true, value: name, message: `${name} is already held by startService` };
      }
      const request = { ...HOLD_REQUEST, services: [name] };
      const plan = planWindow(power, request, windows);
      const tooMuch = refusalOfAdmission(plan);
      if (tooMuch !== undefined) return tooMuch;
      const made = { at: power.clock.now(), cause, origin: 'startService' as const };
      await saveWindow(change, 'OPENING', newWindow(request, plan, made));
      return { ok: true, value: name };
    },
  );
  if (wanted !== undefined) power.reconciler.restart(wanted);
  return outcome;
}

const HOLD_REQUEST = {
  ttlSec: null,
  mode: 'HOLD',
  reason: 'startService',
  priority: 5,
  onBusy: 'REJECT',
} as const;

/** Ends what startService began. A service that other windows hold keeps running, and nothing changes. */
export function stopService(power: Power, name: string, cause: Cause): Promise<Outcome<string>> {
  return mutate(power, cause, { action: 'stopService', target: name }, async (change) => {
    const refused = refusalOfName(power, name);
    if (refused !== undefined) return refused;
    const holders = (await readUnfinishedWindows(change.db)).filter(
      (window) => isLive(window) && window.closure.includes(name),
    );
    const others = holders.filter((window) => !isHoldOf(window, name));
    if (others.length > 0) return refuse('WINDOW_CONFLICT', heldMessage(name, others));
    const loose = holders.length > 0 ? undefined : refusalOfIgnored(power, name, await readPolicy(change.db));
    if (loose !== undefined) return loose;
    for (const window of holders) await end(power, change, window, 'MANUAL', cause);
    return holders.length > 0
      ? { ok: true, value: name }
      : { ok: true, value: name, message: `no window held ${name}` };
  });
}

/** What somebody else started and the catalog leaves alone would run on, whatever the answer said. */
function refusalOfIgnored(
  { services, catalog }: Power,
  name: string,
  policy: PowerPolicy,
): Refusal | undefined {
  const record = services.get(name);
  const isLoose = record !== undefined && isRunning(record.state) && !record.inCharge;
  if (!isLoose || policy === 'HARD_OFF' || catalog.get(name)?.drift.startedByHand !== 'ignore')
    return undefined;
  const problem = `${name} was started by hand and its drift.startedByHand is ignore: stop it where it was started, or let the catalog say stop`;
  return refuse('NOT_ALLOWED', problem);
}

/** Stops and starts a service that stays held, or starts it again at once where it is down. */
export async function restartService(power: Power, name: string, cause: Cause): Promise<Outcome<string>> {
  let wanted: RestartRequest | undefined;
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
      const state = power.services.get(name)?.state ?? 'UNKNOWN';
      if (!held)
        return refuse('NOT_ACTIVE', `${name} is ${state} and no window holds it: open one to start it`);
      if (!RESTARTABLE.includes(state) && !isDownByHand(power, name))
        return refuse(
          'NOT_ACTIVE',
          `${name} is ${state}, expected ${RESTARTABLE.join(', ')} or stopped by hand`,
        );
      wanted = await saveRestart(change, { service: name, cause, stopsFirst: true });
      return { ok: true, value: name };
    },
  );
  if (wanted !== undefined) power.reconciler.restart(wanted);
  return outcome;
}

const RESTARTABLE: readonly ServiceState[] = [
  'READY',
  'UNHEALTHY',
  'PAUSED',
  'CRASHED',
  'CRASH_LOOP',
  'OUT_OF_MEMORY',
  'START_FAILED',
];

/** Or may be: nobody saw who asked for its end. */
function isDownByHand({ services }: Power, name: string): boolean {
  const { state, failure = null } = services.get(name) ?? {};
  return state === 'PAUSED' || (state === 'STOPPED' && failure !== null && failure.byHand !== false);
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

/** A window on what is not here would only fail. */
function refusalOfMissing({ services, catalog }: Power, name: string): Refusal | undefined {
  const missing = closureOf(catalog, [name])
    .flat()
    .filter((each) => services.get(each)?.state === 'MISSING');
  if (missing.length === 0) return undefined;
  const what = missing.includes(name) ? name : `${missing.join(', ')}, which ${name} needs,`;
  const problem = `${what} is not installed here: give it a process or a container in the catalog (VX11_CATALOG)`;
  return refuse('NOT_FOUND', problem);
}

function heldMessage(name: string, holders: readonly WindowRecord[]): string {
  const [policy] = holders.filter(({ origin }) => origin === 'policy');
  if (policy !== undefined) return `${name} is held by ${policy.reason}: ${ENDS_POLICY} to stop ${name}`;
  const ids = holders.map(({ id, reason }) => `${id} (${reason})`).join(', ');
  return holders.length === 1
    ? `${name} is held by window ${ids}: close it to stop ${name}`
    : `${name} is held by windows ${ids}: close them to stop ${name}`;
}

function isHoldOf(window: WindowRecord, name: string): boolean {
  return window.origin === 'startService' && window.services.includes(name) && isLive(window);
}
