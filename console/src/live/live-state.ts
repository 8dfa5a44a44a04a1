import type {
  ConsoleStateQuery,
  ServiceRowFragment,
  WatchServicesSubscription,
  WatchWindowsSubscription,
  WindowRowFragment,
} from '../generated/graphql.ts';

export type WindowEvent = WatchWindowsSubscription['windowChanged'];
export type ServiceEvent = WatchServicesSubscription['serviceChanged'];
export type Heard = WindowEvent | ServiceEvent;

/** What the page shows: the state read after each connection, kept current by events. */
export interface LiveState {
  readonly loaded: boolean;
  readonly power: ConsoleStateQuery['powerState'] | null;
  /** Null before it was told; then newer than the one of `power`. */
  readonly policy: string | null;
  readonly edges: ConsoleStateQuery['topology']['edges'];
  readonly windows: ReadonlyMap<string, WindowRowFragment>;
  readonly services: ReadonlyMap<string, ServiceRowFragment>;
  /** Rows that an event told of since the connection began: newer than what a query may still bring. */
  readonly told: ReadonlySet<string>;
  /** Newest first: what changed while this page looked on. */
  readonly heard: readonly Heard[];
}

export type LiveAction =
  | { readonly type: 'connected' }
  | { readonly type: 'read'; readonly state: ConsoleStateQuery }
  | { readonly type: 'window'; readonly event: WindowEvent }
  | { readonly type: 'policy'; readonly policy: string }
  | { readonly type: 'service'; readonly event: ServiceEvent };

const MOST_HEARD = 200;

export const nothingKnown: LiveState = {
  loaded: false,
  power: null,
  policy: null,
  edges: [],
  windows: new Map(),
  services: new Map(),
  told: new Set(),
  heard: [],
};

export function nextState(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case 'connected':
      return { ...state, told: new Set() };
    case 'read':
      return applyRead(state, action.state);
    case 'window': {
      const { window } = action.event;
      return {
        ...hear(state, action.event, window.id),
        windows: new Map(state.windows).set(window.id, window),
      };
    }
    case 'policy':
      return { ...state, policy: action.policy };
    case 'service': {
      const { service } = action.event;
      return {
        ...hear(state, action.event, service.name),
        services: new Map(state.services).set(service.name, service),
      };
    }
  }
}

export function isLive(window: Pick<WindowRowFragment, 'state'>): boolean {
  return window.state !== 'CLOSED' && window.state !== 'FAILED';
}

function hear(state: LiveState, event: Heard, key: string): LiveState {
  const heard = event.type === 'SNAPSHOT' ? state.heard : [event, ...state.heard].slice(0, MOST_HEARD);
  return { ...state, heard, told: new Set(state.told).add(key) };
}

/** Events win over the query; what neither knows ended while nobody was connected. */
function applyRead(state: LiveState, read: ConsoleStateQuery): LiveState {
  const rows = [...read.windows.edges.map(({ node }) => node), ...read.powerState.activeWindows];
  const windows = new Map(rows.map((window) => [window.id, window]));
  for (const [id, window] of state.windows) if (state.told.has(id)) windows.set(id, window);
  const services = new Map(read.services.map((service) => [service.name, service]));
  for (const [name, service] of state.services) if (state.told.has(name)) services.set(name, service);
  return {
    ...state,
    loaded: true,
    power: read.powerState,
    policy: state.policy ?? read.powerState.policy,
    edges: read.topology.edges,
    windows,
    services,
  };
}
