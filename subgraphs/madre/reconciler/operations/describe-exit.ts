import type { RuntimeExit } from '../../runtimes/runtime.ts';

export function describeExit(exit: RuntimeExit | null): string {
  if (exit?.outOfMemory === true) return 'out of memory';
  return exit?.exitCode === null || exit?.exitCode === undefined
    ? 'with an unknown exit code'
    : `with exit code ${exit.exitCode}`;
}
