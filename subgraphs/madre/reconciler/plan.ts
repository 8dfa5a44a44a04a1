import type { ServiceState } from '../../../schema/generated/madre.ts';
import { isLive, type WindowRecord } from '../windows/window-record.ts';

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
export function desiredServices(windows: readonly WindowRecord[]): ReadonlySet<string> {
  return new Set(windows.filter(isLive).flatMap(({ closure }) => closure));
}

/**
 * The operations that may begin now. Starts go up the dependencies, stops come down; nothing begins on a service that has an
 * operation under way, so a start never falls into a stop. Core services are not in `services` and so never planned.
 */
export function planActions(
  services: readonly PlannedService[],
  windows: readonly WindowRecord[],
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

/** The next instant after now at which a window or a retry is due; undefined when only events can change anything. */
export function nextDueAt(
  services: readonly PlannedService[],
  windows: readonly WindowRecord[],
  now: number,
): number | undefined {
  const instants = [
    ...windows.filter(isLive).flatMap(({ deadline }) => (deadline === null ? [] : [deadline])),
    ...windows.filter(({ state }) => state === 'OPENING').map(({ startBy }) => startBy),
    ...services.flatMap(({ retry, operation }) =>
      retry === null || operation !== null ? [] : [retry.notBefore],
    ),
  ].filter((instant) => instant > now);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

function mustStop(
  service: PlannedService,
  desired: boolean,
  services: readonly PlannedService[],
  now: number,
): boolean {
  if (service.running !== true) return false;
  if (desired) return service.restartAsked;
  if (isHeldBack(service, 'STOP', [], now)) return false;
  // What depends on it goes first; one that would not stop must not keep the rest running.
  return !services.some(
    ({ dependsOn, running, retry }) =>
      dependsOn.includes(service.name) && running === true && retry?.kind !== 'STOP',
  );
}

function mayStart(service: PlannedService, byName: ReadonlyMap<string, PlannedService>): boolean {
  if (service.running === null || service.state === 'READY' || service.state === 'MISSING') return false;
  return service.dependsOn.every((name) => byName.get(name)?.state === 'READY');
}

/** A window that was opened after the last failure gets a try of its own at once. */
function isHeldBack(
  { name, retry }: PlannedService,
  kind: Action['kind'],
  windows: readonly WindowRecord[],
  now: number,
): boolean {
  if (retry === null || retry.kind !== kind || now >= retry.notBefore) return false;
  return !windows.some(
    ({ state, closure, createdAt }) =>
      state === 'OPENING' && closure.includes(name) && createdAt > retry.failedAt,
  );
}
