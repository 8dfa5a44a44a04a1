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
  // A program that handles the signal, as a shell does, ends with the same code.
  const wasAsked = ASKING.some((each) => exitCode === 128 + constants.signals[each]);
  return { exitCode, outOfMemory: false, byHand: wasAsked && !known.requested, ...known };
}
