import { toDateTime } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { QueryResolvers } from '../../../schema/generated/madre.ts';
import type { MadreContext } from '../context.ts';
import { isCoreService } from '../core-services.ts';
import { readEffectiveFlags } from '../flags/read-flags.ts';
import { policyStatus, type PolicyStatusRecord } from '../policies/policy-rules.ts';
import { readPolicy } from '../policies/stored-policy.ts';
import { isRunning } from '../services/is-running.ts';
import { readWindowPage } from '../windows/record/window-rows.ts';
import { intentQueries } from './types/intents.ts';
import { connection, pageRequest } from './page.ts';
import { planWindowQuery } from './plan-window.ts';

/** Reading only: no query starts, stops or probes anything. */
export const queryResolvers: QueryResolvers<MadreContext> = {
  async powerState(_root, _args, context) {
    const { power, runtime } = context;
    const activeWindows = await context.liveWindows();
    const services = power.services.all();
    return {
      policy: await readPolicy(power.db),
      windowed: activeWindows.some(({ origin }) => origin !== 'policy'),
      activeWindows: [...activeWindows],
      runningServices: keys(services.filter(({ state }) => isRunning(state))),
      availableServices: keys(
        services.filter(({ name, state }) => !isCoreService(name) && state !== 'MISSING'),
      ),
      runtime: { kind: runtime.kind, ...power.reconciler.describeRuntime() },
      sentinel: context.sentinel(),
      serverTime: toDateTime(power.clock.now()),
    };
  },
  policyStatus: (_root, { policy }, { power }) =>
    toPolicyStatus(policyStatus(policy, power.catalog, power.services.all())),
  planWindow: planWindowQuery,
  window: async (_root, { id }, context) => (await context.windowById.load(id)) ?? null,
  async windows(_root, { states, first, after }, { power }) {
    const page = pageRequest(first, after);
    const { rows, total } = await readWindowPage(power.db, {
      states: states ?? undefined,
      before: page.before,
      limit: page.limit + 1,
    });
    return connection(rows, {
      ...page,
      total,
      place: ({ position }) => position,
      node: ({ window }) => window,
    });
  },
  service: (_root, { name }, { power }) => (power.services.get(name) === undefined ? null : { name }),
  services(_root, { states, kind }, { power }) {
    const wanted = power.services.all().filter(({ name, state }) => {
      const isKind = kind === null || kind === undefined || isCoreService(name) === (kind === 'CORE');
      return isKind && (states === null || states === undefined || states.includes(state));
    });
    return keys(wanted);
  },
  topology(_root, _args, { power }) {
    const edges = [...power.catalog.values()].flatMap(({ name, dependsOn }) =>
      dependsOn.map((below) => ({ from: { name }, to: { name: below }, relation: 'dependsOn' })),
    );
    return { nodes: power.services.names.map((name) => ({ name })), edges };
  },
  featureFlag: async (_root, { key }, { power }) =>
    (await readEffectiveFlags(power.db, power.services)).find((flag) => flag.key === key) ?? null,
  featureFlags: async (_root, _args, { power }) => [...(await readEffectiveFlags(power.db, power.services))],
  async auditLog(_root, { first, after, ...filters }, { auditLog }) {
    const page = pageRequest(first, after);
    const filter = {
      component: filters.component ?? undefined,
      action: filters.action ?? undefined,
      actor: filters.actor ?? undefined,
      correlationId: filters.correlationId ?? undefined,
    };
    const rows = await auditLog.page(filter, { beforeSeq: page.before, limit: page.limit + 1 });
    return connection(rows, {
      ...page,
      total: await auditLog.count(filter),
      place: ({ seq }) => seq,
      node: (row) => row,
    });
  },
  async verifyAuditLog(_root, { fromSeq }, { auditLog }) {
    if (fromSeq === null || fromSeq === undefined) return auditLog.verify();
    if (fromSeq < 1)
      throw new CodedError('BAD_USER_INPUT', { problem: `fromSeq must be at least 1, got ${fromSeq}` });
    // An answer that checked nothing must not read as if all were well.
    const last = await auditLog.head();
    if (fromSeq > Math.max(last, 1))
      throw new CodedError('BAD_USER_INPUT', {
        problem: `fromSeq must be at most ${last}, the seq of the last entry, got ${fromSeq}`,
      });
    return auditLog.verify(fromSeq);
  },
  ...intentQueries,
};

export function toPolicyStatus({ policy, active, ...names }: PolicyStatusRecord) {
  return {
    policy,
    active,
    expected: toKeys(names.expected),
    running: toKeys(names.running),
    missing: toKeys(names.missing),
    unexpected: toKeys(names.unexpected),
  };
}

function keys(services: readonly { readonly name: string }[]) {
  return toKeys(services.map(({ name }) => name));
}

function toKeys(names: readonly string[]) {
  return names.map((name) => ({ name }));
}
