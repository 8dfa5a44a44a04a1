import type { RequestContext } from '../../../../platform/request-context.ts';
import type { Facts, ServiceFact } from '../../facts/facts.ts';

export type SwitchState =
  | { readonly kind: 'ready'; readonly services: readonly ServiceFact[] }
  | {
      readonly kind: 'not-ready';
      readonly services: readonly ServiceFact[];
      readonly switchService: ServiceFact;
    }
  /** madre cannot say, or knows no switch: it is asked directly, which wakes nothing either. */
  | { readonly kind: 'unknown'; readonly services: readonly ServiceFact[] | null };

/** Whether switch may be asked, by madre's read model alone. Rejects only where the context's signal aborts. */
export async function readSwitch(facts: Facts, context: RequestContext): Promise<SwitchState> {
  const services = await facts.services(context).catch(() => null);
  context.signal.throwIfAborted();
  const switchService = services?.find(({ name }) => name === 'switch');
  if (services === null || switchService === undefined) return { kind: 'unknown', services };
  if (switchService.state === 'READY') return { kind: 'ready', services };
  return { kind: 'not-ready', services, switchService };
}
