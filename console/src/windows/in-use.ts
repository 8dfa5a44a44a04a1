import type { Heard, WindowEvent } from '../live/live-state.ts';

/** What a window's services were busy with when madre warned that it ends, in words; null once anything else happened to it. */
export function inUseWords(windowId: string, heard: readonly Heard[]): string | null {
  const newest = heard.find(
    (event): event is WindowEvent => 'window' in event && event.window.id === windowId,
  );
  if (newest?.type !== 'EXPIRING') return null;
  const busy = newest.inUse.filter(({ active }) => active > 0);
  if (busy.length === 0) return null;
  return busy.map((use) => `${use.service.name}: ${use.detail ?? `${use.active} under way`}`).join(', ');
}
