import { withDeadline } from '../../../platform/deadline.ts';
import type { RuntimeDescription } from '../runtimes/runtime.ts';
import type { RuntimeAccess } from './runtime-access.ts';

export const notAsked: RuntimeDescription = { available: false, version: null, detail: 'not asked yet' };

const LIMIT_MS = 2_000;

/** A runtime that does not answer in time is not available. */
export async function describeRuntime(
  { runtime, clock }: RuntimeAccess,
  parent: AbortSignal,
): Promise<RuntimeDescription> {
  try {
    return await withDeadline({ clock, limitMs: LIMIT_MS, what: 'the runtime', parent }, (signal) =>
      runtime.describe(signal),
    );
  } catch (error) {
    return {
      available: false,
      version: null,
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}
