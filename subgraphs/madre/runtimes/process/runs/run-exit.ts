import { constants } from 'node:os';
import type { RuntimeExit } from '../../runtime.ts';

/** Signals by which a person, or a script of theirs, asks a program to end. */
const ASKING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * How a process ended. Who is not its parent learns no more than that it did: UNSEEN, of one that an earlier madre started and this one
 * watched; or BEFORE, of one that was over when this one came.
 */
export type ProcessEnd =
  { readonly code: number | null; readonly signal: NodeJS.Signals | null } | 'UNSEEN' | 'BEFORE';

export function toExit(
  end: ProcessEnd,
  known: { readonly requested: boolean; readonly atMs: number },
): RuntimeExit {
  const exitCode = codeOf(end);
  return {
    exitCode,
    outOfMemory: false,
    byHand: known.requested ? false : wasAsked(end, exitCode),
    ...known,
  };
}

function codeOf(end: ProcessEnd): number | null {
  if (typeof end === 'string') return null;
  return end.code ?? (end.signal === null ? null : 128 + constants.signals[end.signal]);
}

/** A program that handles the signal ends with the same code, as a shell does, or in order. */
function wasAsked(end: ProcessEnd, exitCode: number | null): boolean | null {
  // More likely by what ended madre, too: the machine, her container, or a service manager that clears up behind her.
  if (end === 'BEFORE') return false;
  if (end === 'UNSEEN' || exitCode === 0) return null;
  return ASKING.some((each) => exitCode === 128 + constants.signals[each]);
}
