import type { ModelResolvers, ResolversTypes } from '../../../schema/generated/switch.ts';
import type { SeenModel } from '../context.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import { engineOfModel } from '../resources/engine-of-model.ts';
import type { HermesClient, SeenResources } from '../resources/hermes-client.ts';

export function shownResources({
  state,
  resources,
  reason,
}: SeenResources): Awaited<ResolversTypes['HermesResources']> {
  return {
    state,
    reason: reason ?? unreachable(resources?.servers ?? []),
    observedAt: resources?.observedAt ?? null,
    models: [...(resources?.models ?? [])],
    tools: [...(resources?.tools ?? [])],
  };
}

export function modelFields(hermes: HermesClient, registry: EngineRegistry): ModelResolvers {
  return {
    // As hermesResources told it last: a list of models asks hermes once, not once for each.
    __resolveReference: async ({ id }): Promise<SeenModel | null> => {
      const resources = await hermes.lastSeen();
      return resources?.models.find((model) => model.id === id) ?? null;
    },
    engine: (model) => engineOfModel(model, registry.list()) ?? null,
  };
}

/** A list without the models of a server that is down would look as if there were none. */
function unreachable(
  servers: readonly { readonly url: string; readonly reachable: boolean; readonly reason: string | null }[],
): string | null {
  const gone = servers.filter(({ reachable }) => !reachable);
  if (gone.length === 0) return null;
  return `no models of ${gone.map(({ url, reason }) => `${url} (${reason ?? 'not reachable'})`).join(', ')}`;
}
