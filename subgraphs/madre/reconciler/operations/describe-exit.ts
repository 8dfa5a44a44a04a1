import { constants } from 'node:os';
import type { RuntimeExit } from '../../runtimes/runtime.ts';

export function describeExit(exit: RuntimeExit | null): string {
  if (exit?.outOfMemory === true) return 'out of memory';
  if (exit?.exitCode === null || exit?.exitCode === undefined) return 'with an unknown exit code';
  const signal = signalOf(exit.exitCode);
  return `with exit code ${exit.exitCode}${signal === undefined ? '' : ` (${signal})`}`;
}

/** Engines and shells tell of a signal that ended a program as 128 and its number. */
function signalOf(exitCode: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => 128 + number === exitCode)?.[0];
}
