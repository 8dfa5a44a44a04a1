import { withDeadline } from '../../../../platform/deadline.ts';
import { StartRefused, type RuntimeExit } from '../../runtimes/runtime.ts';
import type { ServiceFailure, ServiceRecord } from '../../services/service-record.ts';
import type { LogLineRecord } from '../../windows/record/window-record.ts';
import { describeExit } from './describe-exit.ts';
import type { RuntimeAccess } from '../runtime-access.ts';
import type { ServiceUnit } from '../service-unit.ts';
import { EndedWhileStarting, StartTimedOut } from './start-until-ready.ts';

const LOGS_LIMIT_MS = 400;
const LAST_LINES = 30;
/** Each change of the service carries its dossier: one that repeats must stay small. */
const LINE_LENGTH = 2_000;

/** What failed, and for which windows; the dossier adds the service's last lines. */
export interface Failing {
  readonly unit: ServiceUnit;
  readonly heldBy: readonly string[];
  readonly signal: AbortSignal;
}

/** Why a start failed. */
export async function explainStart(
  access: RuntimeAccess,
  failing: Failing,
  error: unknown,
): Promise<ServiceFailure> {
  const base = await dossierOf(access, failing, error instanceof Error ? error.message : String(error));
  if (error instanceof StartRefused) return { ...base, code: error.reason, permanent: true };
  if (error instanceof EndedWhileStarting) return { ...base, ...ofExit(failing.unit, error.exit) };
  return { ...base, code: error instanceof StartTimedOut ? 'START_TIMEOUT' : 'RUNTIME_UNAVAILABLE' };
}

/** Why a service that ran does not run any more. */
export async function explainEnd(access: RuntimeAccess, failing: Failing): Promise<ServiceFailure> {
  const { service, observation } = failing.unit;
  const exit = observation?.status === 'STOPPED' ? observation.exit : null;
  if (observation?.status === 'PAUSED')
    return {
      ...(await dossierOf(access, failing, `${service.name} was paused by hand`)),
      ...ofHand(failing.unit),
    };
  const base = await dossierOf(access, failing, `${service.name} ${howItEnded(exit)}`);
  const ofEnd = ofExit(failing.unit, exit);
  // Once may have been somebody's wish, again and again is not.
  const mayBeWish = exit?.byHand === null && !failing.unit.crashes.isLoop;
  return { ...base, ...ofEnd, ...(mayBeWish ? ofWish(failing.unit, null) : {}) };
}

/** Whether the catalog leaves it as somebody made it, or may have made it. */
export function isLeftDown({ byHand, permanent }: ServiceFailure): boolean {
  return byHand !== false && permanent;
}

function howItEnded(exit: RuntimeExit | null): string {
  if (exit?.byHand === true) return `was stopped by hand and ended ${describeExit(exit)}`;
  // A program that heeds a signal and ends in order leaves no trace of who asked; the end of one that was adopted leaves none at all.
  const or = exit?.byHand === null ? ', or somebody asked it to end' : '';
  return `ended by itself ${describeExit(exit)}${or}`;
}

/** Why a service still runs that nobody holds. */
export async function explainStop(
  access: RuntimeAccess,
  failing: Failing,
  { error, times }: { readonly error: unknown; readonly times: number },
): Promise<ServiceFailure> {
  const why = error instanceof Error ? error.message : String(error);
  const often = times === 1 ? 'once' : `${times} times`;
  const message = `the stop of ${failing.unit.service.name} failed ${often}: ${why}`;
  return { ...(await dossierOf(access, failing, message)), code: 'STOP_FAILED' };
}

/** Why a service that runs is not READY any more. */
export async function explainProbe(access: RuntimeAccess, failing: Failing): Promise<ServiceFailure> {
  const { name, port, probe } = failing.unit.service;
  const what = probe.kind === 'tcp' ? `to connect to port ${port}` : `GET ${probe.path} on port ${port}`;
  const base = await dossierOf(access, failing, `${name} runs, but its probe fails: ${what}`);
  return { ...base, code: 'PROBE_FAILED' };
}

/** Why a service waits: what it depends on is in trouble, whose own dossier has the lines. */
export function explainDependency(
  at: number,
  { unit, heldBy }: Omit<Failing, 'signal'>,
  below: ServiceRecord,
): ServiceFailure {
  const why = below.failure === null ? '' : `: ${below.failure.message}`;
  const message = `${unit.service.name} waits for ${below.name}, which is ${below.state}${why}`;
  return { ...bare, at, heldBy, message, code: 'DEPENDENCY_FAILED' };
}

const bare = {
  byHand: false,
  code: 'EXITED',
  exitCode: null,
  outOfMemory: false,
  lastLogs: [],
  permanent: false,
} as const;

async function dossierOf(access: RuntimeAccess, failing: Failing, message: string): Promise<ServiceFailure> {
  const at = access.clock.now();
  return { ...bare, at, heldBy: failing.heldBy, message, lastLogs: await lastLines(access, failing) };
}

function ofExit(unit: ServiceUnit, exit: RuntimeExit | null): Partial<ServiceFailure> {
  const exitCode = exit?.exitCode ?? null;
  if (exit?.byHand === true) return { ...ofHand(unit), exitCode };
  const outOfMemory = exit?.outOfMemory ?? false;
  return { code: outOfMemory ? 'OUT_OF_MEMORY' : 'EXITED', exitCode, outOfMemory };
}

function ofHand(unit: ServiceUnit): Pick<ServiceFailure, 'code' | 'byHand' | 'permanent'> {
  return { code: 'STOPPED_BY_HAND', ...ofWish(unit, true) };
}

/** Where madre starts it again, waiting helps. */
function ofWish({ service }: ServiceUnit, byHand: true | null): Pick<ServiceFailure, 'byHand' | 'permanent'> {
  return { byHand, permanent: service.drift.stoppedByHand === 'degrade' };
}

async function lastLines(
  { runtime, clock }: RuntimeAccess,
  { unit, signal }: Failing,
): Promise<readonly LogLineRecord[]> {
  const what = `reading the logs of ${unit.service.name}`;
  const limit = { clock, limitMs: LOGS_LIMIT_MS, what, parent: signal };
  try {
    const lines = await withDeadline(limit, (attempt) =>
      runtime.logs(unit.service, { tail: LAST_LINES }, attempt),
    );
    return lines.map(({ atMs, stream, text }) => ({ at: atMs, stream, text: cut(text) }));
  } catch {
    // A dossier without lines is better than none.
    return [];
  }
}

function cut(text: string): string {
  if (text.length <= LINE_LENGTH) return text;
  // No half of a character that takes two places.
  return `${text.slice(0, LINE_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
