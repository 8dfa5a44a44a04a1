export interface SeenEvent {
  /** From 1, per subscription that was started. */
  readonly number: number;
  readonly atMs: number;
  readonly operation: string;
  readonly result: unknown;
}

/** The oldest ones make way. */
const MOST_EVENTS = 500;

/** Every event of the subscriptions that were run here, oldest first; GraphiQL itself shows the newest alone. */
export interface EventStore {
  readonly add: (event: Omit<SeenEvent, 'number'>) => void;
  readonly clear: () => void;
  /** The same array until something changes. */
  readonly read: () => readonly SeenEvent[];
  readonly watch: (changed: () => void) => () => void;
}

export function createEventStore(): EventStore {
  let events: readonly SeenEvent[] = [];
  let count = 0;
  const watchers = new Set<() => void>();
  const change = (next: readonly SeenEvent[]): void => {
    events = next;
    for (const changed of watchers) changed();
  };
  return {
    add(event) {
      count += 1;
      change([...events, { ...event, number: count }].slice(-MOST_EVENTS));
    },
    clear() {
      count = 0;
      change([]);
    },
    read: () => events,
    watch(changed) {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}
