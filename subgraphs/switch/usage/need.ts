import type { EngineConfig } from '../configuration/engine-config.ts';
import type { EngineRequest } from '../engines/engine.ts';
import { toldRequest } from '../engines/told-request.ts';
import { estimatePromptTokens, mostPromptTokens } from '../engines/token-estimate.ts';
import { mostBilled, type PromptRatio } from './prompt-ratio.ts';
import type { Amount } from './spending.ts';

/** What one conversation takes of an engine. */
export interface Need {
  /** As estimated. */
  readonly promptTokens: number;
  /** More it cannot have, of itself; 0 where nobody counts. */
  readonly mostPrompt: number;
  /** The most that it can cost, as this engine bills; nothing where the engine has no budget, as nobody counts. */
  readonly most: Amount;
}

interface BillingEngine {
  readonly config: EngineConfig;
  readonly promptRatio: PromptRatio;
}

export function needOf(request: EngineRequest): (engine: BillingEngine | undefined) => Need {
  const withTools = measure(request);
  const withoutTools = measure(toldRequest(request, { tools: false }));
  return (engine) => {
    const { promptTokens, mostPrompt } =
      engine?.config.capabilities.tools === false ? withoutTools : withTools;
    if (engine === undefined || engine.config.budget === null)
      return { promptTokens, mostPrompt: 0, most: { usd: 0, tokens: 0 } };
    const { price = { input: 0, output: 0 }, maxOutputTokens: output = 0 } = engine.config;
    const input = mostBilled(mostPrompt, engine.promptRatio);
    const usd = (input * price.input + output * price.output) / 1_000_000;
    return { promptTokens, mostPrompt, most: { usd, tokens: input + output } };
  };
}

function measure(request: EngineRequest): { readonly promptTokens: number; readonly mostPrompt: number } {
  return { promptTokens: estimatePromptTokens(request), mostPrompt: mostPromptTokens(request) };
}
