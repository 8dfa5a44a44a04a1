import type { MutationResolvers } from '../../../schema/generated/switch.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import type { Router } from '../routing/router.ts';

/** Changes of engines by people. They last until the engine's entry in the engines file is another one. */
export function engineMutations(parts: {
  readonly registry: EngineRegistry;
  readonly router: Router;
  readonly rememberStrategy: () => Promise<void>;
}): Pick<MutationResolvers, 'configureEngine' | 'resetCircuit' | 'setRoutingStrategy'> {
  const { registry, router } = parts;
  return {
    configureEngine: (_root, { input }, context) => {
      const { correlationId } = context.request;
      const isEnabled = input.enabled ?? undefined;
      const maxConcurrent = input.maxConcurrent ?? undefined;
      const weight = input.weight ?? undefined;
      if (maxConcurrent !== undefined && (maxConcurrent < 1 || maxConcurrent > 1_000))
        return refusal(`maxConcurrent must be between 1 and 1000, got ${maxConcurrent}`, correlationId);
      if (weight !== undefined && (weight < 0 || weight > 100))
        return refusal(`weight must be between 0 and 100, got ${weight}`, correlationId);
      const engine = registry.configure(input.id, {
        ...(isEnabled === undefined ? {} : { isEnabled }),
        ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
        ...(weight === undefined ? {} : { weight }),
      });
      if (engine === undefined) return unknownEngine(input.id, correlationId);
      return {
        ok: true,
        correlationId,
        engine,
        message: 'set until the engine changes in the engines file',
      };
    },
    resetCircuit: (_root, { engine: id }, context) => {
      const { correlationId } = context.request;
      const engine = registry.resetCircuit(id);
      return engine === undefined
        ? unknownEngine(id, correlationId)
        : { ok: true, correlationId, engine, message: null };
    },
    setRoutingStrategy: async (_root, { strategy }, context) => {
      const { correlationId } = context.request;
      if (strategy === 'PINNED')
        return refusal(
          'PINNED is how a request that names its engine is routed; choose ORDERED, WEIGHTED_SCORE, LOWEST_LATENCY or BANDIT',
          correlationId,
        );
      router.use(strategy);
      await parts.rememberStrategy();
      return {
        ok: true,
        correlationId,
        engine: null,
        message: `${strategy} until the engines file names another strategy`,
      };
    },
  };
}

export function unknownEngine(id: string, correlationId: string) {
  return refusal(`no engine is named ${id}`, correlationId);
}

export function refusal(message: string, correlationId: string) {
  return { ok: false, correlationId, message } as const;
}
