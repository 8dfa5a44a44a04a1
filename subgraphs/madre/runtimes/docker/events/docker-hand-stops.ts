import { constants } from 'node:os';
import { runOf } from '../engine/docker-answers.ts';
import type { ContainerInspection, DockerEngine } from '../engine/docker-engine.ts';
import type { EngineAbsence } from '../engine/engine-absence.ts';

/** How long after an end the engine may still tell of the signal that caused it. */
const LATE_MS = 250;
const RUN_LIMIT = 200;
/** What a program answers to a polite signal: it ends well, or with 128 and the signal's number. A KILL follows a polite one. */
const CODES_AFTER_A_SIGNAL: readonly number[] = [0, 129, 130, 131, 137, 143];
const POLITE = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

/**
 * Whether somebody asked the container to stop, by the signals that the engine remembers; asked once a run. It remembers its newest 256
 * events of all kinds: an end that is looked at much later looks like a crash. Null where it ended in order without such a signal: it
 * may have been sent past the engine.
 */
export function handStops(
  engine: DockerEngine,
  absence: EngineAbsence,
): (ended: ContainerInspection, signal: AbortSignal) => Promise<boolean | null> {
  const known = new Map<string, boolean | null>();
  return async (ended, signal) => {
    const run = runOf(ended);
    const told = known.get(run);
    if (told !== undefined) return told;
    const isEngines = absence.covers(Date.parse(ended.State.FinishedAt));
    const answer = isEngines ? false : await wasAskedToStop(engine, ended, signal);
    known.set(run, answer);
    const oldest = known.keys().next();
    if (known.size > RUN_LIMIT && oldest.done !== true) known.delete(oldest.value);
    return answer;
  };
}

async function wasAskedToStop(
  engine: DockerEngine,
  { Id: id, State: state, Config: config }: ContainerInspection,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (state.OOMKilled || !CODES_AFTER_A_SIGNAL.includes(state.ExitCode)) return false;
  const between = { sinceMs: Date.parse(state.StartedAt), untilMs: Date.parse(state.FinishedAt) + LATE_MS };
  const own = 'StopSignal' in config ? [String(config.StopSignal)] : [];
  const asks = [...POLITE, ...own].flatMap((name) => [name, numberOf(name)]);
  const wasAsked = (await engine.signalsSent(id, between, signal)).some((sent) => asks.includes(sent));
  return !wasAsked && state.ExitCode === 0 ? null : wasAsked;
}

/** The engine tells of a signal by its number, whichever way it was named. */
function numberOf(name: string): string {
  const known = Object.entries(constants.signals).find(([each]) => each === name || each === `SIG${name}`);
  return String(known?.[1] ?? name);
}
