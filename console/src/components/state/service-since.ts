import type { ServiceRowFragment, WindowRowFragment } from '../../generated/graphql.ts';
import { age, duration } from '../../time/durations.ts';

type Service = Pick<ServiceRowFragment, 'state' | 'observedAt' | 'startedAt' | 'lastStop' | 'startup'>;

/** Since when it is as it is, as far as that was observed. */
export function sinceWords(service: Service, nowMs: number): string {
  const ago = (instant: string): string => age(nowMs - Date.parse(instant));
  if (service.state === 'READY' && service.startedAt) return `up for ${ago(service.startedAt)}`;
  if (service.state === 'STOPPED' && service.lastStop) {
    return `off for ${ago(service.lastStop.at)}, ${service.lastStop.rule} by ${service.lastStop.by}`;
  }
  return `seen ${ago(service.observedAt)} ago`;
}

/** "held by transcribe until 12:41:00, nightly until closed"; null where nobody holds it. */
export function holderWords(
  holders: readonly Pick<WindowRowFragment, 'reason' | 'deadline'>[],
  timeOf: (instant: string) => string,
): string | null {
  if (holders.length === 0) return null;
  const each = holders.map(
    ({ reason, deadline }) => `${reason} ${deadline ? `until ${timeOf(deadline)}` : 'until closed'}`,
  );
  return `held by ${each.join(', ')}`;
}

/** "starts in 1.4 s, rarely over 2.1 s (12 starts)"; null before the first start was measured. */
export function startupWords({ startup }: Pick<Service, 'startup'>): string | null {
  if (!startup) return null;
  const count = `${startup.samples} start${startup.samples === 1 ? '' : 's'}`;
  return `starts in ${duration(startup.p50Ms)}, rarely over ${duration(startup.p95Ms)} (${count})`;
}
