import type { ServiceState } from '../../../schema/generated/madre.ts';
import { isLive, type WindowRecord } from '../windows/window-record.ts';
import type { TimeLeft } from '../windows/window-times.ts';

/** One on-demand service as the plan sees it. */
export interface PlannedService {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly state: ServiceState;
  /** Null where the runtime could not say. */
  readonly running: boolean | null;
  readonly operation: 'START' | 'STOP' | null;
  /** Failed tries of the operation that it needs now, and the instant before which it is not tried again. */
  readonly retry: Retry | null;
  /** Somebody asked for a stop and a start although it is held. */
  readonly restartAsked: boolean;
}

/** One unfinished window as the plan sees it. */
export interface PlannedWindow extends Pick<WindowRecord, 'state' | 'closure'> {
  /** When this process saw it first, in monotonic time. */
  readonly seenAt: number;
  readonly left: TimeLeft;
}

/** Its instants are monotonic: setting the machine's time neither hurries a retry nor holds it back. */
export interface Retry {
  readonly kind: 'START' | 'STOP';
  readonly attempts: number;
  readonly failedAt: number;
  readonly notBefore: number;
}

export interface Action {
  readonly kind: 'START' | 'STOP';
  readonly service: string;
}

/** What should run beside the core: the union of what the live windows hold. */
export function desiredServices(windows: readonly PlannedWindow[]): ReadonlySet<string> {
  return new Set(windows.filter(isLive).flatMap(({ closure }) => closure));
}

/**
 * The operations that may begin now. Starts go up the dependencies, stops come down; nothing begins on a service that has an
 * operation under way, so a start never falls into a stop. Core services are not in `services` and so never planned.
 * `now` is monotonic.
 */
export function planActions(
  services: readonly PlannedService[],
  windows: readonly PlannedWindow[],
  now: number,
): readonly Action[] {
  const desired = desiredServices(windows);
  const byName = new Map(services.map((service) => [service.name, service]));
  return services.flatMap((service): Action[] => {
    if (service.operation !== null) return [];
    if (mustStop(service, desired.has(service.name), services, now))
      return [{ kind: 'STOP', service: service.name }];
    const start =
      desired.has(service.name) && mayStart(service, byName) && !isHeldBack(service, 'START', windows, now);
    return start ? [{ kind: 'START', service: service.name }] : [];
  });
}

/** Milliseconds until a window or a retry is due next; undefined when only events can change anything. `now` is monotonic. */
export function nextDueInMs(
  services: readonly PlannedService[],
  windows: readonly PlannedWindow[],
  now: number,
): number | undefined {
  const spans = [
    ...windows.filter(isLive).flatMap(({ left }) => left.deadlineMs ?? []),
    ...windows.filter(({ state }) => state === 'OPENING').map(({ left }) => left.startByMs),
    ...services.flatMap(({ retry, operation }) =>
      retry === null || operation !== null ? [] : [retry.notBefore - now],
    ),
  ].filter((span) => span > 0);
  return spans.length === 0 ? undefined : Math.min(...spans);
}

function mustStop(
  service: PlannedService,
  desired: boolean,
  services: readonly PlannedService[],
  now: number,
): boolean {
  if (service.running !== true || isHeldBack(service, 'STOP', [], now)) return false;
  if (desired) return service.restartAsked;
  // What depends on it goes first; one that would not stop must not keep the rest running.
  return !services.some(
    ({ dependsOn, running, retry }) =>
      dependsOn.includes(service.name) && running === true && retry?.kind !== 'STOP',
  );
}

function mayStart(service: PlannedService, byName: ReadonlyMap<string, PlannedService>): boolean {
  if (service.running === null || service.state === 'READY' || service.state === 'MISSING') return false;
  // Its stop failed and comes first.
  if (service.running && service.restartAsked) return false;
  return service.dependsOn.every((name) => byName.get(name)?.state === 'READY');
}

/** A window that came after the last failure gets a try of its own at once. */
function isHeldBack(
  { name, retry }: PlannedService,
  kind: Action['kind'],
  windows: readonly PlannedWindow[],
  now: number,
): boolean {
  if (retry === null || retry.kind !== kind || now >= retry.notBefore) return false;
  return !windows.some(
    ({ state, closure, seenAt }) => state === 'OPENING' && closure.includes(name) && seenAt > retry.failedAt,
  );
}
