import type { ServiceState } from '../../../../schema/generated/madre.ts';
import type { WindowRecord } from '../../windows/record/window-record.ts';
import type { Retry } from './back-off.ts';
import { startsThatFit, type GatedService } from './memory-gate.ts';

/** One on-demand service as the plan sees it. */
export interface PlannedService extends GatedService {
  readonly dependsOn: readonly string[];
  readonly state: ServiceState;
  /** Null where the runtime could not say. */
  readonly running: boolean | null;
  readonly operation: 'START' | 'STOP' | null;
  /** Failed tries of the operation that it needs now, and the instant before which it is not tried again. */
  readonly retry: Retry | null;
  /** Somebody asked for a start although it is held. */
  readonly startAsked: boolean;
  /** And for a stop before it. */
  readonly stopAsked: boolean;
  /** Somebody stopped it by hand, and all its holders take that as it is. */
  readonly keptDown: boolean;
}

/** One unfinished window as the plan sees it. */
export interface PlannedWindow extends Pick<WindowRecord, 'state' | 'closure'> {
  /** When this process saw it first, in monotonic time. */
  readonly seenAt: number;
}

export interface Planned {
  readonly services: readonly PlannedService[];
  readonly windows: readonly PlannedWindow[];
  /** What should run beside the core. */
  readonly desired: ReadonlySet<string>;
  /** What may be reserved together; unlimited when undefined. */
  readonly memoryBudgetMb: number | undefined;
}

export interface Action {
  readonly kind: 'START' | 'STOP';
  readonly service: string;
}

/**
 * The operations that may begin now. Starts go up the dependencies, stops come down; nothing begins on a service that has an
 * operation under way, so a start never falls into a stop. Core services are not in `services` and so never planned.
 * `now` is monotonic.
 */
export function planActions(planned: Planned, now: number): readonly Action[] {
  const { services, windows, desired, memoryBudgetMb } = planned;
  const byName = new Map(services.map((service) => [service.name, service]));
  const idle = services.filter(({ operation }) => operation === null);
  const stops = idle.filter((service) => mustStop(service, planned, now)).map(({ name }) => name);
  const starts = idle
    .filter((service) => !stops.includes(service.name) && desired.has(service.name))
    .filter((service) => mayStart(service, byName) && !isStartHeldBack(service, windows, now))
    .map(({ name }) => name);
  const fitting = startsThatFit(starts, services, desired, memoryBudgetMb);
  return services.flatMap(({ name }): readonly Action[] => {
    if (stops.includes(name)) return [{ kind: 'STOP', service: name }];
    return fitting.has(name) ? [{ kind: 'START', service: name }] : [];
  });
}

/** Milliseconds until a retry is due; undefined when only events can change anything. `now` is monotonic. */
export function nextRetryInMs(
  services: readonly Pick<PlannedService, 'retry' | 'operation'>[],
  now: number,
): number | undefined {
  const spans = services
    .flatMap(({ retry, operation }) => (retry === null || operation !== null ? [] : [retry.notBefore - now]))
    .filter((span) => span > 0);
  return spans.length === 0 ? undefined : Math.min(...spans);
}

function mustStop(service: PlannedService, { services, desired }: Planned, now: number): boolean {
  if (service.running !== true || isHeldBack(service, 'STOP', [], now)) return false;
  if (desired.has(service.name)) return service.stopAsked;
  if (service.leftAlone) return false;
  // What depends on it goes first; one that would not stop, or shall not, must not keep the rest running.
  return !services.some(
    ({ dependsOn, running, retry, leftAlone }) =>
      dependsOn.includes(service.name) && running === true && !leftAlone && retry?.kind !== 'STOP',
  );
}

function mayStart(service: PlannedService, byName: ReadonlyMap<string, PlannedService>): boolean {
  if (service.running === null || service.state === 'READY' || service.state === 'MISSING') return false;
  if (service.keptDown) return false;
  // Its stop failed and comes first.
  if (service.running && service.stopAsked) return false;
  return service.dependsOn.every((name) => byName.get(name)?.state === 'READY');
}

/** Who asks for a start waits for no back-off. */
function isStartHeldBack(service: PlannedService, windows: readonly PlannedWindow[], now: number): boolean {
  return !service.startAsked && isHeldBack(service, 'START', windows, now);
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
