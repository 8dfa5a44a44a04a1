import type { RequestContext } from '../../../platform/request-context.ts';
import type { ShubDashboard } from '../../../schema/generated/operator.ts';
import type { Facts } from '../facts/facts.ts';
import { componentReason, componentState } from './component-state.ts';

const SERVICE = 'shubniggurath';

/** What madre knows of shubniggurath. Its own figures are null with the reason: nothing here asks the component itself. */
export async function readShubDashboard(facts: Facts, context: RequestContext): Promise<ShubDashboard> {
  const service = (await facts.services(context)).find(({ name }) => name === SERVICE);
  const unknown = { activeSessions: null, projects: null, resources: null };
  if (service === undefined)
    return { state: 'OFF', ...unknown, reason: `${SERVICE} is not in the catalog`, observedAt: null };
  return {
    state: componentState(service.state),
    ...unknown,
    reason: componentReason(service) ?? `${SERVICE} is up, but its figures are not read by this version`,
    observedAt: service.observedAt,
  };
}
