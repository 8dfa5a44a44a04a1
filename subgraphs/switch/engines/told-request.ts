import type { EngineRequest } from './engine.ts';

/** What an engine is told of a request: one without tools hears of none, so nobody counts or pays them. */
export function toldRequest(
  request: EngineRequest,
  capabilities: { readonly tools: boolean },
): EngineRequest {
  return capabilities.tools ? request : { ...request, tools: [] };
}
