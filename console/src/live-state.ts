import type { ConsoleStateQuery, ServiceRowFragment, WindowRowFragment } from './generated/graphql.ts';

/** What the page shows: the state read after each connection, kept current by events. */
export interface LiveState {
  readonly loaded: boolean;
  readonly power: ConsoleStateQuery['powerState'] | null;
  readonly windows: ReadonlyMap<string, WindowRowFragment>;
  readonly services: ReadonlyMap<string, ServiceRowFragment>;
  /** Rows that an event told of since the connection began: newer than what a query may still bring. */
  readonly told: ReadonlySet<string>;
}

export type LiveAction =
  | { readonly type: 'connected' }
  | { readonly type: 'read'; readonly state: ConsoleStateQuery }
  | { readonly type: 'window'; readonly window: WindowRowFragment }
  | { readonly type: 'service'; readonly service: ServiceRowFragment };

export const nothingKnown: LiveState = {
  loaded: false,
  power: null,
  windows: new Map(),
  services: new Map(),
  told: new Set(),
};

export function nextState(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case 'connected':
      return { ...state, told: new Set() };
    case 'read':
      return applyRead(state, action.state);
    case 'window':
      return {
        ...state,
        windows: new Map(state.windows).set(action.window.id, action.window),
        told: new Set(state.told).add(action.window.id),
      };
    case 'service':
      return {
        ...state,
        services: new Map(state.services).set(action.service.name, action.service),
        told: new Set(state.told).add(action.service.name),
      };
  }
}

export function isLive(window: WindowRowFragment): boolean {
  return window.state !== 'CLOSED' && window.state !== 'FAILED';
}

/** Events win over the query; what neither knows ended while nobody was connected. */
function applyRead(state: LiveState, read: ConsoleStateQuery): LiveState {
  const windows = new Map(read.powerState.activeWindows.map((window) => [window.id, window]));
  for (const [id, window] of state.windows) if (state.told.has(id)) windows.set(id, window);
  const services = new Map(read.services.map((service) => [service.name, service]));
  for (const [name, service] of state.services) if (state.told.has(name)) services.set(name, service);
  return { ...state, loaded: true, power: read.powerState, windows, services };
}
