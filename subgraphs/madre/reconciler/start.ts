import { sleep } from '../../../platform/clock.ts';
import { withDeadline } from '../runtimes/deadline.ts';
import { StartRefused, type Runtime, type RuntimeExit } from '../runtimes/runtime.ts';
import type { ServiceFailure } from '../services/service-record.ts';
import type { LogLineRecord } from '../windows/window-record.ts';
import { observe, probe, type RuntimeAccess, type ServiceUnit } from './service-unit.ts';

const FIRST_PROBE_MS = 10;
const LONGEST_PROBE_MS = 100;
/** Hints may be lost: while it boots, whether it still runs is looked at this often in any case. */
const LOOK_AGAIN_MS = 500;
const LOGS_LIMIT_MS = 400;
const LAST_LINES = 30;

/** Starts the service and waits until its probe succeeds; throws where it does not within the limit, or ends meanwhile. */
export async function startUntilReady(
  access: RuntimeAccess,
  unit: ServiceUnit,
  limitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { service } = unit;
  const limit = { clock: access.clock, limitMs, what: `starting ${service.name}`, signal };
  const limitAt = access.clock.monotonic() + limitMs;
  try {
    await withDeadline(limit, async (attempt) => {
      unit.hinted = false;
      await access.runtime.start(service, attempt);
      await untilReady(access, unit, attempt);
    });
  } catch (error) {
    if (signal.aborted || access.clock.monotonic() < limitAt) throw error;
    throw new StartTimedOut(`${service.name} was not ready within ${limitMs} ms`, { cause: error });
  }
}

async function untilReady(access: RuntimeAccess, unit: ServiceUnit, signal: AbortSignal): Promise<void> {
  const { clock } = access;
  let delayMs = FIRST_PROBE_MS;
  let lookAt = clock.monotonic() + LOOK_AGAIN_MS;
  while (!(await probe(access, unit.service, signal))) {
    if (unit.hinted || clock.monotonic() >= lookAt) {
      unit.hinted = false;
      lookAt = clock.monotonic() + LOOK_AGAIN_MS;
      const seen = await observe(access, unit.service, signal);
      if (seen?.status === 'STOPPED') throw new EndedWhileStarting(unit.service.name, seen.exit);
    }
    await sleep(clock, delayMs, signal);
    delayMs = Math.min(delayMs * 2, LONGEST_PROBE_MS);
  }
}

class StartTimedOut extends Error {
  override readonly name = 'StartTimedOut';
}

class EndedWhileStarting extends Error {
  override readonly name = 'EndedWhileStarting';
  readonly exit: RuntimeExit | null;

  constructor(service: string, exit: RuntimeExit | null) {
    super(`${service} ended ${withCode(exit)} before it was ready`);
    this.exit = exit;
  }
}

/** Why a start failed, with the last lines of the service. */
export async function explainStart(
  access: RuntimeAccess,
  unit: ServiceUnit,
  error: unknown,
  signal: AbortSignal,
): Promise<ServiceFailure> {
  const at = access.clock.now();
  const lastLogs = await lastLines(access, unit, signal);
  const message = error instanceof Error ? error.message : String(error);
  const base = { at, message, exitCode: null, outOfMemory: false, lastLogs, permanent: false };
  if (error instanceof StartRefused) return { ...base, code: error.reason, permanent: true };
  if (error instanceof EndedWhileStarting) return { ...base, ...ofExit(error.exit) };
  return { ...base, code: error instanceof StartTimedOut ? 'START_TIMEOUT' : 'RUNTIME_UNAVAILABLE' };
}

/** Why a service that ran does not run any more, with its last lines. */
export async function explainCrash(
  access: RuntimeAccess,
  unit: ServiceUnit,
  exit: RuntimeExit | null,
  signal: AbortSignal,
): Promise<ServiceFailure> {
  const at = access.clock.now();
  const lastLogs = await lastLines(access, unit, signal);
  const message = `${unit.service.name} ended by itself ${withCode(exit)}`;
  return { at, message, lastLogs, permanent: false, ...ofExit(exit) };
}

function ofExit(exit: RuntimeExit | null): Pick<ServiceFailure, 'code' | 'exitCode' | 'outOfMemory'> {
  const outOfMemory = exit?.outOfMemory ?? false;
  return { code: outOfMemory ? 'OUT_OF_MEMORY' : 'EXITED', exitCode: exit?.exitCode ?? null, outOfMemory };
}

function withCode(exit: RuntimeExit | null): string {
  if (exit?.outOfMemory === true) return 'out of memory';
  return exit?.exitCode === null || exit?.exitCode === undefined
    ? 'with an unknown exit code'
    : `with exit code ${exit.exitCode}`;
}

async function lastLines(
  { runtime, clock }: { readonly runtime: Runtime; readonly clock: RuntimeAccess['clock'] },
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<readonly LogLineRecord[]> {
  const limit = { clock, limitMs: LOGS_LIMIT_MS, what: `reading the logs of ${unit.service.name}`, signal };
  try {
    const lines = await withDeadline(limit, (attempt) =>
      runtime.logs(unit.service, { tail: LAST_LINES }, attempt),
    );
    return lines.map(({ atMs, stream, text }) => ({ at: atMs, stream, text }));
  } catch {
    // A dossier without lines is better than none.
    return [];
  }
}
