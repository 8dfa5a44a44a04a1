import type { ResolversTypes } from '../../../schema/generated/switch.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import type { DecisionRecord } from '../routing/decision-record.ts';

/** With its engines as they are now. Of one that the engines file no longer has, only the reason tells. */
export function shownDecision(
  registry: EngineRegistry,
  { decision, attempts, servedBy }: DecisionRecord,
): Awaited<ResolversTypes['RouteDecision']> {
  const named = [...decision.candidates, ...attempts].map(({ engine }) => engine);
  const gone = [...new Set(named)].filter((id) => registry.get(id) === undefined);
  const remark = gone.length === 0 ? '' : ` (no longer in the engines file: ${gone.join(', ')})`;
  return {
    strategy: decision.strategy,
    reason: decision.reason + remark,
    candidates: decision.candidates.flatMap((candidate) => known(registry, candidate)),
    attempts: attempts.flatMap((attempt) => known(registry, attempt)),
    servedBy: (servedBy === null ? undefined : registry.get(servedBy)) ?? null,
  };
}

function known<One extends { readonly engine: string }>(registry: EngineRegistry, one: One) {
  const engine = registry.get(one.engine);
  return engine === undefined ? [] : [{ ...one, engine }];
}
