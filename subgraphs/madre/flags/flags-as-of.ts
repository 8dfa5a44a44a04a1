import type { Outbox } from '../journal/outbox.ts';
import type { Services } from '../services/services.ts';
import type { ServiceRecord } from '../services/service-record.ts';
import type { StoredFlag } from './flag-record.ts';
import { registeredFlags } from './registered-flags.ts';

interface FlagsThen {
  readonly flags: readonly StoredFlag[];
  readonly componentOf: (name: string) => Pick<ServiceRecord, 'state' | 'reason'> | undefined;
}

/**
 * The flags and their components as they were at an event of the outbox, so that who goes on from there is told each change after it.
 * What did not change since is as it is now.
 */
export async function flagsAsOf(
  seq: number,
  now: {
    readonly outbox: Outbox;
    readonly services: Pick<Services, 'get'>;
    readonly flags: readonly StoredFlag[];
  },
): Promise<FlagsThen> {
  const { outbox, services } = now;
  const flags = await Promise.all(
    now.flags.map(async (flag) => {
      const then = await outbox.newestOf('flag', flag.key, seq);
      // Only setFlag emits events of this kind.
      return then === undefined ? flag : (then.data as StoredFlag);
    }),
  );
  const components = new Map<string, ServiceRecord | undefined>();
  for (const { component } of registeredFlags.values()) {
    const then = await outbox.newestOf('service', component, seq);
    // Only services.ts emits events of this kind.
    const record = then === undefined ? undefined : (then.data as { readonly record: ServiceRecord }).record;
    components.set(component, record ?? services.get(component));
  }
  return { flags, componentOf: (name) => components.get(name) };
}
