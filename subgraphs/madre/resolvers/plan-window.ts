import type { QueryResolvers } from '../../../schema/generated/madre.ts';
import type { MadreContext } from '../context.ts';
import { isCoreService } from '../core-services.ts';
import type { StartupStatistics } from '../services/startups.ts';
import { planHashOf, refusalOfBudget, refusalOfRuntime } from '../windows/open-window.ts';
import { planWindow } from '../windows/window-plan.ts';
import { refusalOfOpen } from '../windows/window-rules.ts';
import { toOpenRequest } from './open-request.ts';

const BYTES_PER_MB = 1024 * 1024;

/** What openWindow would do with the same input now. */
export const planWindowQuery: NonNullable<QueryResolvers<MadreContext>['planWindow']> = async (
  _root,
  { input },
  context,
) => {
  const { power } = context;
  const request = toOpenRequest(input);
  const facts = planWindow(power.catalog, request.services, await context.liveWindows());
  const refusal =
    refusalOfOpen(request, { names: power.services.names, isCore: isCoreService }) ??
    refusalOfRuntime(power) ??
    refusalOfBudget(power, facts, request);
  const isReady = (name: string): boolean => power.services.get(name)?.state === 'READY';
  const starts = await Promise.all(
    facts.levels.flatMap((level, index) =>
      level
        .filter((name) => !isReady(name))
        .map(async (name) => ({ name, level: index, startup: await context.startupOf.load(name) })),
    ),
  );
  return {
    hash: planHashOf(power, facts),
    starts: starts.map(({ name, level, startup }) => ({
      service: { name },
      level,
      becauseOf: request.services.filter((asked) =>
        planWindow(power.catalog, [asked], []).closure.includes(name),
      ),
      etaP50Ms: startup?.p50Ms ?? null,
    })),
    alreadyRunning: facts.closure.filter(isReady).map((name) => ({ name })),
    evicts: [],
    etaP50Ms: etaOf(starts, ({ p50Ms }) => p50Ms),
    etaP95Ms: etaOf(starts, ({ p95Ms }) => p95Ms),
    memoryBytes: facts.memoryMb * BYTES_PER_MB,
    memoryBudgetBytes: power.memoryBudgetMb === undefined ? null : power.memoryBudgetMb * BYTES_PER_MB,
    allowed: refusal === undefined,
    code: refusal?.code ?? 'OK',
    message: refusal?.message ?? null,
  };
};

/** Level after level, each as long as its slowest; null as soon as one start was never measured. */
function etaOf(
  starts: readonly { readonly level: number; readonly startup: StartupStatistics | null }[],
  measure: (startup: StartupStatistics) => number,
): number | null {
  const slowest = new Map<number, number>();
  for (const { level, startup } of starts) {
    if (startup === null) return null;
    slowest.set(level, Math.max(slowest.get(level) ?? 0, measure(startup)));
  }
  return [...slowest.values()].reduce((total, each) => total + each, 0);
}
