import { isLive, type WindowRecord } from '../windows/record/window-record.ts';

/** What should run beside the core: the union of what the live windows hold. */
export function desiredServices(
  windows: readonly Pick<WindowRecord, 'state' | 'closure'>[],
): ReadonlySet<string> {
  return new Set(windows.filter(isLive).flatMap(({ closure }) => closure));
}
