import type { Observed } from './observed.ts';

/** What came about, so that a test can tell whether its scenarios reach what they are meant to reach. */
export function reachedIn({ history, acknowledged }: Observed): ReadonlySet<string> {
  const reached = new Set<string>();
  for (const event of history) {
    if (event.kind === 'window') {
      reached.add(`window ${event.type}`).add(`window of ${event.window.origin}`);
      reached.add(`ended ${event.window.closeReason}`);
    }
    if (event.kind === 'service')
      reached
        .add(`service ${event.record.state} ${event.record.reason ?? ''}`)
        .add(`stop ${event.record.lastStop?.rule}`);
    if (event.kind === 'audit') reached.add(`audit ${event.entry.action} ${event.entry.outcome}`);
  }
  for (const { action, code } of acknowledged) reached.add(`${action} ${code}`);
  return reached;
}
