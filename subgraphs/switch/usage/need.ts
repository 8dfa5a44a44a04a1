import type { EngineConfig } from '../configuration/engine-config.ts';
import type { EngineRequest } from '../engines/engine.ts';
import { toldRequest } from '../engines/told-request.ts';
import { estimatePromptTokens, mostPromptTokens } from '../engines/token-estimate.ts';
import type { Amount } from './spending.ts';

/** What one conversation takes of an engine. */
export interface Need {
  /** As estimated. */
  readonly promptTokens: number;
  /** The most that it can cost; nothing where the engine has no budget, as nobody counts. */
  readonly most: Amount;
}

export function needOf(request: EngineRequest): (config: EngineConfig | undefined) => Need {
  const withTools = measure(request);
  const withoutTools = measure(toldRequest(request, { tools: false }));
  return (config) => {
    const { promptTokens, mostPrompt } = config?.capabilities.tools === false ? withoutTools : withTools;
    if (config === undefined || config.budget === null) return { promptTokens, most: { usd: 0, tokens: 0 } };
    const output = config.maxOutputTokens ?? 0;
    const { input: inputPrice, output: outputPrice } = config.price ?? { input: 0, output: 0 };
    const usd = (mostPrompt * inputPrice + output * outputPrice) / 1_000_000;
    return { promptTokens, most: { usd, tokens: mostPrompt + output } };
  };
}

function measure(request: EngineRequest): { readonly promptTokens: number; readonly mostPrompt: number } {
  return { promptTokens: estimatePromptTokens(request), mostPrompt: mostPromptTokens(request) };
}
