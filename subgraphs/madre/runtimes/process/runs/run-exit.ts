import { constants } from 'node:os';
import type { RuntimeExit } from '../../runtime.ts';

/** Signals by which a person, or a script of theirs, asks a program to end. */
const ASKING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Undefined in both for an adopted process: who is not its parent learns no more than that it ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export function toExit(
  { code, signal }: ProcessEnd,
  known: { readonly requested: boolean; readonly atMs: number },
): RuntimeExit {
  const exitCode = code ?? (signal === null ? null : 128 + constants.signals[signal]);
  return { exitCode, outOfMemory: false, byHand: known.requested ? false : wasAsked(exitCode), ...known };
}

/** A program that handles the signal ends with the same code, as a shell does, or in order. */
function wasAsked(exitCode: number | null): boolean | null {
  if (exitCode === 0) return null;
  return ASKING.some((each) => exitCode === 128 + constants.signals[each]);
}
