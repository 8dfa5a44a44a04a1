import type { QueryResolvers } from '../../../schema/generated/madre.ts';
import type { MadreContext } from '../context.ts';
import { closureOf } from '../closure.ts';
import { isCoreService } from '../core-services.ts';
import type { Power } from '../power.ts';
import type { StartupStatistics } from '../services/startup-statistics.ts';
import { messageOf, refusalOfAdmission, refusalOfRuntime } from '../windows/asking/open-window.ts';
import { planHashOf } from '../windows/admission/plan-hash.ts';
import { planWindow, type WindowPlan } from '../windows/admission/window-plan.ts';
import { readUnfinishedWindows } from '../windows/record/window-rows.ts';
import { refusalOfOpen } from '../windows/asking/window-rules.ts';
import { toOpenRequest } from './open-request.ts';

const BYTES_PER_MB = 1024 * 1024;

/** What openWindow would do with the same input now. */
export const planWindowQuery: NonNullable<QueryResolvers<MadreContext>['planWindow']> = async (
  _root,
  { input },
  { power },
) => {
  const request = toOpenRequest(input);
  const plan = planWindow(power, request, await readUnfinishedWindows(power.db));
  const refusal =
    refusalOfOpen(request, { names: power.services.names, isCore: isCoreService }) ??
    refusalOfRuntime(power) ??
    refusalOfAdmission(plan);
  const starts = startsOf(power, plan);
  const needs = (asked: string, name: string): boolean =>
    closureOf(power.catalog, [asked]).flat().includes(name);
  return {
    hash: planHashOf(request, plan),
    starts: starts.map(({ name, level, startup }) => ({
      service: { name },
      level,
      becauseOf: request.services.filter((asked) => needs(asked, name)),
      etaP50Ms: startup?.p50Ms ?? null,
      etaP95Ms: startup?.p95Ms ?? null,
    })),
    alreadyRunning: plan.running.map((name) => ({ name })),
    evicts: plan.admission.outcome === 'ADMIT' ? [...plan.admission.evicts] : [],
    etaP50Ms: etaOf(starts, ({ p50Ms }) => p50Ms),
    etaP95Ms: etaOf(starts, ({ p95Ms }) => p95Ms),
    memoryBytes: plan.totalMb * BYTES_PER_MB,
    memoryBudgetBytes: power.memoryBudgetMb === undefined ? null : power.memoryBudgetMb * BYTES_PER_MB,
    allowed: refusal === undefined,
    code: refusal?.code ?? 'OK',
    message: refusal?.message ?? messageOf(plan).message ?? messageOfMissing(power, plan),
  };
};

interface Start {
  readonly name: string;
  readonly level: number;
  readonly startup: StartupStatistics | null;
}

function startsOf({ startups }: Power, { levels, running }: WindowPlan): readonly Start[] {
  return levels.flatMap((names, level) =>
    names
      .filter((name) => !running.includes(name))
      .map((name) => ({ name, level, startup: startups.statistics(name) })),
  );
}

/** Level after level, each as long as its slowest; null as soon as one start was never measured. */
function etaOf(starts: readonly Start[], measure: (startup: StartupStatistics) => number): number | null {
  const slowest = new Map<number, number>();
  for (const { level, startup } of starts) {
    if (startup === null) return null;
    slowest.set(level, Math.max(slowest.get(level) ?? 0, measure(startup)));
  }
  return [...slowest.values()].reduce((total, each) => total + each, 0);
}

/** openWindow takes such a window too: the service may be installed by then. */
function messageOfMissing({ services }: Power, { closure }: WindowPlan): string | null {
  const missing = closure.filter((name) => services.get(name)?.state === 'MISSING');
  return missing.length === 0 ? null : `${missing.join(', ')} is not installed here: the window would fail`;
}
