import type { MutationResolvers } from '../../../schema/generated/madre.ts';
import type { MadreContext } from '../context.ts';
import { setFlag } from '../flags/set-flag.ts';
import { applyPolicy } from '../policies/apply-policy.ts';
import { policyStatus } from '../policies/policy-rules.ts';
import { refuse, type Outcome } from '../refusal.ts';
import { restartService, startService, stopService } from '../services/switch-service.ts';
import { closeWindow, extendWindow } from '../windows/state/change-window.ts';
import { openWindow } from '../windows/asking/open-window.ts';
import { waitWhileOpening } from '../windows/asking/wait-for-window.ts';
import type { WindowRecord } from '../windows/record/window-record.ts';
import { intentMutations } from './types/intents.ts';
import { toOpenRequest } from './open-request.ts';
import { payloadOf } from './payload.ts';
import { toPolicyStatus } from './queries.ts';

export const mutationResolvers: MutationResolvers<MadreContext> = {
  async openWindow(_root, { input }, context) {
    const { power, cause, request } = context;
    const options = { idempotencyKey: input.idempotencyKey ?? null, planHash: input.planHash ?? null };
    const outcome = await openWindow(power, toOpenRequest(input), options, cause);
    // How long it waits for memory nobody knows: whoever asked learns at once that it does.
    const waits = input.waitUntilReady === true && outcome.ok && outcome.value.state !== 'QUEUED';
    if (!waits) return windowPayload(outcome, context);
    const window = await waitWhileOpening(power, outcome.value, request.signal);
    return windowPayload({ ...outcome, ...afterOpening(window) }, context);
  },
  extendWindow: async (_root, { input }, context) =>
    windowPayload(await extendWindow(context.power, input.id, input.addSec, context.cause), context),
  closeWindow: async (_root, { input }, context) =>
    windowPayload(
      await closeWindow(context.power, input.id ?? null, input.reason ?? null, context.cause),
      context,
    ),
  startService: async (_root, { name }, context) =>
    servicePayload(name, await startService(context.power, name, context.cause), context),
  stopService: async (_root, { name }, context) =>
    servicePayload(name, await stopService(context.power, name, context.cause), context),
  restartService: async (_root, { name }, context) =>
    servicePayload(name, await restartService(context.power, name, context.cause), context),
  async applyPolicy(_root, { policy }, context) {
    const { power, cause } = context;
    const outcome = await applyPolicy(power, policy, cause);
    return {
      ...payloadOf(outcome, context),
      status: toPolicyStatus(policyStatus(policy, power.catalog, power.services.all())),
    };
  },
  async setFeatureFlag(_root, { key, state }, context) {
    const outcome = await setFlag(context.power, key, state, context.cause);
    return { ...payloadOf(outcome, context), flag: outcome.ok ? outcome.value : null };
  },
  ...intentMutations,
};

type WaitedFor = Outcome<WindowRecord> & { readonly window: WindowRecord };

/** Who waited for OPEN wants to read what came instead; the window is told in any case. */
function afterOpening(window: WindowRecord): WaitedFor {
  const { id, state, openedAt, closeReason, failure } = window;
  if (state === 'OPENING')
    return { ...refuse('TIMEOUT', `window ${id} is still OPENING; it goes on`), window };
  if (openedAt !== null) return { ok: true, value: window, window };
  const ended = `window ${id} ended before it was open: ${closeReason ?? state}`;
  return { ...refuse('PARTIAL', failure?.message ?? ended), window };
}

function windowPayload(outcome: Outcome<WindowRecord> | WaitedFor, context: MadreContext) {
  const window = 'window' in outcome ? outcome.window : outcome.ok ? outcome.value : null;
  return { ...payloadOf(outcome, context), window };
}

function servicePayload(name: string, outcome: Outcome<string>, context: MadreContext) {
  return {
    ...payloadOf(outcome, context),
    service: context.power.services.get(name) === undefined ? null : { name },
  };
}
