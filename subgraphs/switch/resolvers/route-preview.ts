import type { Clock } from '../../../platform/clock.ts';
import type { ResolversTypes, RoutingStrategy } from '../../../schema/generated/switch.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import { estimateTokens } from '../engines/token-estimate.ts';
import { planRoute } from '../completion/routing.ts';
import { readScore } from '../registry/score.ts';

interface PreviewParts {
  readonly registry: EngineRegistry;
  readonly clock: Clock;
  readonly strategy: RoutingStrategy;
}

/** What would be chosen now, as a decision without attempts: nobody was called. */
export function previewRoute(
  parts: PreviewParts,
  message: string,
  pinned: string | null,
): Awaited<ResolversTypes['RouteDecision']> {
  const engines = parts.registry.list();
  const now = parts.clock.now();
  const promptTokens = estimateTokens(message.length);
  const route = planRoute(engines, {
    strategy: parts.strategy,
    pinned,
    allowFallback: true,
    promptTokens,
    now,
  });
  const candidates = route.candidates.flatMap(({ id, eligibility, why }) => {
    const engine = parts.registry.get(id);
    if (engine === undefined) return [];
    const { value } = readScore(engine.score, now, engine.config.service !== undefined);
    return [{ engine, eligible: eligibility.eligible, score: value, why }];
  });
  return { strategy: route.strategy, candidates, attempts: [], servedBy: null, reason: route.reason };
}
