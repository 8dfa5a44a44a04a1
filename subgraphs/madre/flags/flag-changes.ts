import type { OutboxEvent } from '../journal/outbox.ts';
import type { ServiceRecord } from '../services/service-record.ts';
import { effectiveFlag } from './effective-flag.ts';
import type { FlagRecord, StoredFlag } from './flag-record.ts';
import { registeredFlags } from './registered-flags.ts';

type Component = Pick<ServiceRecord, 'state' | 'reason'>;

/** Follows the flags through the events of the outbox: also a component that comes or goes changes a flag that is ON. */
export function createFlagChanges(
  flags: readonly StoredFlag[],
  componentNow: (name: string) => Component | undefined,
): {
  /** All flags as of the beginning. */
  readonly now: readonly FlagRecord[];
  /** The flag that this event changed, if any. To be called with each event, in order. */
  readonly after: (event: OutboxEvent) => FlagRecord | undefined;
} {
  const stored = new Map(flags.map((flag) => [flag.key, flag]));
  const components = new Map<string, Component | undefined>();
  for (const { component } of registeredFlags.values()) components.set(component, componentNow(component));
  const told = new Map<string, string>();

  function flagNow(key: string): FlagRecord | undefined {
    const registered = registeredFlags.get(key);
    const flag = stored.get(key);
    if (registered === undefined || flag === undefined) return undefined;
    return effectiveFlag(flag, registered, components.get(registered.component));
  }

  function unlessTold(key: string): FlagRecord | undefined {
    const flag = flagNow(key);
    const text = JSON.stringify(flag);
    if (flag === undefined || told.get(key) === text) return undefined;
    told.set(key, text);
    return flag;
  }

  return {
    now: [...stored.keys()].flatMap((key) => unlessTold(key) ?? []),
    after({ kind, key, data }) {
      if (kind === 'flag') {
        // Only setFlag emits events of this kind.
        stored.set(key, data as StoredFlag);
        return unlessTold(key);
      }
      if (kind !== 'service' || !components.has(key)) return undefined;
      // Only services.ts emits events of this kind.
      components.set(key, (data as { readonly record: ServiceRecord }).record);
      const [flag] = [...registeredFlags].find(([, { component }]) => component === key) ?? [];
      return flag === undefined ? undefined : unlessTold(flag);
    },
  };
}
