import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { ComponentState, OverallStatus, SubgraphStatus } from '../../../schema/generated/operator.ts';
import type { Facts, PowerFact, ServiceFact } from '../facts/facts.ts';
import { componentReason, componentState, overallStatus } from './component-state.ts';
import { subgraphStatuses } from './subgraph-status.ts';

export interface StatusRecord {
  readonly status: OverallStatus;
  readonly components: ComponentRecord[];
  readonly subgraphs: SubgraphStatus[];
  readonly policy: string | null;
  readonly activeWindowCount: number | null;
  readonly features: { key: string }[] | null;
  readonly generatedAt: string;
  /** Always false: this subgraph has no port through which anything could be started, only madre's read models. */
  readonly wokeServices: false;
}

interface ComponentRecord {
  readonly service: { readonly name: string };
  readonly state: ComponentState;
  readonly reason: string | null;
  readonly checkedAt: string;
  readonly ageMs: number;
  /** Null: nothing is called to find out. */
  readonly latencyMs: null;
}

/** From madre's last observations, each source within its budget; what could not be read is null. Rejects only on abort. */
export async function readStatus(facts: Facts, clock: Clock, context: RequestContext): Promise<StatusRecord> {
  const [services, power, flagKeys] = await Promise.all([
    settled(facts.services(context)),
    settled(facts.power(context)),
    settled(facts.flagKeys(context)),
  ]);
  context.signal.throwIfAborted();
  const now = clock.now();
  const components =
    'problem' in services
      ? withoutMadre(services.problem, now)
      : services.value.map((service) => toComponent(service, now));
  return {
    status: overallStatus(components.map(({ state }) => state)),
    components,
    subgraphs: subgraphStatuses(services),
    ...powerPart('problem' in power ? null : power.value),
    features: 'problem' in flagKeys ? null : flagKeys.value.map((key) => ({ key })),
    generatedAt: toDateTime(now),
    wokeServices: false,
  };
}

type Settled<T> = { readonly value: T } | { readonly problem: string };

function settled<T>(source: Promise<T>): Promise<Settled<T>> {
  return source.then(
    (value) => ({ value }),
    (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }),
  );
}

function powerPart(power: PowerFact | null): Pick<StatusRecord, 'policy' | 'activeWindowCount'> {
  return { policy: power?.policy ?? null, activeWindowCount: power?.activeWindows.length ?? null };
}

function toComponent(service: ServiceFact, now: number): ComponentRecord {
  return {
    service: { name: service.name },
    state: componentState(service.state),
    reason: componentReason(service),
    checkedAt: service.observedAt,
    ageMs: Math.max(0, now - Date.parse(service.observedAt)),
    latencyMs: null,
  };
}

/** What is certain while madre is away: the door is up, or nobody could read this, and madre does not answer. */
function withoutMadre(problem: string, now: number): ComponentRecord[] {
  const observed = { checkedAt: toDateTime(now), ageMs: 0, latencyMs: null };
  return [
    { service: { name: 'tentaculo_link' }, state: 'ON', reason: null, ...observed },
    { service: { name: 'madre' }, state: 'ERROR', reason: problem, ...observed },
  ];
}
