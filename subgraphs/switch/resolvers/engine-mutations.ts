import type { MutationResolvers } from '../../../schema/generated/switch.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';

/** Changes of engines by people. They live as long as this process: the engines file is what lasts. */
export function engineMutations(
  registry: EngineRegistry,
): Pick<MutationResolvers, 'configureEngine' | 'resetCircuit'> {
  return {
    configureEngine: (_root, { input }, context) => {
      const { correlationId } = context.request;
      if (input.weight !== undefined && input.weight !== null) {
        throw new CodedError('NOT_IMPLEMENTED', { what: 'EngineConfigInput.weight' });
      }
      const maxConcurrent = input.maxConcurrent ?? undefined;
      if (maxConcurrent !== undefined && (maxConcurrent < 1 || maxConcurrent > 1_000)) {
        return {
          ok: false,
          correlationId,
          message: `maxConcurrent must be between 1 and 1000, got ${maxConcurrent}`,
        };
      }
      const isEnabled = input.enabled ?? undefined;
      const engine = registry.configure(input.id, {
        ...(isEnabled === undefined ? {} : { isEnabled }),
        ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
      });
      if (engine === undefined) return unknownEngine(input.id, correlationId);
      return {
        ok: true,
        correlationId,
        engine,
        message: 'set until switch stops; the engines file sets it for good',
      };
    },
    resetCircuit: (_root, { engine: id }, context) => {
      const { correlationId } = context.request;
      const engine = registry.resetCircuit(id);
      return engine === undefined
        ? unknownEngine(id, correlationId)
        : { ok: true, correlationId, engine, message: null };
    },
  };
}

function unknownEngine(
  id: string,
  correlationId: string,
): { ok: false; correlationId: string; message: string } {
  return { ok: false, correlationId, message: `no engine is named ${id}` };
}
