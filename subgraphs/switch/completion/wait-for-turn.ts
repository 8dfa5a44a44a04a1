import { startDeadline } from '../../../platform/deadline.ts';
import type { CompletionEvent } from '../../../schema/completion.ts';
import type { Ticket } from '../queue/waiting-lines.ts';
import type { EngineCall } from '../registry/engine-call.ts';
import type { Ineligible, RouteCandidate } from '../routing/plan-route.ts';
import type { Run } from './completion.ts';

/**
 * Begins a call as soon as the engine has room for it, and tells each place in its line meanwhile. Or says why it may not be called,
 * also because it had no room in time; undefined where the caller gave up.
 */
export async function* waitForTurn(
  run: Run,
  { id, why }: RouteCandidate,
): AsyncGenerator<CompletionEvent, EngineCall | Ineligible | undefined, undefined> {
  const { registry, clock } = run;
  const atOnce = registry.begin(id, run.needOf(id));
  if (atOnce !== 'BUSY') return atOnce;
  const limitMs = registry.get(id)?.config.limits.queueTimeoutMs ?? 0;
  const deadline = startDeadline({ clock, limitMs, what: `the queue of ${id}`, parent: run.signal });
  const ticket = registry.join(id, run.taskType);
  try {
    let told = 0;
    for (;;) {
      const begun = registry.begin(id, run.needOf(id), ticket);
      if (begun !== 'BUSY') return begun;
      const position = ticket.position();
      if (position !== told) yield* run.record.began(id, `${why}; place ${position} in its queue`);
      told = position;
      // Looked at again after each yield: a place may have come free while nobody read.
      const next = registry.begin(id, run.needOf(id), ticket);
      if (next !== 'BUSY') return next;
      if (ticket.position() === told && !(await mayGoOn(ticket, deadline.signal)))
        return run.signal.aborted ? undefined : tooLong(limitMs);
    }
  } finally {
    deadline.stop();
    ticket.leave();
  }
}

async function mayGoOn(ticket: Ticket, signal: AbortSignal): Promise<boolean> {
  try {
    await ticket.changed(signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

function tooLong(limitMs: number): Ineligible {
  return { eligible: false, outcome: 'SKIPPED_QUEUE_FULL', why: `it had no room within ${limitMs} ms` };
}
